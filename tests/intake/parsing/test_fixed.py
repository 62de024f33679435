"""Fixed width: cut by bytes, padding taken off where agreed, every byte accounted for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import FIXED, FIXED_RECORDS, FIXED_ROWS

from chukan.layouts.model import Layout

Reading = Callable[..., Any]
LayoutOf = Callable[..., Layout]


@pytest.mark.parametrize("block_size", [1, 31, 1 << 20])
@pytest.mark.parametrize(("newline", "end"), [("crlf", b"\r\n"), ("lf", b"\n"), ("cr", b"\r"), ("none", b"")])
def test_clean_records(read: Reading, fixed_layout: Layout, newline: str, end: bytes, block_size: int) -> None:
    data = b"".join(one + end for one in FIXED_RECORDS)

    found = read(data, fixed_layout, block_size=block_size, **{**FIXED, "newline": newline})

    assert found.rows == FIXED_ROWS
    assert found.lines == [1, 2, 3]
    assert found.anomalies == []
    assert found.facts.record_length == 29
    assert found.facts.newline == newline
    assert found.account.read_bytes == 3 * 29


def test_a_character_cut_by_an_items_boundary(read: Reading, fixed_layout: Layout) -> None:
    data = b"0001" + "山田太".encode("cp932") + b"x\x8e" + b"00120" + b"+012" + b"20200101"

    found = read(data + b"\r\n", fixed_layout, **FIXED)

    (anomaly,) = found.of("F03")
    assert (anomaly.record, anomaly.item, anomaly.offset, anomaly.raw) == (1, "氏名", 11, b"\x8e")
    assert "境で切れて" in anomaly.message
    assert found.damaged == [(1, "氏名")]


def test_record_types_and_skipped_records(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("種別", "X", 1), ("値", "X", 3))
    types = {"column": 1, "length": 1, "header": "1", "data": "2", "trailer": "8", "end": "9"}
    for end, newline in ((b"\r\n", "crlf"), (b"", "none")):
        data = end.join([b"1hdr", b"2abc", b"2def", b"7???", b"8sum", b"9end", b""])

        found = read(data, layout, **{**FIXED, "newline": newline}, record_types=types)

        assert found.rows == [("2", "abc"), ("2", "def")]
        assert [r.raw for r in found.rejected] == [b"7???"]
        assert found.account.header_bytes == 12


def test_control_bytes_in_a_value(read: Reading, fixed_layout: Layout) -> None:
    found = read(FIXED_RECORDS[0].replace(b"1   ", b"1 \x00 ") + b"\r\n", fixed_layout, **FIXED)

    (anomaly,) = found.anomalies
    assert (anomaly.rule, anomaly.item, anomaly.offset) == ("F05", "番号", 2)
