from __future__ import annotations

import re
from typing import Any

import pytest

from chukan.layouts.model import Item
from chukan.values.numbers import proper, signed, too_long


def item(kind: str, **more: Any) -> Item:
    return Item.model_validate({"no": 1, "item": "金額", "type": kind, "length": 5, **more})


@pytest.mark.parametrize(
    ("made", "negative"),
    [
        (item("9"), False),
        (item("S9"), True),
        (item("9V", scale=2), False),
        (item("S9V", scale=2), True),
        (item("9V", scale=2, format="-10..10"), True),
        (item("9V", scale=2, format="0..10"), False),
    ],
)
def test_signed(made: Item, negative: bool) -> None:
    assert signed(made) is negative
    assert (re.fullmatch(proper(made), "-1") is not None) is negative


@pytest.mark.parametrize("value", ["0", "00012", "12.3", "12.34"])
def test_decimals_may_have_fewer_digits_behind_the_point(value: str) -> None:
    assert re.fullmatch(proper(item("9V", scale=2)), value)


@pytest.mark.parametrize("value", ["12.345", ".5", "1.", "1,000", "１２", "+1", "", " 1"])
def test_what_is_no_number(value: str) -> None:
    assert not re.fullmatch(proper(item("9V", scale=2)), value)


def test_zeros_in_front_do_not_make_a_number_too_long() -> None:
    pattern = too_long(item("9"))

    assert [v for v in ("99999", "0000099999", "100000", "000100000") if re.fullmatch(pattern, v)] == [
        "100000",
        "000100000",
    ]
