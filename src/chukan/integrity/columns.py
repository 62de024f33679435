"""Which columns integrity must see: only these are spilled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chukan.integrity.conditions import vetted
from chukan.layouts.model import Layout


def needed(layout: Layout, others: Iterable[Layout]) -> tuple[str, ...]:
    """The items of `layout` that some rule across records reads, in the layout's order.

    Args:
        others: all the layouts of the verification: their references may ask for items of this one.

    Raises:
        PackError: a `when` or `current` is no condition over one record.
    """
    names = {*layout.key, *_of_references(layout), *_of_uniques(layout), *_of_history(layout), *_of_household(layout)}
    for exclusive in layout.body.exclusive:
        names.update(exclusive.items)
    for other in (layout, *others):
        names.update(_asked_by(other, layout))
    return tuple(n for n in layout.names if n in names)


def address_of(layout: Layout, to: str) -> str:
    """``BUSINESS/LAYOUT`` of a target as `layout` writes it."""
    return to if "/" in to else f"{layout.business}/{to}"


def own_address(layout: Layout) -> str:
    """``BUSINESS/LAYOUT``."""
    return f"{layout.business}/{layout.slug}"


def _of_references(layout: Layout) -> Iterator[str]:
    for reference in layout.body.references:
        yield from reference.items
        yield from _reads(layout, reference.when, "references の when")


def _of_uniques(layout: Layout) -> Iterator[str]:
    for unique in layout.body.unique:
        yield from (*unique.items, *unique.of)
        yield from _reads(layout, unique.when, "unique の when")


def _of_history(layout: Layout) -> Iterator[str]:
    history = layout.body.history
    if history is None:
        return
    yield from (*history.of, history.number)
    if history.date:
        yield history.date
    if history.latest:
        yield history.latest.item
    if history.period:
        yield from (history.period.start, history.period.end)


def _of_household(layout: Layout) -> Iterator[str]:
    household = layout.body.household
    if household is None:
        return
    yield from (household.number, household.person, household.relation)
    yield from _reads(layout, household.current, "household の current")


def _asked_by(other: Layout, layout: Layout) -> Iterator[str]:
    """The items of `layout` that the references and registers of `other` compare with."""
    me = own_address(layout)
    for reference in other.body.references:
        if me in {address_of(other, to) for to in reference.to}:
            yield from reference.parent_key
    for exclusive in other.body.exclusive:
        if me == address_of(other, exclusive.with_):
            yield from exclusive.key or exclusive.items


def _reads(layout: Layout, expression: str | None, where: str) -> tuple[str, ...]:
    return vetted(layout, expression, where).reads if expression else ()
