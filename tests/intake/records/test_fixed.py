"""What is a record of a file of fixed width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import FIXED, FIXED_RECORDS

from chukan.layouts.model import Layout

Reading = Callable[..., Any]


LayoutOf = Callable[..., Layout]


def test_a_record_of_another_length(read: Reading, fixed_layout: Layout) -> None:
    data = (
        FIXED_RECORDS[0]
        + b"\r\n"
        + FIXED_RECORDS[1][:-3]
        + b"\r\n"
        + FIXED_RECORDS[2]
        + b" \r\n"
        + FIXED_RECORDS[0]
        + b"\r\n"
    )

    found = read(data, fixed_layout, **FIXED)

    assert found.records == [1, 4]
    assert [(r.record, r.line, r.offset, r.raw) for r in found.rejected] == [
        (2, 2, 31, FIXED_RECORDS[1][:-3]),
        (3, 3, 59, FIXED_RECORDS[2] + b" "),
    ]
    assert found.rules == ["F07", "F07"]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_a_short_last_record_and_end_marks(read: Reading, fixed_layout: Layout, block_size: int) -> None:
    data = FIXED_RECORDS[0] + FIXED_RECORDS[1] + b"0003\x8e" + b"\x1a"

    found = read(data, fixed_layout, block_size=block_size, **{**FIXED, "newline": "none"})

    assert found.records == [1, 2]
    assert [r.raw for r in found.rejected] == [b"0003\x8e"]
    assert found.rules == ["F07", "F05"]
    assert "余りました" in found.anomalies[0].message
    assert found.account.end_bytes == 1


def test_whole_records_of_nul_at_the_end_are_end_marks(read: Reading, fixed_layout: Layout) -> None:
    for block_size in (1, 40, 1 << 20):
        data = FIXED_RECORDS[0] + b"\x00" * 70

        found = read(data, fixed_layout, block_size=block_size, **{**FIXED, "newline": "none"})

        assert found.records == [1]
        assert found.account.end_bytes == 70


def test_skipped_records(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("値", "X", 3))
    for end, newline in ((b"\r\n", "crlf"), (b"", "none")):
        data = end.join([b"top", b"abc", b"def", b"sum", b""])

        found = read(data, layout, **{**FIXED, "newline": newline}, skip={"first": 1, "last": 1}, block_size=2)

        assert found.rows == [("abc",), ("def",)]
        assert found.lines == [2, 3]
