"""Expressions that people write in packs and projects: taken apart before they are run.

DuckDB parses; nothing runs but comparisons, arithmetic and the harmless functions of `FUNCTIONS`
over the items of one record. So an expression cannot read a file, another table, the clock or the environment.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any

import duckdb

from chukan.errors import ChukanError, did_you_mean

FUNCTIONS = frozenset(
    """+ - * / // % ^ ** || ~~ !~~ ~~* !~~* abs ceil ceiling floor round sign mod greatest least trunc
    length char_length character_length strlen substr substring left right upper lower ucase lcase trim ltrim rtrim lpad rpad
    replace translate reverse concat concat_ws contains starts_with prefix ends_with suffix position instr strpos split_part
    regexp_matches regexp_full_match regexp_extract ascii unicode ord chr nullif ifnull if
    year month day quarter week dayofweek dayofyear date_part datepart date_diff datediff date_sub datesub date_add date_trunc
    datetrunc make_date last_day age strftime strptime try_strptime to_days to_weeks to_months to_quarters to_years""".split()  # noqa: SIM905
)
"""The functions that an expression may call."""

AS_OF = "as_of"
"""The name of the day that ``--as-of`` gives."""

_CLASSES = {
    "CASE",
    "CAST",
    "FUNCTION",
    "OPERATOR",
    "CONJUNCTION",
    "COMPARISON",
    "BETWEEN",
    "CONSTANT",
    "COLUMN_REF",
    "TYPE",
}
_WHAT = {
    "SUBQUERY": "副問合せ（SELECT）",
    "WINDOW": "ウィンドウ関数（OVER）",
    "LAMBDA": "ラムダ式",
    "PARAMETER": "パラメータ（? や $1）",
    "STAR": "「*」",
}
_CLOCK = {"current_date", "current_timestamp", "current_time", "today", "now", "localtime", "localtimestamp"}
_HINT = "1件の項目どうしの比較・四則・CASE・文字列と日付の関数だけが使えます（docs/packs.md の SQL の節）。"

_sessions = local()


@dataclass(frozen=True)
class Expression:
    """A vetted expression."""

    text: str
    reads: tuple[str, ...]
    """The items that it reads, in order of appearance."""
    unknown: tuple[str, ...] = ()
    """Names in it that are no items."""


def session() -> duckdb.DuckDBPyConnection:
    """This thread's own DuckDB: in memory, no files, no extensions, one thread, settings locked.

    Common subexpressions stay apart: joining them pulls a cast out of its ``TRY``. A forked process makes
    its own, and leaves its parent's untouched.
    """
    by_process: dict[int, duckdb.DuckDBPyConnection] = _sessions.__dict__.setdefault("by_process", {})
    held = by_process.get(os.getpid())
    if held is None:
        held = duckdb.connect(
            ":memory:",
            config={
                "threads": "1",
                "enable_external_access": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "disabled_optimizers": "common_subexpressions",
            },
        )
        held.execute("SET lock_configuration = true")
        by_process[os.getpid()] = held
    return held


@lru_cache(maxsize=1)
def has_try() -> bool:
    """Does this DuckDB know TRY(...), which makes an error in one record NULL?"""
    try:
        session().execute("SELECT TRY(1)").fetchall()
    except duckdb.Error:
        return False
    return True


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def vet(text: str, items: Mapping[str, Any] | Iterable[str], error: type[ChukanError], place: str) -> Expression:
    """Take an expression apart.

    Args:
        text: a boolean expression over the items of one record.
        items: the names that it may read, beside ``as_of``.
        error: what to raise when the expression is not one, or does what none may do.
        place: whose expression it is, for the error.

    Returns:
        The expression with the items it reads, and the names in it that are no items (for the caller to judge).
    """
    tree = _parsed(text, error, place)
    known = {name.lower(): name for name in items} | {AS_OF: AS_OF}
    reads: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for node in _nodes(tree):
        _allowed(node, error, place)
        if node["class"] == "COLUMN_REF":
            name = ".".join(node["column_names"])
            if name.lower() in _CLOCK:
                raise error(f"式で今日の日付（{name}）は使えません", place=place, hint="as_of を使ってください。")
            if name.lower() in known:
                reads[known[name.lower()]] = None
            else:
                unknown[name] = None
    return Expression(text, tuple(r for r in reads if r != AS_OF), tuple(unknown))


def unknown_item(expression: Expression, items: Iterable[str]) -> tuple[str, str | None]:
    """A sentence about the first name that is no item, and a hint with the nearest one."""
    name = expression.unknown[0]
    return f"式にある項目「{name}」は定義にありません", did_you_mean(name, items)


def _parsed(text: str, error: type[ChukanError], place: str) -> dict[str, Any]:
    """The one expression's syntax tree."""
    rows = session().execute("SELECT json_serialize_sql(?)", [f"SELECT (\n{text}\n) AS x"]).fetchall()
    answer: dict[str, Any] = json.loads(rows[0][0])
    if answer["error"]:
        why = str(answer.get("error_message", "")).splitlines()[:1]
        raise error(f"式として読めません: {''.join(why)}", place=place, hint=f"式: {' '.join(text.split())[:80]}")
    statements = answer["statements"]
    node = statements[0]["node"]
    plain = (
        len(statements) == 1
        and node["type"] == "SELECT_NODE"
        and len(node["select_list"]) == 1
        and node["from_table"]["type"] == "EMPTY"
        and not node["modifiers"]
        and not any(node.get(part) for part in ("where_clause", "having", "qualify", "group_expressions", "sample"))
        and not node["cte_map"]["map"]
    )
    if not plain:
        raise error("式は一つだけ書けます（文や「;」、FROM は書けません）", place=place, hint=_HINT)
    result: dict[str, Any] = node["select_list"][0]
    return result


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every expression in a syntax tree."""
    if isinstance(tree, dict):
        if "class" in tree:
            yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def _allowed(node: dict[str, Any], error: type[ChukanError], place: str) -> None:
    kind = node["class"]
    if kind not in _CLASSES:
        raise error(f"式で{_WHAT.get(kind, kind)}は使えません", place=place, hint=_HINT)
    if kind != "FUNCTION":
        return
    name = str(node["function_name"]).lower()
    if name in _CLOCK:
        raise error(f"式で今日の日付（{name}）は使えません", place=place, hint="as_of を使ってください。")
    if node.get("schema") or node.get("catalog") or node.get("distinct") or node.get("filter") or name not in FUNCTIONS:
        raise error(f"式で関数「{name}」は使えません", place=place, hint=_HINT)
