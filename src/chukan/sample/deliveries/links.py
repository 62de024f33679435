"""References between files that are made together: a child's items come from a parent's record.

A `DeliveryLedger` keeps what later files need of the files already made. A `Link` is one reference of the file at hand: a table of
parents under the child's item names, so that to refer is to take rows. With the number come the parent's name, birth, address
and the like, so that the files agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.declarations import Reference
from chukan.layouts.model import Layout
from chukan.sample.records.meaning import meaning
from chukan.sample.records.typed import Ints, arrow_type
from chukan.sample.records.values import is_identifier

SCORE = "__score"
"""How good a record is as a household's head: 2 = present head, 1 = present, 0 = not."""


def shared(child: Layout, reference: Reference, parent: Layout) -> dict[str, str]:
    """Return child item -> parent item: the reference's own, and those that hold the same of the same person or thing.

    Args:
        child: The layout that refers.
        reference: One of its references.
        parent: The layout that is referred to.
    """
    pairs = dict(zip(reference.items, reference.parent_key, strict=True))
    prefix = _prefix(reference.items[0], reference.parent_key[0])
    if prefix is None:
        return pairs
    taken = {*child.key, *pairs, *_determined(child)}
    bare = prefix.rstrip("_")
    for item in child.items:
        stem = item.name.removeprefix(bare)
        if item.name in taken or (bare and stem == item.name):
            continue
        there = parent.by_name.get(stem) or parent.by_name.get(stem.removeprefix("_"))
        if (
            there is not None
            and arrow_type(there) == arrow_type(item)
            and there.code == item.code
            and _same_everywhere(item.name, child, prefix)
        ):
            pairs[item.name] = there.name
    return pairs


def _prefix(name: str, key: str) -> str | None:
    """Return ``児童_`` of 児童_宛名番号 for 宛名番号; None when the names have nothing in common."""
    if name.endswith(key):
        return name[: -len(key)]
    return None


def _determined(layout: Layout) -> set[str]:
    """Return the items that the history or the household determines."""
    names = {name for declaration in layout.body.declarations for name in declaration.determined}
    household = layout.body.household
    return names if household is None else names | {household.relation}


def _same_everywhere(name: str, layout: Layout, prefix: str) -> bool:
    """Return True for items that are the same wherever the person or thing occurs."""
    item = layout.by_name[name]
    what = meaning(item, layout)
    referring = any(name in r.items for r in layout.body.references)
    own_name = item.type in ("N", "XN") and prefix != "" and what.kind not in ("remark", "reason")
    return what.of_person or what.of_address or is_identifier(what) or referring or own_name


@dataclass(frozen=True)
class Link:
    """One reference, ready to be followed.

    Attributes:
        table: Parents under the child's item names; one row each.
        ordered: True when the child's records are these parents, one each, in this order.
    """

    reference: Reference
    table: dict[str, pa.Array]
    size: int
    ordered: bool = False

    @property
    def copied(self) -> tuple[str, ...]:
        """Items that come with the reference."""
        return tuple(n for n in self.table if n not in self.reference.items)

    def take(self, rows: Ints) -> dict[str, pa.Array]:
        """Return the values for these parents."""
        index = pa.array(rows)
        return {name: column.take(index) for name, column in self.table.items()}


@dataclass
class Kept:
    """What the ledger holds of one file."""

    layout: Layout
    table: dict[str, pa.Array]

    def one_each(self, names: Sequence[str], *, best: bool = False) -> Ints:
        """Return the last (or, for a household, the best) record of each value of some items; blanks left out."""
        columns = [self.table[n] for n in names]
        valid = np.logical_and.reduce([c.is_valid().to_numpy(zero_copy_only=False) for c in columns])
        rows = np.flatnonzero(valid)
        code = np.zeros(len(rows), np.int64)
        for column in columns:
            encoded = column.take(pa.array(rows)).dictionary_encode()
            code = code * len(encoded.dictionary) + encoded.indices.to_numpy()
            code = np.unique(code, return_inverse=True)[1]
        # Last in this order wins: by score first where there is one, then by place in the file.
        score = self.table[SCORE].to_numpy()[rows] if best and SCORE in self.table else np.zeros(len(rows), np.int64)
        order = np.lexsort((rows, score, code))
        last = np.flatnonzero(np.append(code[order][1:] != code[order][:-1], True)) if len(rows) else order
        return np.sort(rows[order[last]])


