"""Expressions of declarations against the items of a layout."""

from __future__ import annotations

import pytest

from chukan.authoring.lint.sql import why_wrong
from chukan.layouts.model import Item

ITEMS = (
    Item(no=1, item="額", type="9", length=9),
    Item(no=2, item="日", type="DATE", length=8),
    Item(no=3, item="区分", type="X", length=1),
)


@pytest.mark.parametrize("text", ["額 > 0", "日 <= as_of", "区分 IN ('1', '2') AND 額 IS NOT NULL", "NOT (額 = 1)"])
def test_conditions(text: str) -> None:
    assert why_wrong(text, ITEMS, "x") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("額 >", "式として読めません"),
        ("金額 > 0", "式にある項目「金額」は定義にありません"),
        ("額 + 1", "真偽の式ではありません"),
        ("日 > 額", "Cannot compare values of type DATE"),
        ("日 = current_date", "今日の日付"),
        ("(SELECT 1) = 1", "使えません"),
    ],
)
def test_what_is_no_condition_is_said(text: str, why: str) -> None:
    said = why_wrong(text, ITEMS, "x")

    assert said is not None
    assert why in said


def test_a_number_where_one_is_wanted() -> None:
    assert why_wrong("額 * 2", ITEMS, "x", number=True) is None
    assert "数の式ではありません" in (why_wrong("区分", ITEMS, "x", number=True) or "")
    assert "数の式ではありません" in (why_wrong("額 > 0", ITEMS, "x", number=True) or "")
