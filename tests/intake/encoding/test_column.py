"""A column of bytes as a column of strings, marks and all."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from chukan.intake.encoding.column import damaged_rows, marked_rows, strings
from chukan.intake.encoding.decode import decode, is_marked
from chukan.intake.encoding.vendor_codes import vendor_coded
from chukan.values.damage import DAMAGE

ENCODINGS = ("cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_column_at_once_is_its_values_one_by_one(encoding: str) -> None:
    rng = random.Random(encoding)
    pieces = ["あ", "山", "ポ", "表", "ｱ", "a", " ", "　", "", "1", "\n", "\x00", "ー"]
    for _ in range(200):
        values = [
            "".join(rng.choices(pieces, k=rng.randrange(5))).encode(encoding)
            + rng.choice((b"", b"", b"", b"\x93", b"\xff"))
            for _ in range(rng.randrange(6))
        ]

        column, marked, _ = strings(pa.array(values, pa.binary()), encoding)

        expected = [decode(value, encoding) for value in values]
        assert column.to_pylist() == expected
        assert marked == any(is_marked(value) for value in expected)
        assert marked_rows(column).tolist() == [row for row, value in enumerate(expected) if is_marked(value)]
        column.validate(full=True)


@pytest.mark.parametrize(
    "values", [[b"\xe5", b"\xb1\xb1"], [b"a", b"\xe5\xb1", b"\xb1", b"b"], [b"\xe5", b"", b"\xb1\xb1"]]
)
def test_characters_are_not_made_of_two_values(values: list[bytes]) -> None:
    column, marked, _ = strings(pa.array(values, pa.binary()), "utf-8")

    assert marked
    assert column.to_pylist() == [decode(value, "utf-8") for value in values]


def test_a_column_that_begins_within_another_is_looked_at_alone() -> None:
    whole = pa.array([b"\xe5", b"", "山".encode(), b"", b"\xff"], pa.binary())

    assert strings(whole.slice(1, 3), "utf-8").values.to_pylist() == ["", "山", ""]
    assert not strings(whole.slice(1, 3), "utf-8").marked


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "euc_jp"])
def test_every_pair_of_bytes_decodes_as_the_codec_says(encoding: str) -> None:
    values = [bytes((lead, trail)) for lead in range(256) for trail in range(256)]

    for part in (values, [value for value in values if not is_marked(decode(value, encoding))]):
        column = strings(pa.array(part, pa.binary()), encoding).values
        assert column.to_pylist() == [decode(value, encoding) for value in part]


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "euc_jp", "utf-8"])
def test_what_is_plain_holds_nothing_to_look_for(encoding: str) -> None:
    texts = ("山", "ｱ", "a", "\ue000", "\uf8ff", "①", "≒")
    pairs = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)]
    values = [*pairs, *(text.encode(encoding, "ignore") for text in texts)]
    plain = 0
    for value in values:
        column = pa.array([b"", value], pa.binary())
        decoded = strings(column, encoding)
        if decoded.plain:
            plain += 1
            (text,) = decoded.values.to_pylist()[1:]
            assert not any("\ue000" <= character <= "\uf8ff" or ord(character) > 0xFFFF for character in text)
            assert not (encoding == "cp932" and vendor_coded(column))
    assert plain > (6000 if encoding != "utf-8" else 0)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8"])
@pytest.mark.parametrize("late", [0, 1000, 5000])
def test_values_that_come_again_are_decoded_like_others(encoding: str, late: int) -> None:
    rng = random.Random(late)
    few = [*(text.encode(encoding) for text in ("転入a", "ｱ1", "", "東京都")), b"\xff", b"a\x81", b"\x81"]
    values = [rng.choice(few) for _ in range(5000)] + [f"異{n}".encode(encoding) for n in range(late)]

    found = strings(pa.array(values, pa.binary()), encoding)

    assert found.values.to_pylist() == [decode(value, encoding) for value in values]
    assert found.marked


def test_a_slice_of_a_column() -> None:
    values = [name.encode("cp932") for name in ("山田", "佐藤", "髙﨑", "林")]

    column = strings(pa.array(values, pa.binary()).slice(1, 2), "cp932").values

    assert column.to_pylist() == ["佐藤", "髙﨑"]


def test_when_every_control_byte_is_taken() -> None:
    values = [bytes(range(32)) + "山a".encode("cp932"), b"a"]

    column = strings(pa.array(values, pa.binary()), "cp932").values

    assert column.to_pylist() == [value.decode("cp932") for value in values]


def test_what_looks_like_a_mark_is_no_damage_in_a_file_that_holds_it() -> None:
    column, marked, _ = strings(pa.array(["山".encode(), chr(DAMAGE + 0x80).encode()], pa.binary()), "utf-8")

    assert not marked
    assert column.to_pylist() == ["山", chr(DAMAGE + 0x80)]


def test_a_value_is_decoded_alike_wherever_it_stands_in_the_column() -> None:
    broken = b"\xb1\xb1\x8fA"

    last = strings(pa.array([b"\xb1\xb1", broken], pa.binary()), "euc_jp").values.to_pylist()
    first = strings(pa.array([broken, b"\xb1\xb1"], pa.binary()), "euc_jp").values.to_pylist()

    assert last[1] == first[0] == f"臼{chr(DAMAGE + 0x8F)}A"


def test_damage_is_told_from_characters_that_look_like_marks() -> None:
    like = chr(DAMAGE + 0x80)
    column = pa.array(["山".encode(), like.encode(), b"\xff", like.encode() + b"\xff", b"a\xf3\xb0", like.encode() * 2])

    values = strings(column, "utf-8").values

    assert damaged_rows(values, column).tolist() == [2, 3, 4]
    assert marked_rows(values).tolist() == [1, 2, 3, 4, 5]
