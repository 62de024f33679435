"""Formats that do not suit an item."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.authoring.lint.formats import wrong_format
from chukan.layouts.model import Item


def said(token: str, **item: Any) -> str | None:
    return wrong_format(Item.model_validate({"no": 1, "item": "甲", **item}), token)


@pytest.mark.parametrize(
    ("token", "item"),
    [
        ("my_number", {"type": "X", "length": 12}),
        ("my_number", {"type": "X"}),
        ("0..100", {"type": "9", "length": 3}),
        ("-1.5..1.5", {"type": "S9V", "length": 3}),
        ("1..1", {"type": "9", "length": 3}),
        ("1900..2100", {"type": "YEAR", "length": 4}),
        ("kana", {"type": "N", "length": 9}),
    ],
)
def test_formats_that_suit(token: str, item: dict[str, Any]) -> None:
    assert said(token, **item) is None


@pytest.mark.parametrize(
    ("token", "item", "why"),
    [
        ("my_number", {"type": "X", "length": 13}, "桁数は 12 ですが、13 です"),
        ("kana", {"type": "9", "length": 9}, "型 9 では使えません"),
        ("2..1", {"type": "9", "length": 3}, "下限が上限より大きい"),
        ("1..2", {"type": "X", "length": 3}, "数の項目のためのものです"),
        ("kanna", {"type": "N", "length": 9}, "?"),
        ("1..", {"type": "9", "length": 3}, "?"),
    ],
)
def test_formats_that_do_not(token: str, item: dict[str, Any], why: str) -> None:
    found = said(token, **item)

    assert found is not None
    assert why in found
