"""The bytes that are no data records are looked at too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import KINDS, lines

Reading = Callable[..., Any]


FIXED = {**KINDS, "format": "fixed", "positions": {"種別": {"start": 1, "length": 1}, "値": {"start": 2, "length": 7}}}


def fixed(*records: bytes) -> bytes:
    return b"".join(record.ljust(8) for record in records)


def test_a_fixed_width_control_record_that_is_cut(read: Reading) -> None:
    data = b"1HEADER \r\n2aaaaaaa\r\n8TOT\r\n9       \r\n"

    found = read(data, **FIXED)

    (anomaly,) = found.of("F11")
    assert (anomaly.line, anomaly.offset) == (3, 20)
    assert "4 バイト" in anomaly.message
    assert "トレーラ" in anomaly.message
    assert [row[1] for row in found.rows] == ["aaaaaaa"]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_bytes_without_a_meaning_in_a_control_record(read: Reading, block_size: int) -> None:
    data = fixed(b"1\x93\x8c\x80 ", b"2a", b"8\x00", b"9")

    found = read(data, block_size=block_size, **{**FIXED, "newline": "none"})

    (anomaly,) = found.of("F11")
    assert (anomaly.line, anomaly.offset, anomaly.raw) == (1, 3, b"\x80")
    assert "文字コード" in anomaly.message
    (control,) = found.of("F05")
    assert (control.severity, control.line, control.offset, control.raw) == ("error", 3, 17, b"\x00")


def test_quotes_that_are_wrong_in_a_control_record(read: Reading) -> None:
    found = read(lines('1,"x', "2,a", "2,b", '8,2"', "9"), **KINDS)

    assert [(a.line, "引用符" in a.message) for a in found.of("F11")] == [(1, True), (4, True)]
    assert found.of("F08") == []
    assert found.account.rejected_records == 0


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_each_line_of_end_marks_is_told_where_it_stands(read: Reading, encoding: str, block_size: int) -> None:
    text = "k,v\r\n1,a\r\n\x1a\r\n\x1a\x00\n\n\x1a\r\n2,b\r\n"

    found = read(text.encode(encoding), encoding=encoding, header=True, block_size=block_size)

    marks = [found_at for found_at in found.of("F05") if found_at.offset is not None]
    assert [(mark.line, mark.count, mark.raw) for mark in marks] == [
        (3, 1, b"\x1a"),
        (4, 1, b"\x1a\x00"),
        (6, 1, b"\x1a"),
    ]
    assert [row[1] for row in found.rows] == ["a", "b"]
    assert found.account.end_bytes == (4 if encoding == "cp932" else 8)


def test_of_many_lines_of_end_marks_the_first_are_told_and_all_counted(read: Reading) -> None:
    found = read(b"k,v\n1,a\n" + b"\x1a\n" * 50 + b"2,b\n", encoding="cp932", header=True, keep=3)

    marks = [mark for mark in found.of("F05") if mark.severity == "error"]
    assert [mark.line for mark in marks if not mark.is_rest] == [3, 4, 5]
    assert sum(mark.count for mark in marks) == 50
    assert found.account.end_bytes == 50
