"""Cutting records of fixed width where no character is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chukan.intake.inspect import inspect
from chukan.intake.segments import agreement_of, first_records, segments


def record(name: str, number: str, place: str) -> bytes:
    return name.ljust(4, "　").encode("cp932") + number.rjust(5, "0").encode() + place.encode("cp932").ljust(8)


RECORDS = [record("佐藤", "12", "東京都"), record("髙﨑太郎", "3", "ｱｿ"), record("表ソ", "45", "")]


def test_ascii_and_other_text_are_segments_of_their_own() -> None:
    assert segments(RECORDS, 21, "cp932") == [(0, 8), (8, 13), (13, 19), (19, 21)]


def test_a_second_byte_that_looks_like_ascii_is_no_place_to_cut() -> None:
    assert segments(["1ソ2".encode("cp932")] * 3, 4, "cp932") == [(0, 1), (1, 3), (3, 4)]


@pytest.mark.parametrize(
    ("records", "encoding"), [([b"1\x83"], "cp932"), (["あ1".encode()], "utf-8"), ([b"12"], "cp932"), ([], "cp932")]
)
def test_what_is_not_cut(records: list[bytes], encoding: str) -> None:
    length = len(records[0]) if records else 7

    assert segments(records, length, encoding) == [(0, length)]


@given(st.lists(st.text("aｱソあ表 1", min_size=6, max_size=6), min_size=1, max_size=9))
def test_the_segments_of_a_record_make_its_text(texts: list[str]) -> None:
    records = [text.encode("cp932").ljust(12) for text in texts]

    parts = segments(records, 12, "cp932")

    for one in records:
        assert "".join(one[start:end].decode("cp932") for start, end in parts) == one.decode("cp932")


@pytest.mark.parametrize("newline", [b"", b"\n", b"\r\n"])
def test_the_first_records(newline: bytes) -> None:
    data = newline.join([*RECORDS, b""])

    assert first_records(data, 21, 2) == RECORDS[:2]
    assert first_records(data, 21, 9) == RECORDS


def test_lines_of_another_length_are_left_out() -> None:
    assert first_records(b"12\n3\n45\n", 2, 9) == [b"12", b"45"]


def test_the_agreement_says_where_each_segment_is() -> None:
    agreement = agreement_of(b"12\n", [(0, 1), (1, 2)])

    assert agreement.positions is not None
    assert [(place.start, place.length) for place in agreement.positions.values()] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("odd", "damaged", "control"),
    [(b"\x81\x0a", 0, 0), (b"12345\x81  ", 1, 0), (b"\x01\x02abcdefg", 0, 1), ("外\ue000".encode("cp932"), 0, 0)],
)
def test_what_is_odd_is_counted_in_whole_records_however_they_are_cut(
    tmp_path: Path, odd: bytes, damaged: int, control: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\r\n".join([*RECORDS * 50, odd + RECORDS[0][len(odd) :], *RECORDS, b""]))

    cut = inspect(path)
    monkeypatch.setattr("chukan.intake.inspect.segments", lambda _records, length, _encoding: [(0, length)])
    whole = inspect(path)

    assert cut == whole
    assert (cut.damaged_values, cut.control_values) == (damaged, control)
