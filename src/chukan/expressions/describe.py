"""A condition as the reader of a finding takes it: Japanese words for what connects its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

_SIGNS: tuple[tuple[type[exp.Binary], str], ...] = (
    (exp.And, "かつ"),
    (exp.Or, "または"),
    (exp.EQ, "="),
    (exp.NEQ, "≠"),
    (exp.LT, "<"),
    (exp.LTE, "<="),
    (exp.GT, ">"),
    (exp.GTE, ">="),
)


def describe(node: Expr) -> str:  # noqa: PLR0911 - one return for each kind of part
    """Return a condition in words: 種別 = '1' かつ 開始日に値がある.

    Args:
        node: its syntax tree, in sqlglot's DuckDB dialect.
    """
    for kind, sign in _SIGNS:
        if isinstance(node, kind):
            return f"{describe(node.left)} {sign} {describe(node.right)}"
    inner = node.this
    if isinstance(node, exp.Paren):
        return f"({describe(inner)})"
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        return f"{describe(inner)}が空"
    if isinstance(node, exp.Not):
        if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
            return f"{describe(inner.this)}に値がある"
        if isinstance(inner, exp.In):
            return f"{describe(inner.this)} NOT IN ({', '.join(describe(value) for value in inner.expressions)})"
        return f"NOT {describe(inner)}"
    return node.transform(_plain_date).sql(dialect="duckdb", comments=False)


def _plain_date(node: Expr) -> Expr:
    """DATE '2015-10-05' as it was written, not as a cast."""
    if isinstance(node, exp.Cast) and node.is_type("date") and node.this.is_string:
        return exp.Var(this=f"DATE {node.this.sql(dialect='duckdb', comments=False)}")
    return node
