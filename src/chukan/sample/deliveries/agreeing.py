"""Values that two files state of the same thing: a record takes what the file made before it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.comparisons import SameValues
from chukan.layouts.model import Layout
from chukan.sample.deliveries.links import DeliveryLedger, Kept, Link
from chukan.sample.records.block import SampleBlock, Setting
from chukan.sample.records.maker import BlockMaker
from chukan.sample.records.meaning import meaning
from chukan.sample.records.typed import Bools, arrow_type
from chukan.sample.solver.constraints import Evaluator, constraints_of, read_by

_ROW, _THERE = "__row", "__there"


def compared_with(layout: Layout, others: Sequence[Layout]) -> frozenset[str]:
    """Return the items of `layout` that the values of other files are compared with.

    Args:
        layout: The layout.
        others: All the layouts of the delivery.
    """
    names: set[str] = set()
    for other in others:
        for declared in other.body.same:
            if other.target(declared.to) == layout.path:
                theirs = {name for each in declared.values.values() for name in each}
                names |= {*declared.parent_key, *theirs, *read_by(declared.to_when, layout)}
    return frozenset(names)


def agree(block: SampleBlock, maker: BlockMaker, ledger: DeliveryLedger) -> None:
    """Give the records of a block the values of the files made before, where no condition forbids it.

    Args:
        block: with all its columns; changed in place.
        maker: has made it.
        ledger: the files made so far.
    """
    for declared in maker.layout.body.same:
        kept = ledger.kept.get(maker.layout.target(declared.to))
        if kept is None or kept.layout.path == maker.layout.path:
            continue
        there = _places(block, declared, kept, maker)
        for own, theirs in declared.values.items():
            _take(block, maker, own, [kept.table[name].take(there) for name in theirs if name in kept.table])


def plausible(link: Link, setting: Setting) -> Link:
    """Return a link to those parents alone who can be what the layout is about: a child of ten registers no seal.

    A parent counts as one who cannot when a condition on the day of birth fails even where all other days are the last
    there can be.

    Args:
        link: a reference to parents made before.
        setting: layout and day of the file at hand.
    """
    layout, as_of = setting.layout, setting.as_of
    births = {n for n in link.table if n in layout.by_name and meaning(layout.by_name[n], layout).kind == "birth"}
    minding = [c for c in constraints_of(layout) if c.of_layout and c.reads & births]
    if link.ordered or not minding:
        return link
    columns: dict[str, pa.Array] = {}
    for name in frozenset().union(*(c.reads for c in minding)):
        item, given = layout.by_name[name], link.table.get(name)
        last = pa.scalar(as_of if item.type == "DATE" else None, arrow_type(item))
        columns[name] = given if given is not None else pa.repeat(last, link.size)
    able = np.flatnonzero(~Evaluator(layout, as_of).broken(columns, minding).any(axis=1))
    if len(able) in (0, link.size):
        return link
    return replace(link, table=link.take(able), size=len(able))


def _places(block: SampleBlock, declared: SameValues, kept: Kept, maker: BlockMaker) -> pa.Array:
    """Return for each record the row of the other file that is compared with it; null where there is none."""
    table = {name: column for name, column in kept.table.items() if name in kept.layout.by_name}
    counts = np.ones(len(next(iter(table.values()))), np.bool_)
    if declared.to_when:
        counts = Evaluator(kept.layout, block.setting.as_of).holds(table, declared.to_when)
    rows = pa.array(np.flatnonzero(counts))
    keys = [f"k{n}" for n in range(len(declared.items))]
    known = {k: table[name].take(rows).cast(pa.string()) for k, name in zip(keys, declared.parent_key, strict=True)}
    last = pa.table({**known, _THERE: rows}).group_by(keys).aggregate([(_THERE, "max")])
    own = {k: block.columns[name].cast(pa.string()) for k, name in zip(keys, declared.items, strict=True)}
    joined = pa.table({**own, _ROW: np.arange(block.rows)}).join(last, keys=keys, join_type="left outer").sort_by(_ROW)
    there = joined[f"{_THERE}_max"].combine_chunks()
    if declared.when:
        compared = maker.repairer.evaluator.holds(block.columns, declared.when)
        there = pc.if_else(pa.array(compared), there, pa.scalar(None, there.type))
    return there


def _take(block: SampleBlock, maker: BlockMaker, name: str, theirs: Sequence[pa.Array]) -> None:
    before = block.columns[name]
    theirs = [column for column in theirs if column.type == before.type]
    if not theirs:
        return
    same = np.logical_or.reduce([_true(pc.equal(before, column)) for column in theirs])
    value = pc.coalesce(*theirs)
    change = ~same & _true(before.is_valid()) & _true(value.is_valid())
    if not change.any():
        return
    block.columns[name] = maker.fitted(name, pc.if_else(pa.array(change), value, before))
    minding = [c for c in maker.constraints if c.of_layout and name in c.reads]
    broken = maker.repairer.evaluator.broken(block.columns, minding).any(axis=1)
    if (change & broken).any():
        optional = maker.layout.by_name[name].required == "optional"
        instead = pa.scalar(None, before.type) if optional else before
        block.columns[name] = pc.if_else(pa.array(change & broken), instead, block.columns[name])


def _true(column: pa.Array) -> Bools:
    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False), dtype=np.bool_)
