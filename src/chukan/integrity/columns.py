"""Which columns integrity must see: only these are spilled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chukan.errors import PackError
from chukan.expressions.vetting import vet
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import Layout


def needed(layout: Layout, others: Iterable[Layout]) -> tuple[str, ...]:
    """Return the items of `layout` that some rule across records reads, in the layout's order.

    Args:
        layout: the layout of the file to spill.
        others: all the layouts of the verification: their declarations may compare with items of this one.

    Raises:
        PackError: a `when` or `current` is no condition over one record.
    """
    known = (layout, *others)
    names = {*layout.key, *_own(layout, frozenset(other.path for other in known)), *read_by_others(layout, known)}
    return tuple(n for n in layout.names if n in names)


def read_by_others(
    layout: Layout, others: Iterable[Layout], kinds: tuple[type[Declaration], ...] = (Declaration,)
) -> frozenset[str]:
    """Return the items of `layout` that declarations of others compare with.

    Args:
        layout: the layout.
        others: those whose declarations are looked at.
        kinds: the kinds of declarations that count.
    """
    return frozenset(name for other in others for name in _compared_by(other, layout, kinds))


def _own(layout: Layout, known: frozenset[str]) -> Iterator[str]:
    """Yield the items that the layout's own declarations and their expressions read.

    What is only compared with another layout's (names, days of birth) is spilled where that layout is among the `known` ones.
    """
    for declaration in layout.body.declarations:
        if declaration.across_records:
            beside = any(layout.target(target.to) in known for target in declaration.targets)
            alone = set() if beside else set(declaration.compared)
            yield from (name for name in declaration.item_names if name not in alone)
            for key, text in (*declaration.conditions.items(), *declaration.amounts.items()):
                place = f"{layout.address} の {declaration.field} の {key}"
                yield from vet(text, layout.by_name, PackError, place).reads


def _compared_by(other: Layout, layout: Layout, kinds: tuple[type[Declaration], ...]) -> Iterator[str]:
    """Yield the items of `layout` that the declarations of `other` compare with."""
    for declaration in (each for each in other.body.declarations if isinstance(each, kinds)):
        for target in declaration.targets:
            if other.target(target.to) == layout.path:
                yield from target.key
                for key, text in (*target.conditions.items(), *target.amounts.items()):
                    place = f"{other.address} の {declaration.field} の {key}"
                    yield from vet(text, layout.by_name, PackError, place).reads
