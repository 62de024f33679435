"""Taking off what fills a fixed-width item up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from tests.intake.conftest import FIXED, FIXED_RECORDS

from chukan.agreement import Agreement, PaddingRules
from chukan.intake.parsing.padding import Filling
from chukan.layouts.model import Item, Layout


def off(filling: Filling, *values: str) -> list[str]:
    column = filling.off_bytes(pa.array([value.encode() for value in values], pa.binary()))
    texts = column.view(pa.string())
    return (filling.off_text(texts) if filling.needs_text else texts).to_pylist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("filling", "value", "expected"),
    [
        (Filling("right_space"), "ab  ", "ab"),
        (Filling("right_space"), " ab ", " ab"),
        (Filling("right_space"), "山　", "山　"),
        (Filling("right_space", wide=True), "山　 ", "山"),
        (Filling("right_fullwidth_space"), "山　　", "山"),
        (Filling("left_space"), "  ab ", "ab "),
        (Filling("left_space", wide=True), "　山　", "山　"),
        (Filling("none"), " a ", " a "),
        (Filling("none"), "   ", ""),
        (Filling("left_zero", number=True), "0012", "12"),
        (Filling("left_zero", number=True), "0000", "0"),
        (Filling("left_zero", number=True), "    ", ""),
        (Filling("left_zero", number=True, signed=True), "-012", "-12"),
        (Filling("left_zero", number=True, signed=True), "+000", "+0"),
        (Filling("left_zero", number=True, signed=True), "00.5", "0.5"),
    ],
)
def test_only_the_agreed_side_is_touched(filling: Filling, value: str, expected: str) -> None:
    assert off(filling, value, "x") == [expected, "x"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Item(no=1, item="a", type="X", length=3), Filling("right_space")),
        (Item(no=1, item="a", type="N", length=3), Filling("right_space", wide=True)),
        (Item(no=1, item="a", type="9", length=3), Filling("left_zero", number=True)),
        (Item(no=1, item="a", type="S9", length=3), Filling("left_zero", number=True, signed=True)),
        (Item(no=1, item="a", type="9", length=3, code="c"), Filling("none")),
        (Item(no=1, item="a", type="DATE"), Filling("right_space")),
        (Item(no=1, item="a", type="TIME"), Filling("right_space")),
        (None, Filling("right_space")),
    ],
)
def test_what_fills_an_item_up(item: Item | None, expected: Filling) -> None:
    assert Filling.of(item, Agreement()) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("00325", "3.25"), ("00005", "0.05"), ("5", "0.05"), ("-00325", "-3.25"), ("3.25", "3.25"), ("", ""), ("x", "x")],
)
def test_an_implied_point(text: str, value: str) -> None:
    item = Item(no=1, item="率", type="9V", length=3, scale=2)
    filling = Filling.of(item, Agreement(implied_point=True, padding=PaddingRules(number="left_zero")))

    assert filling.off_text(pa.array([text])).to_pylist() == [value]


Reading = Callable[..., Any]


LayoutOf = Callable[..., Layout]


def test_padding_on_the_other_side_stays(read: Reading, fixed_layout: Layout) -> None:
    data = b"  1 " + "　山田".encode("cp932").ljust(8) + b" 0120" + b" -12" + b"20200101"

    found = read(data + b"\r\n", fixed_layout, **FIXED)

    assert found.rows == [("  1", "　山田", " 0120", " -12", "20200101")]


@pytest.mark.parametrize(
    ("padding", "number", "name", "amount"),
    [
        ({"text": "none", "number": "none"}, "1   ", "山田    ", "00120"),
        ({"text": "left_space", "number": "left_space"}, "1   ", "山田    ", "00120"),
        ({"text": "right_fullwidth_space"}, "1", "山田", "120"),
    ],
)
def test_other_paddings(
    read: Reading, fixed_layout: Layout, padding: dict[str, str], number: str, name: str, amount: str
) -> None:
    found = read(FIXED_RECORDS[0] + b"\r\n", fixed_layout, **FIXED, padding=padding)

    assert found.rows[0][:3] == (number, name, amount)


def test_padding_on_the_left(read: Reading, layout_of: LayoutOf) -> None:
    layout = layout_of(("番号", "X", 4), ("金額", "9", 5))

    found = read(b"   1  120\r\n", layout, **FIXED, padding={"text": "left_space", "number": "left_space"})

    assert found.rows == [("1", "120")]


def test_zeros_of_codes_are_no_padding(read: Reading, layout_of: LayoutOf) -> None:
    code = Item(no=1, item="続柄", type="9", length=2, code="relation")
    fixed = Item(no=2, item="支所", type="9", length=3, format=("fixed",))

    found = read(b"02001007\r\n", layout_of(code, fixed, Item(no=3, item="回", type="9", length=3)), **FIXED)

    assert found.rows == [("02", "001", "7")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("right_space", "right_space"),
        ("left_space", "left_space"),
        ("right_fullwidth_space", "right_fullwidth_space"),
        ("left_zero", "none"),
        ("none", "none"),
    ],
)
def test_only_blanks_fill_up_a_date(text: str, expected: str) -> None:
    agreement = Agreement(padding=PaddingRules.model_validate({"text": text}))

    assert Filling.of(Item(no=1, item="a", type="DATE"), agreement).rule == expected
    assert Filling.of(Item(no=1, item="a", type="DATE"), agreement, delimited=True).rule == "none"


@pytest.mark.parametrize("dates", ["yyyymmdd", "gyymmdd"])
def test_a_place_may_be_wider_than_a_date(
    read: Callable[..., Any], layout_of: Callable[..., Layout], dates: str
) -> None:
    layout = layout_of(("番号", "X", 2), ("日", "DATE", 8))
    places = {"番号": {"start": 1, "length": 2}, "日": {"start": 3, "length": 10}}
    day = {"yyyymmdd": "20210401", "gyymmdd": "5030401"}[dates]

    found = read(
        f"01{day:10}\r\n02{'':10}\r\n03 {day:9}\r\n",
        layout,
        format="fixed",
        encoding="cp932",
        positions=places,
        dates=dates,
    )

    assert found.rows[:2] == [("01", "20210401"), ("02", "")]
    assert found.rows[2][1].startswith(" ")  # the side that was not agreed on
