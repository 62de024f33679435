"""Figures of columns and codes of both sides: filled, distinct, sums, lowest and highest, digests, counts by code."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chukan.expressions.names import literal
from chukan.expressions.session import Session
from chukan.expressions.types import value_sql
from chukan.layouts.model import Item
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.result import CodeCount, ColumnFigures, ColumnPair
from chukan.reconciliation.store import Stored
from chukan.values.masking import HIDDEN
from chukan.verification.display import display

_FEW = 1_000_000
"""Values of a side that are grouped in one query; of more, one item at a time, so that less is in memory at once."""
_NUMBER = "-?[0-9]+([.][0-9]+)?"
_DECIMAL = "DECIMAL(38, 6)"
_OTHER = "（コード表にない値）"


@dataclass(frozen=True, slots=True)
class _Figures:
    """What one column comes to, before anybody may see it.

    Attributes:
        lowest: of a number the lowest number.
        digest: sum and exclusive or of the values' hashes, each as often as it occurs, and how many they are.
    """

    filled: int = 0
    distinct: int = 0
    sum: Decimal = Decimal(0)
    unreadable: int = 0
    lowest: str = ""
    highest: str = ""
    digest: tuple[int, int, int] = (0, 0, 0)


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
    sides = [_figures(session, stored, items) for stored in (delivered, loaded)]
    return tuple(
        ColumnPair(
            item.name,
            _as_shown(one, item, secret, show=show),
            _as_shown(other, item, secret, show=show),
            one.digest == other.digest,
        )
        for item, one, other in zip(items, *sides, strict=True)
    )


def _figures(session: Session, stored: Stored, items: Sequence[Item]) -> list[_Figures]:
    """Return what each item of a side comes to: values that are alike are grouped first, and looked at once."""
    count = int(session.one(f"SELECT count(*) FROM {stored.source}"))
    at_a_time = len(items) if count * len(items) <= _FEW else 1
    found: list[_Figures] = []
    for start in range(0, len(items), at_a_time):
        some = items[start : start + at_a_time]
        rows = {int(row[0]): row[1:] for row in session.rows(_summed(stored, some))}
        found += [_read(rows[n], item) if n in rows else _Figures() for n, item in enumerate(some)]
    return found


def _summed(stored: Stored, items: Sequence[Item]) -> str:
    """Return SQL for the figures of some items of a side, one row each."""
    columns = [stored.raw(item.name) for item in items]
    if len(items) == 1:
        values = f"SELECT 0 AS n, {columns[0]} AS x, count(*) AS c FROM {stored.source} GROUP BY x"
    else:
        values = (
            f"SELECT n, x, count(*) AS c FROM (SELECT unnest(range({len(items)})) AS n,"
            f" unnest([{', '.join(columns)}]) AS x FROM {stored.source}) GROUP BY n, x"
        )
    number = "NULL"
    if any(item.is_number for item in items):
        number = f"CASE WHEN regexp_full_match(x, {literal(_NUMBER)}) THEN TRY_CAST(x AS {_DECIMAL}) END"
    filled = f"({value_sql('x')}) IS NOT NULL"
    return (
        "SELECT n, sum(c) FILTER (f), count(*) FILTER (f), sum(d * c), sum(c) FILTER (f AND d IS NULL), min(x) FILTER (f),"
        " max(x) FILTER (f), min(d), max(d), sum(c), sum(hash(x)::HUGEINT * c), bit_xor(hash(x, c))"
        f" FROM (SELECT n, x, c, {filled} AS f, {number} AS d FROM ({values})) GROUP BY n"
    )


def _read(row: Sequence[Any], item: Item) -> _Figures:
    filled, distinct, total, unreadable, first, last, lowest, highest, count, hashes, mixed = row
    ends = (lowest, highest) if item.is_number else (first, last)
    low, high = ("" if end is None else _plain(end) if isinstance(end, Decimal) else str(end) for end in ends)
    return _Figures(
        filled=int(filled or 0),
        distinct=int(distinct),
        sum=total or Decimal(0),
        unreadable=int(unreadable or 0),
        lowest=low,
        highest=high,
        digest=(int(count), int(hashes), int(mixed)),
    )


def _plain(number: Decimal) -> str:
    """Return a number without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _as_shown(figures: _Figures, item: Item, secret: bytes, *, show: bool) -> ColumnFigures:
    return ColumnFigures(
        filled=figures.filled,
        distinct=figures.distinct,
        sum=_plain(figures.sum) if item.is_amount else None,
        unreadable=figures.unreadable if item.is_amount else 0,
        lowest=_shown(figures.lowest, item, show=show),
        highest=_shown(figures.highest, item, show=show),
        digest="" if item.is_secret else _digest(secret, item, figures.digest),
    )


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
            shown = (
                f"CASE WHEN {x} IN ({listed}) THEN {x} WHEN ({value_sql(x)}) IS NULL THEN '' ELSE {literal(_OTHER)} END"
            )
            for code, count in session.rows(f"SELECT {shown}, count(*) FROM {stored.source} GROUP BY 1"):
                counts.setdefault(code, [0, 0])[side] += int(count)
        found += [
            CodeCount(name, code, known.get(code, "（空白）" if not code else ""), *numbers)
            for code, numbers in counts.items()
            if any(numbers)
        ]
    return tuple(found)
