"""Figures of columns and codes of both sides: filled, distinct, sums, lowest and highest, digests, counts by code."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from chukan.expressions.names import literal
from chukan.expressions.session import Session
from chukan.layouts.model import Item
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.result import CodeCount, ColumnFigures, ColumnPair
from chukan.reconciliation.store import Stored
from chukan.values.masking import HIDDEN
from chukan.values.numbers import proper
from chukan.verification.display import display

_BLANK = "trim({x}, ' \u3000') = ''"
_PRECISION = 38
_FEW = 1_000_000
"""Values of a side that are counted in one pass; of more, one item at a time, so that less is in memory at once."""
_AT_A_TIME = 8
"""Items of one query: to plan one of all the aggregates of a hundred items takes longer than to run it."""
_OTHER = "（コード表にない値）"


def columns_of(
    session: Session, delivered: Stored, loaded: Stored, plan: Plan, *, secret: bytes, show: bool
) -> tuple[ColumnPair, ...]:
    """Return the figures of every item that both sides have.

    Args:
        session: reads both sides.
        delivered: the delivered side.
        loaded: the loaded side.
        plan: the items.
        secret: the key of the digests.
        show: True when values may be shown.
    """
    items = [one.item for one in plan.items]
    stores = (delivered, loaded)
    groups = [items[start : start + _AT_A_TIME] for start in range(0, len(items), _AT_A_TIME)]
    sides = [[one for group in groups for one in _figures(session, stored, group)] for stored in stores]
    distinct = [_distinct(session, stored, items, side) for stored, side in zip(stores, sides, strict=True)]
    found = []
    for number, item in enumerate(items):
        one, other = (side[number] for side in sides)
        same = one["digest"] == other["digest"]
        pair = [
            ColumnFigures(
                filled=figures["filled"],
                distinct=of_side[number],
                sum=_sum(figures, item),
                unreadable=figures["unreadable"],
                lowest=_shown(figures["lowest"], item, show=show),
                highest=_shown(figures["highest"], item, show=show),
                digest="" if item.is_secret else _digest(secret, item, figures["digest"]),
            )
            for figures, of_side in zip((one, other), distinct, strict=True)
        ]
        found.append(ColumnPair(item.name, pair[0], pair[1], same))
    return tuple(found)


def _figures(session: Session, stored: Stored, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return what one pass over a side tells of each of its items."""
    parts = []
    for item in items:
        x = stored.raw(item.name)
        filled = f"NOT ({_BLANK.format(x=x)})"
        parts += [f"count(*) FILTER ({filled})", f"sum(hash({x})::HUGEINT)", f"bit_xor(hash({x}))"]
        number = f"CASE WHEN regexp_full_match({x}, {literal(proper(item))}) THEN {_number(x, item)} END"
        if item.is_amount:
            parts += [f"sum({number})", f"count(*) FILTER ({filled} AND ({number}) IS NULL)"]
        else:
            parts += ["NULL", "0"]
        if item.is_secret:
            parts += ["NULL", "NULL"]
        elif item.is_number:
            parts += [f"min({number})::VARCHAR", f"max({number})::VARCHAR"]
        else:
            parts += [f"min({x}) FILTER ({filled})", f"max({x}) FILTER ({filled})"]
    row = session.rows(f"SELECT count(*), {', '.join(parts)} FROM {stored.source}")[0]
    return [
        {
            "filled": int(row[at]),
            "digest": (row[0], row[at + 1] or 0, row[at + 2] or 0),
            "sum": row[at + 3],
            "unreadable": int(row[at + 4]),
            "lowest": row[at + 5] or "",
            "highest": row[at + 6] or "",
        }
        for at in range(1, 1 + 7 * len(items), 7)
    ]


def _number(x: str, item: Item) -> str:
    scale = min(item.scale, 18) if item.is_decimal else 0
    return f"TRY_CAST({x} AS DECIMAL({_PRECISION}, {scale}))"


def _distinct(session: Session, stored: Stored, items: Sequence[Item], figures: Sequence[dict[str, Any]]) -> list[int]:
    """Return how many different values each item has, blanks not counted."""
    columns = [stored.raw(item.name) for item in items]
    if not items:
        return []
    if figures[0]["digest"][0] * len(items) > _FEW:
        filled = f"WHERE NOT ({_BLANK.format(x='x')})"
        return [
            int(session.one(f"SELECT count(*) FROM (SELECT DISTINCT {x} AS x FROM {stored.source}) {filled}"))
            for x in columns
        ]
    rows = session.rows(
        f"SELECT n, count(*) FROM (SELECT DISTINCT unnest(range({len(items)})) AS n, unnest([{', '.join(columns)}]) AS x"
        f" FROM {stored.source}) WHERE NOT ({_BLANK.format(x='x')}) GROUP BY n"
    )
    counts = {int(n): int(count) for n, count in rows}
    return [counts.get(n, 0) for n in range(len(items))]


def _sum(figures: dict[str, Any], item: Item) -> str | None:
    if not item.is_amount:
        return None
    return "0" if figures["sum"] is None else f"{figures['sum']:f}"


def _shown(value: str, item: Item, *, show: bool) -> str:
    """Return the lowest or highest value as it may be shown: of a day that identifies nobody, the year."""
    if item.is_secret:
        return HIDDEN
    if value and not show and item.type in ("DATE", "YM", "YEAR") and not item.has("personal"):
        return f"{value[:4]}年" if value[:4].isdigit() else display(value, item, show=False)
    return display(value, item, show=show)


def _digest(secret: bytes, item: Item, figures: tuple[int, int, int]) -> str:
    text = "\n".join((item.name, *map(str, figures)))
    return hashlib.blake2b(text.encode(), key=secret[:64], digest_size=16, person=b"column").hexdigest()


def codes_of(session: Session, delivered: Stored, loaded: Stored, plan: Plan) -> tuple[CodeCount, ...]:
    """Return the records of both sides by code of the chosen items.

    A code is shown where the code list has it and the item tells of nobody; all others are counted together.

    Args:
        session: reads both sides.
        delivered: the delivered side.
        loaded: the loaded side.
        plan: says which items were chosen.
    """
    found = []
    for name in plan.count_by:
        item = plan.by_name[name].item
        codes = plan.layout.code_list(item)
        known = dict(codes.codes) if codes and not item.has("personal") and not item.is_secret else {}
        counts: dict[str, list[int]] = {code: [0, 0] for code in known}
        for side, stored in enumerate((delivered, loaded)):
            listed = ", ".join(literal(code) for code in known) or "''"
            x = stored.raw(name)
            shown = f"CASE WHEN {x} IN ({listed}) THEN {x} WHEN {_BLANK.format(x=x)} THEN '' ELSE {literal(_OTHER)} END"
            for code, count in session.rows(f"SELECT {shown}, count(*) FROM {stored.source} GROUP BY 1"):
                counts.setdefault(code, [0, 0])[side] += int(count)
        found += [
            CodeCount(name, code, known.get(code, "（空白）" if not code else ""), *numbers)
            for code, numbers in counts.items()
            if any(numbers)
        ]
    return tuple(found)
