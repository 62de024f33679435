"""What the bytes of an encoding mean, and where they mean nothing."""

from __future__ import annotations

import codecs
import random

import pytest

from chukan.intake.encoding.decode import MARKING, MOST_FAULTS, decode, faults, mark_silent

ENCODINGS = ("cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8")


@pytest.mark.parametrize(
    ("raw", "encoding", "expected"),
    [
        (b"ok", "cp932", []),
        (b"\x8eR\x93,", "cp932", [(2, b"\x93")]),
        (b"\x8eR\x80\xa0\x93\xff", "cp932", [(2, b"\x80"), (3, b"\xa0"), (4, b"\x93"), (5, b"\xff")]),
        (b"\xe5\xb1\xb1\xe5\xb1", "utf-8", [(3, b"\xe5\xb1")]),
        (b"a\xf3\xb0\x82\x80", "utf-8", []),
        (b"a\x00\x00\xd8b\x00", "utf-16le", [(2, b"\x00\xd8")]),
    ],
)
def test_where_undecodable_bytes_stand(raw: bytes, encoding: str, expected: list[tuple[int, bytes]]) -> None:
    assert faults(raw, encoding) == expected


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16le"])
def test_they_are_found_however_they_are_looked_for(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(encoding)
    for _ in range(100):
        pieces = rng.choices(["あ".encode(encoding), "a".encode(encoding), b"\x93", b"\xff", b"\xd8", b"\x80"], k=30)
        raw = b"".join(pieces)
        expected = faults(raw, encoding)

        with monkeypatch.context() as patched:
            patched.setattr("chukan.intake.encoding.decode._WINDOW", 8)
            assert faults(raw, encoding) == expected


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "shift_jis_2004", "utf-8", "euc_jp"])
def test_many_bad_bytes_are_marked_as_one_by_one(encoding: str) -> None:
    """As the codec does where more text follows: at the very end EUC-JP takes a byte of ASCII for part of a character."""
    rng = random.Random(5)
    pairs = [bytes((a, b)) for a in range(0x100) for b in range(0x100)]
    longer = [
        bytes(rng.choices(b"a\x81\x40\x82\xa0\xff\xfd\x80\xe3\xed\x8f\x8e\xf0\x90\xdc\n\xf3\xb0", k=7))
        for _ in range(3000)
    ]

    for raw in (*pairs, *longer):
        expected = mark_silent(codecs.decode(raw + b"\n", encoding, MARKING), encoding)[:-1]
        assert decode(raw, encoding) == expected


def test_of_millions_of_bad_bytes_a_thousand_are_told_apart() -> None:
    found = faults(b"\xff" * 100_000, "utf-8")

    assert len(found) == MOST_FAULTS
    assert found[-1] == (MOST_FAULTS - 1, b"\xff")
