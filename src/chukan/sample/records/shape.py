"""The shape of a layout's records: what an entity is, which item counts its records."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chukan.layouts.model import Item, Layout

_COUNTER = re.compile(r"連番|履歴|枝番|回数|番号|順|期|頁|行|回$")


@dataclass(frozen=True)
class Shape:
    """How a layout's records hang together.

    Attributes:
        entity: Items that name an entity; its records share them. Empty = a record is an entity without a name.
        number: Item that counts the records of an entity.
        most: Largest number of records that one entity can have.
        units: True when entities make households.
        alone: Key items beside those: different for every record.
    """

    entity: tuple[str, ...]
    number: str | None
    start: int
    most: int
    units: bool
    alone: tuple[str, ...] = ()


def shape_of(layout: Layout) -> Shape:
    """Return the shape that key, history and household blocks give."""
    history = layout.body.history
    number: str | None
    by_itself: list[tuple[str, ...]] = []
    if history is not None:
        number, entity, start = history.number, history.of, history.start_at
    else:
        counter = _counter(layout)
        number, start = (counter.name if counter else None), None
        entity = tuple(name for name in layout.key if name != number)
        by_itself = [u.items for u in layout.body.unique if not u.of and set(u.items) < set(layout.key)]
        if by_itself:  # the number of a decision: what stands beside it in the key tells apart those without one
            number, entity = None, by_itself[0]
    items = [n for n in entity if n in layout.by_name]
    beside = tuple(n for n in layout.key if n not in items and n != number)
    if (history is not None and set(items) | {number} <= set(layout.key)) or (history is None and by_itself):
        # (of, number) is unique by itself: whatever else is in the key may be anything.
        beside = ()
    most = 1 if number is None else _room(layout.by_name[number], 1 if start is None else start)
    return Shape(
        entity=tuple(items),
        number=number,
        start=1 if start is None else start,
        most=most,
        units=layout.body.household is not None,
        alone=beside,
    )


def _counter(layout: Layout) -> Item | None:
    """Return the key item that looks like a running number, the last one."""
    items = [layout.by_name[name] for name in reversed(layout.key)]
    referring = {name for reference in layout.body.references for name in reference.items}
    numbers = [
        i for i in items if i.type in ("9", "S9") and not i.code and i.name not in referring and _COUNTER.search(i.name)
    ]
    return numbers[0] if numbers and len(items) > 1 else None


def _room(item: Item, start: int) -> int:
    if item.range is not None:
        return max(int(item.range[1]) - start + 1, 1)
    return int(10 ** min(item.length or 4, 6)) - start
