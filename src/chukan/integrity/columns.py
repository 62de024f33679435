"""Which columns integrity must see: only these are spilled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chukan.errors import PackError
from chukan.expressions.vetting import vet
from chukan.layouts.model import Layout


def needed(layout: Layout, others: Iterable[Layout]) -> tuple[str, ...]:
    """Return the items of `layout` that some rule across records reads, in the layout's order.

    Args:
        layout: the layout of the file to spill.
        others: all the layouts of the verification: their declarations may compare with items of this one.

    Raises:
        PackError: a `when` or `current` is no condition over one record.
    """
    names = {*layout.key, *_own(layout)}
    for other in (layout, *others):
        names.update(_compared_by(other, layout))
    return tuple(n for n in layout.names if n in names)


def _own(layout: Layout) -> Iterator[str]:
    """Yield the items that the layout's own declarations and their conditions read."""
    for declaration in layout.body.declarations:
        if declaration.across_records:
            yield from declaration.item_names
            for key, text in declaration.conditions.items():
                place = f"{layout.address} の {declaration.field} の {key}"
                yield from vet(text, layout.by_name, PackError, place).reads


def _compared_by(other: Layout, layout: Layout) -> Iterator[str]:
    """Yield the items of `layout` that the declarations of `other` compare with."""
    for declaration in other.body.declarations:
        for target in declaration.targets:
            if other.target(target.to) == layout.path:
                yield from target.key
