"""Expressions of declarations: do they fit the items, and are they true or false (or a number, where one is wanted)?"""

from __future__ import annotations

from collections.abc import Sequence

from chukan.errors import PackError
from chukan.layouts.model import Item


def why_wrong(text: str, items: Sequence[Item], place: str, *, number: bool = False) -> str | None:
    """Return why an expression is not a condition over the items, in Japanese; None when it is one.

    Args:
        text: the expression.
        items: those of one edition of the layout.
        place: whose expression it is.
        number: True = it must be a number, not a condition.
    """
    import duckdb

    from chukan.expressions.conditions import is_amount, is_condition, type_of
    from chukan.expressions.vetting import vet

    try:
        expression = vet(text, [item.name for item in items], PackError, place)
    except PackError as e:
        return e.message
    if expression.unknown:
        return f"式にある項目「{expression.unknown[0]}」は定義にありません"
    try:
        kind = type_of(expression.sql, {item.name: item for item in items if item.name in expression.reads})
    except duckdb.Error as e:
        return str(e).splitlines()[0]
    if number:
        return None if is_amount(kind) else f"数の式ではありません（{kind} になります）"
    return None if is_condition(kind) else f"真偽の式ではありません（{kind} になります）"
