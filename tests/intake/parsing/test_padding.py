"""Taking off what fills a fixed-width item up."""

from __future__ import annotations

import pyarrow as pa
import pytest

from chukan.agreement import Agreement, PaddingRules
from chukan.intake.parsing.padding import Filling
from chukan.layouts.model import Item


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
        (Item(no=1, item="a", type="DATE"), Filling("none")),
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
