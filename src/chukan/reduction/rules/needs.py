"""Which items of a layout decide on reduction, or link its records to others: only these are spilled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chukan.errors import PackError
from chukan.expressions.vetting import vet
from chukan.layouts.model import Layout
from chukan.reduction.rules.load import AppliedRule, Retention

#: The items that make one link between records, in order.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Needs:
    """What is spilled of one layout.

    Attributes:
        values: Items that expressions read or that link records, typed.
        dates: Items that a period may begin with.
        judged: Some rule applies to the layout: its records are spilled though it may need none of their items.
    """

    values: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    judged: bool = False

    def __bool__(self) -> bool:
        return bool(self.judged or self.values or self.dates)


def links_of(layout: Layout) -> list[tuple[Key, str, Key]]:
    """Return the references of a layout: its own items, the parent's path, the parent's items."""
    return [(t.items, layout.target(t.to), t.key) for r in layout.body.references for t in r.targets]


def needs_of(layout: Layout, others: Iterable[Layout], retention: Retention) -> Needs:
    """Return the items and links that the rules of `layout` need.

    Args:
        others: the layouts that are delivered with it.
        retention: the rules that are applied.

    Raises:
        PackError: a rule names an item that the layout lacks, or an expression does what none may do.
    """
    own = layout.path
    values: set[str] = set()
    dates: set[str] = set()
    for applied in retention.of(own):
        _of_applied(applied, layout, values, dates)
    for group in retention.groups_of(own):
        values.update(group.members[own])
        values.update(_read_by([group.when.get(own)], layout, group.name))
    if retention.of(own) and layout.body.history is not None:
        values.update(layout.body.history.of)
    for other in others:
        _of_links(own=own, layout=layout, other=other, retention=retention, values=values, dates=dates)
    unknown = [n for n in (*values, *dates) if n not in layout.by_name]
    if unknown:
        raise PackError(
            f"保存年限の規則が項目「{unknown[0]}」を使いますが、{layout.address} にありません",
            hint="レイアウト集の項目名と layouts/retention を合わせてください。",
        )
    names = layout.names
    judged = bool(retention.of(own))
    return Needs(tuple(n for n in names if n in values), tuple(n for n in names if n in dates), judged)


def _of_applied(applied: AppliedRule, layout: Layout, values: set[str], dates: set[str]) -> None:
    """Add what a rule reads of the layout to which it applies."""
    start = applied.start
    dates.update((*start.items, *start.later))
    if applied.entry.kept_until is not None:
        dates.add(applied.entry.kept_until)
    values.update(start.by)
    for also in start.also:
        values.update(also.by)
    texts = [applied.entry.when, start.complete_without, *(r.that for r in applied.entry.requires)]
    for use in applied.entry.related:
        values.update(use.by)
    values.update(_read_by(texts, layout, applied.place))


def _of_links(own: str, layout: Layout, other: Layout, retention: Retention, values: set[str], dates: set[str]) -> None:
    """Add what another layout's rules and references need of this one, and this one's references to it."""
    there = other.path
    for applied in retention.of(there):
        start = applied.start
        if start.layout == own:
            values.update(start.by.values(), _read_by([start.among], layout, applied.place))
        for also in start.also:
            if also.layout == own:
                values.update(also.by.values(), _read_by([also.when], layout, applied.place))
                dates.update(also.items)
        for use in applied.entry.related:
            condition = retention.conditions[use.use]
            if condition.layout == own:
                values.update(use.by.values(), _read_by([condition.none], layout, applied.place))
    if retention.of(own):
        values.update(i for _, parent, key in links_of(other) if parent == own for i in key)
    if retention.of(there):
        values.update(i for items, parent, _ in links_of(layout) if parent == there for i in items)


def _read_by(texts: Iterable[str | None], layout: Layout, place: str) -> set[str]:
    found: set[str] = set()
    for text in texts:
        if text is None:
            continue
        expression = vet(text, layout.by_name, PackError, place)
        if expression.unknown:
            raise PackError(f"式にある項目「{expression.unknown[0]}」は {layout.address} にありません", place=place)
        found.update(expression.reads)
    return found