@dataclass
class DeliveryLedger:
    """The files already made, as far as later ones need them.

    Attributes:
        layouts: All layouts of the delivery, by BUSINESS/LAYOUT.
    """

    layouts: Mapping[str, Layout]
    kept: dict[str, Kept] = field(default_factory=dict)

    def wanted(self, layout: Layout) -> tuple[str, ...]:
        """Return the items of `layout` that other files will need."""
        names = set()
        for child in self.layouts.values():
            for reference in child.references_to(layout.path):
                names |= set(shared(child, reference, layout).values())
        for reference in layout.body.references:  # what this file promises of a later one
            for to in reference.to:
                later = self.layouts.get(layout.target(to))
                if later is not None and layout.target(to) not in self.kept:
                    names |= {*reference.items, *(n for n in layout.names if n in later.by_name)}
        return tuple(n for n in layout.names if n in names)

    def keep(self, layout: Layout, blocks: Sequence[dict[str, pa.Array]]) -> None:
        """Remember a file's columns, blocks joined."""
        names = list(blocks[0]) if blocks else []
        table = {n: pa.concat_arrays([b[n] for b in blocks]) for n in names}
        self.kept[layout.path] = Kept(layout, table)

    def links(self, layout: Layout) -> list[Link]:
        """Return the references of `layout` whose parents are there, the one that makes its records first."""
        promised = self._promised(layout)
        found = [promised] if promised is not None else []
        done = set(promised.reference.items) if promised is not None else set()
        by_size = sorted(layout.body.references, key=lambda r: (-len(set(r.items) & set(layout.key)), -len(r.items)))
        for reference in by_size:
            if promised is not None and set(reference.items) <= set(promised.table):
                continue
            link = self._link(layout, reference)
            if link is not None and not set(reference.items) <= done:
                found.append(link)
                done |= set(reference.items)
        return found

    def _link(self, layout: Layout, reference: Reference) -> Link | None:
        tables = []
        anchor = tuple(n for n in reference.items if n in layout.key) or reference.items
        for to in reference.to:
            kept = self.kept.get(layout.target(to))
            if kept is None:
                continue
            pairs = shared(layout, reference, kept.layout)
            by_child = dict(zip(reference.items, reference.parent_key, strict=True))
            rows = pa.array(kept.one_each([by_child[n] for n in anchor]))
            tables.append({child: kept.table[parent].take(rows) for child, parent in pairs.items()})
        tables = [t for t in tables if len(t[reference.items[0]])]
        if not tables:
            return None
        size = sum(len(t[reference.items[0]]) for t in tables)
        return Link(reference, _stacked(tables, layout), size)

    def _promised(self, layout: Layout) -> Link | None:
        """Return the records that a file made earlier refers to, when it refers to the key of this one."""
        for kept in self.kept.values():
            for reference in kept.layout.body.references:
                here = [kept.layout.target(to) for to in reference.to]
                if here != [layout.path] or not set(reference.parent_key) <= set(layout.key):
                    continue
                back = next(iter(layout.references_to(kept.layout.path)), None)
                if back is None:
                    continue  # no circle: the parent was made first
                rows = kept.one_each(reference.items, best=True)
                index = pa.array(rows)
                table = {
                    n: kept.table[n].take(index) for n in kept.table if n in layout.by_name and n not in layout.key
                }
                table.update(
                    {
                        key: kept.table[n].take(index)
                        for n, key in zip(reference.items, reference.parent_key, strict=True)
                    }
                )
                led = kept.table[SCORE].take(index) if SCORE in kept.table else pa.array(np.full(len(rows), 2))
                for child, parent in shared(layout, back, kept.layout).items():
                    table[child] = kept.table[parent].take(index)
                table[SCORE] = led
                return Link(
                    Reference(items=reference.parent_key, to=(kept.layout.path,), when=back.when),
                    table,
                    len(rows),
                    ordered=True,
                )
        return None


def _stacked(tables: Sequence[dict[str, pa.Array]], layout: Layout) -> dict[str, pa.Array]:
    """Return tables one below the other; what one of them lacks is blank there."""
    names = [n for n in layout.names if any(n in t for t in tables)]
    size = [len(next(iter(t.values()))) for t in tables]
    return {
        n: pa.concat_arrays(
            [t.get(n, pa.nulls(s, arrow_type(layout.by_name[n]))) for t, s in zip(tables, size, strict=True)]
        )
        for n in names
    }


def coalesced(own: pa.Array, given: pa.Array) -> pa.Array:
    """Return what is given, and one's own where nothing is.

    Args:
        own: One's own values.
        given: As many; null where nothing is given.
    """
    return pc.coalesce(given, own)
