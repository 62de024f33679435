"""What a person should know of a group of rows as a whole."""

from __future__ import annotations

from typing import Any

from chukan.authoring.workbook.items import RawItem
from chukan.authoring.workbook.remarks import remarks
from chukan.layouts.model import Item


def row(number: int, *, inferred: tuple[str, ...] = (), **item: Any) -> RawItem:
    made = Item.model_validate({"no": number, "item": f"項目{number}", "type": "X", **item})
    return RawItem(f"住民!B{number}", made, "住民基本台帳", "住民", inferred=inferred)


def test_a_plain_group_needs_no_word() -> None:
    assert remarks("住民", [row(1), row(2)]) == []


def test_each_thing_is_said_once_with_what_to_do() -> None:
    rows = [
        row(1, note="外部キー／備考"),
        row(2, required="conditional"),
        row(3, required="conditional"),
        row(4, type="DATE", length=10),
        row(5, inferred=("digits", "fixed")),
    ]

    notices = remarks("住民", rows)

    assert [(n.level, n.place) for n in notices] == [("info", "住民")] * 4
    keys, conditions, dates, formats = (n.message for n in notices)
    assert "（項目1）" in keys
    assert "（2 項目）" in conditions
    assert "YYYY-MM-DD" in dates
    assert "項目5=digits fixed" in formats
    assert all(n.hint for n in notices)
