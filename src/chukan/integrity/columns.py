"""Which columns integrity must see: only these are spilled."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chukan.layouts.model import Layout


def needed(layout: Layout, others: Iterable[Layout]) -> tuple[str, ...]:
    """The items of `layout` that some rule across records reads, in the layout's order.

    Args:
        others: all the layouts of the verification: their references may ask for items of this one.
    """
    names: set[str] = set(layout.key)
    expressions: list[str | None] = []
    body = layout.body
    for reference in body.references:
        names.update(reference.items)
        expressions.append(reference.when)
    for unique in body.unique:
        names.update(unique.items, unique.of)
        expressions.append(unique.when)
    for exclusive in body.exclusive:
        names.update(exclusive.items)
    if h := body.history:
        names.update(h.of, (h.number,))
        names.update(x for x in (h.date, h.latest and h.latest.item, h.period and h.period.start, h.period and h.period.end) if x)
    if hh := body.household:
        names.update((hh.number, hh.person, hh.relation))
        expressions.append(hh.current)
    for other in others:
        for reference in other.body.references:
            if _names(layout, reference.to, other):
                names.update(reference.parent_key)
        for exclusive in other.body.exclusive:
            if _names(layout, (exclusive.with_,), other):
                names.update(exclusive.key or exclusive.items)
    words = {w for e in expressions if e for w in re.findall(r"[^\s()<>=!,'\"+\-*/|]+", e)}
    return tuple(n for n in layout.names if n in names or n in words)


def _names(layout: Layout, to: tuple[str, ...], other: Layout) -> bool:
    """Does one of the addresses `to`, as `other` writes them, name `layout`?"""
    return f"{layout.business}/{layout.slug}" in {t if "/" in t else f"{other.business}/{t}" for t in to}
