"""What can only be said of a file once all of it was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import AGREED

from chukan.layouts.model import Layout

Reading = Callable[..., Any]


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (b"", ["F02"]),
        (b"\xef\xbb\xbf", ["F03", "F02"]),
        (b"\x1a", ["F02", "F05"]),
        (b"\r\n", ["F02", "F07"]),
    ],
)
def test_an_empty_file(read: Reading, person: Layout, data: bytes, rules: list[str]) -> None:
    found = read(data, person, **AGREED)

    assert found.rules == rules
    assert found.of("F02")[0].severity == "error"


def test_a_header_without_records(read: Reading, person: Layout) -> None:
    found = read("番号,氏名,生年月日\r\n", person, **AGREED)

    assert [(a.rule, a.severity) for a in found.anomalies] == [("F02", "warning")]


@pytest.mark.parametrize(
    ("data", "count", "text"),
    [
        (b"k,v\r\n1,a\r\n2,b\n", 1, "混ざって"),
        (b"k,v\n1,a\n2,b\n", 3, "LF"),
        (b"k,v\r1,a\r2,b\r", 3, "CR"),
        (b"k,v\r\n1,a\r\n2,b", 1, "最後"),
    ],
)
def test_newlines_other_than_agreed(read: Reading, data: bytes, count: int, text: str) -> None:
    found = read(data, encoding="cp932", newline="crlf")

    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.severity, anomaly.count) == ("F04", "warning", count)
    assert text in anomaly.message
    assert found.rows == [("1", "a"), ("2", "b")]


def test_where_newlines_begin_to_differ(read: Reading) -> None:
    data = b"k,v\r\n" + b"1,a\r\n" * 50 + b"2,b\n" + b"1,a\r\n" * 50

    for block_size in (7, 1 << 20):
        (anomaly,) = read(data, encoding="cp932", newline="crlf", block_size=block_size).anomalies
        assert (anomaly.line, anomaly.count) == (52, 1)
