"""What counts as a record: skipped records, record types, the end of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import lines

Reading = Callable[..., Any]


@pytest.mark.parametrize("block_size", [1, 10, 1 << 20])
def test_the_last_records_are_skipped(read: Reading, block_size: int) -> None:
    data = "k,v\r\n1,a\r\n2,b\r\n3,c\r\n合計,3\r\nEND\r\n\x1a"

    found = read(data, encoding="cp932", newline="crlf", skip={"first": 0, "last": 2}, block_size=block_size)

    assert found.rows == [("1", "a"), ("2", "b"), ("3", "c")]
    assert found.account.total_records == 3
    assert found.account.header_bytes == 3 + 6 + 3
    assert found.rules == ["F05"]


@pytest.mark.parametrize("block_size", [1, 10, 1 << 20])
def test_the_last_record_is_skipped_whatever_the_newline(read: Reading, block_size: int) -> None:
    for newline in ("\r", "\n", "\r\n"):
        data = newline.join(["k,v", "1,a", "2,b", "3,c", ""])

        found = read(data, encoding="cp932", skip={"first": 0, "last": 1}, block_size=block_size)

        assert found.rows == [("1", "a"), ("2", "b")]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_record_types(read: Reading, block_size: int) -> None:
    data = 'H,20261123\r\nD,a,b\r\n"D",c,d\r\nX,e,f\r\nT,2\r\n'
    types = {"column": 1, "header": "H", "data": "D", "trailer": "T"}

    found = read(data, encoding="cp932", header=False, record_types=types, block_size=block_size)

    assert [row[1:] for row in found.rows] == [("a", "b"), ("c", "d")]
    assert found.records == [1, 2]
    assert [(r.record, r.raw) for r in found.rejected] == [(3, b"X,e,f")]
    assert "種別" in found.of("F07")[0].message


def test_blank_lines_are_no_records(read: Reading) -> None:
    found = read("k,v\r\n\r\n1,a\r\n   \r\n\r\n2,b\r\n\r\n", encoding="cp932", newline="crlf")

    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.lines == [3, 6]
    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.count, anomaly.line) == ("F07", "warning", 4, 2)
    assert found.account.blank_bytes == 3


def test_a_nul_inside_a_last_value_is_no_end_mark(read: Reading) -> None:
    found = read(b"k,v\r\n1,a\x00\r\n", encoding="cp932", newline="crlf")

    assert found.rows == [("1", "a\x00")]
    assert found.account.end_bytes == 0


def test_end_marks_on_lines_of_their_own(read: Reading) -> None:
    for block_size in (1, 3, 1 << 20):
        found = read(b"k,v\r\n1,a\r\n\x1a\r\n\x00\x00", encoding="cp932", newline="crlf", block_size=block_size)

        assert found.rows == [("1", "a")]
        assert found.account.end_bytes == 5


def test_a_byte_order_mark_inside_is_no_mark(read: Reading) -> None:
    data = b"k,v\r\n" + b"1,\xe5\xb1\xb1\r\n" * 3 + b"\xef\xbb\xbf2,b\r\n"

    found = read(data, encoding="utf-8", block_size=1)

    assert found.rows[-1] == ("\ufeff2", "b")


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("form", [{}, {"format": "fixed", "newline": "crlf"}])
def test_fewer_records_than_are_to_be_skipped_at_the_end_are_read(
    read: Reading, layout_of: Any, block_size: int, form: dict[str, Any]
) -> None:
    """An agreement that does not fit the file passes nobody over."""
    layout = layout_of(("番号", "X", 4))
    agreed = {"encoding": "cp932", "header": False, **form}

    few = read(lines("0001", "0002"), layout, block_size=block_size, skip={"last": 3}, **agreed)
    just = read(lines("0001", "0002"), layout, block_size=block_size, skip={"last": 2}, **agreed)

    assert few.rows == [("0001",), ("0002",)]
    assert [a.severity for a in few.of("F11")] == ["error"]
    assert "2 レコードしかありません" in few.of("F11")[0].message
    assert (just.rows, just.rules) == ([], ["F02"])


@pytest.mark.parametrize("form", [{"delimiter": ","}, {"format": "fixed", "newline": "crlf"}])
def test_fewer_records_than_are_to_be_skipped_at_the_beginning_are_told(
    read: Reading, layout_of: Any, form: dict[str, Any]
) -> None:
    layout = layout_of(("番号", "X", 4))
    agreed = {"encoding": "cp932", **form}

    few = read(lines("0001", "0002"), layout, skip={"first": 3}, header=False, **agreed)
    no_header = read(lines("0001", "0002"), layout, skip={"first": 2}, header=True, **agreed)
    just = read(lines("0001", "0002"), layout, skip={"first": 2}, header=False, **agreed)

    assert [(a.rule, a.severity) for a in few.anomalies] == [("F06", "error"), ("F02", "warning")]
    assert "F06" in no_header.rules
    assert just.rules == ["F02"]
