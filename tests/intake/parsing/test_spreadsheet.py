"""What a spreadsheet did is said once a column, with its cause (V13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]

LAYOUT_ITEMS = (
    {"no": 1, "item": "番号", "type": "X", "length": 13, "format": "fixed digits"},
    {"no": 2, "item": "金額", "type": "9", "length": 12},
    {"no": 3, "item": "日付", "type": "DATE", "length": 8},
    {"no": 4, "item": "備考", "type": "XN", "length": 20},
)
AGREED = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "header": True,
    "delimiter": ",",
    "dates": "yyyymmdd",
}


@pytest.fixture
def layout(layout_of: Callable[..., Layout]) -> Layout:
    return layout_of(*(Item.model_validate(item) for item in LAYOUT_ITEMS))


def file(*records: str) -> str:
    return "".join(f"{record}\r\n" for record in ("番号,金額,日付,備考", *records))


@pytest.mark.parametrize("block_size", [1, 40, 1 << 20])
def test_once_a_column_with_its_cause(read: Reading, layout: Layout, block_size: int) -> None:
    records = ["1.23457E+12,1E+05,45017,1.2E+03"] * 20 + ["123456789012,5,20200401,"] * 30

    found = read(file(*records), layout, block_size=block_size, **AGREED)

    traces = [(a.item, a.line, a.severity, a.count) for a in found.of("V13")]
    assert traces == [
        ("番号", 2, "warning", 1),
        ("金額", 2, "warning", 1),
        ("日付", 2, "warning", 1),
        ("番号", 22, "warning", 1),
    ]
    exponent, _, serial, zeros = [a.message for a in found.of("V13")]
    assert "指数" in exponent
    assert "20 件" in serial
    assert "先頭の 0" in zeros
    assert "30 件" in zeros
    assert all("表計算ソフト" in a.message for a in found.of("V13"))


def test_a_column_that_kept_its_zeros_lost_none(read: Reading, layout: Layout) -> None:
    found = read(file("0123456789012,5,20200401,", "123456789012,5,20200401,", "1,5,20200401,"), layout, **AGREED)

    assert found.of("V13") == []


def test_an_exponent_of_twelve_digits_or_more_in_any_text(read: Reading, layout: Layout) -> None:
    found = read(file("0123456789012,5,20200401,1.23457E+12", "0123456789013,5,20200401,1.2E+05"), layout, **AGREED)

    assert [(a.item, a.line, a.severity) for a in found.of("V13")] == [("備考", 2, "warning")]


def test_one_short_value_is_a_slip(read: Reading, layout: Layout) -> None:
    found = read(file("1123456789012,5,20200401,E+05", "123456789012,5,2020,"), layout, **AGREED)

    assert found.of("V13") == []


def test_errors_in_any_item(read: Reading, layout: Layout) -> None:
    found = read(file("0123456789012,5,20200401,#N/A", "0123456789013,#DIV/0!,20200401,#N/A"), layout, **AGREED)

    assert [(a.item, a.severity, a.line) for a in found.of("V13")] == [("備考", "error", 2), ("金額", "error", 3)]
    assert "エラー値が 2 件" in found.of("V13")[0].message


def test_a_number_sign_is_no_error(read: Reading, layout: Layout) -> None:
    found = read(file("0123456789012,5,20200401,#1棟", "0123456789013,5,20200401,N/A"), layout, **AGREED)

    assert found.of("V13") == []


@pytest.mark.parametrize(
    ("value", "severity", "what"),
    [
        ("####", "error", "元の値は失われています"),
        ("##", "error", "列の幅が足りない"),
        ('"=""00123"""', "warning", "数式の形"),
    ],
)
def test_what_a_spreadsheet_shows_instead_of_a_value_in_a_text(
    read: Reading, layout: Layout, value: str, severity: str, what: str
) -> None:
    found = read(file("1234567890123,1,20200401,あ", f"1234567890124,1,20200401,{value}"), layout, **AGREED)

    (trace,) = found.of("V13")
    assert (trace.item, trace.line, trace.severity) == ("備考", 3, severity)
    assert what in trace.message


@pytest.mark.parametrize("value", ["#", "#3", "A=B", "=1", "a##"])
def test_signs_that_are_meant(read: Reading, layout: Layout, value: str) -> None:
    assert read(file(f"1234567890123,1,20200401,{value}"), layout, **AGREED).of("V13") == []
