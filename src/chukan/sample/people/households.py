"""Households: one number for each unit, one head among its present members."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.declarations import Household
from chukan.sample.records.block import SampleBlock
from chukan.sample.records.keys import key_maker
from chukan.sample.records.meaning import ItemMeaning
from chukan.sample.solver.constraints import Evaluator, read_by


def number_households(block: SampleBlock, household: Household) -> None:
    """Give every record the number of its unit."""
    item = block.setting.layout.by_name[household.number]
    maker = key_maker(item, block.setting)
    block.columns[item.name] = maker.make(block.first + block.unit_of[block.local])


def live_together(
    block: SampleBlock, household: Household, meanings: Mapping[str, ItemMeaning], evaluator: Evaluator
) -> None:
    """Give the present members the address of their head, and what is said of the head as the head's own record has it.

    Args:
        block: with its heads chosen; changed in place.
        household: the layout's declaration.
        meanings: of its items, by name.
        evaluator: decides which records are present.
    """
    own: dict[str, str] = {}
    for name, what in meanings.items():
        if what.group == "" and what.of_person:
            own.setdefault(what.kind, name)
    present = evaluator.holds(block.columns, household.current or "TRUE")
    heads = pc.fill_null(pc.is_in(block.columns[household.relation], value_set=pa.array(household.heads)), False)
    unit = block.unit_of[block.local]
    head_of = np.full(int(unit.max()) + 1, -1, np.int64)
    rows = np.flatnonzero(heads.to_numpy(zero_copy_only=False) & present)
    head_of[unit[rows]] = rows
    led = present & (head_of[unit] >= 0)
    index, members = pa.array(np.where(led, head_of[unit], 0)), pa.array(led)
    for name, what in meanings.items():
        column = block.columns[name]
        if what.group == "" and what.of_address:
            block.columns[name] = pc.if_else(members, column.take(index), column)
        elif what.group == "世帯主" and what.kind in own:
            theirs = block.columns[own[what.kind]].take(index)
            stated = pc.and_(members, pc.and_(column.is_valid(), theirs.is_valid()))
            block.columns[name] = pc.if_else(stated, theirs, column)


def choose_heads(
    block: SampleBlock, household: Household, evaluator: Evaluator, rng: np.random.Generator
) -> frozenset[str]:
    """Make the first present member of each household its head, and all others something else.

    Args:
        block: with typed columns; changed in place.
        household: the layout's declaration.
        evaluator: decides which records are present.
        rng: draws the relations of the others.

    Returns:
        The items that must now keep their values.
    """
    layout = block.setting.layout
    item = layout.by_name[household.relation]
    present = evaluator.holds(block.columns, household.current or "TRUE")
    unit = block.unit_of[block.local]
    first = np.zeros(block.rows, np.bool_)
    _, places = np.unique(unit[present], return_index=True)
    first[np.flatnonzero(present)[places]] = True
    others = [c for c in block.setting.code_values(item) or ["03"] if c not in household.heads]
    other = pa.array(others).take(pa.array((rng.random(block.rows) ** 2 * len(others)).astype(np.int64)))
    column = block.columns[item.name]
    was_head = pc.fill_null(pc.is_in(column, value_set=pa.array(household.heads)), False)
    column = pc.if_else(was_head, other, column)
    # Who is present needs a relation, and it is decided here for good.
    column = pc.if_else(pc.and_(pa.array(present), column.is_null()), other, column)
    block.columns[item.name] = pc.if_else(pa.array(first), household.heads[0], column)
    return read_by(household.current, layout) | {household.relation, household.number, household.person}
