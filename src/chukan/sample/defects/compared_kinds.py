"""Kinds of defects that only the comparison of two files shows: a sum that is off (K06), another value of the same thing (K07)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from chukan.integrity.columns import read_by_others
from chukan.layouts.comparisons import SameValues, Sum
from chukan.layouts.model import Item
from chukan.sample.defects.linked_file import LinkedFile
from chukan.sample.records.typed import Ints, rendered
from chukan.sample.solver.constraints import condition

_CANDIDATES = 64
"""Records that a kind tries before it gives up."""


def sum_off(file: LinkedFile, rng: np.random.Generator) -> None:
    """Make a record state one more than its parts make.

    Args:
        file: the file that is spoilt.
        rng: chooses the record.
    """
    for declared in file.layout.body.sums:
        reads = condition(declared.total, file.layout.names, file.layout.address).reads
        if not reads or any(file.layout.target(part.of) not in file.of.tables for part in declared.parts):
            continue
        item = file.layout.by_name[reads[0]]
        if item.name in _kept(file):
            continue
        rows = file.where(declared.when, _some(file, np.arange(file.table.num_rows), rng))
        stated = file.evaluator.values(file.typed(rows), declared.total, "BIGINT").to_pylist() if len(rows) else []
        for row, amount in zip(rows.tolist(), stated, strict=True):
            if amount is None or not _known(file, declared, row):
                continue
            if file.try_change(row, {item.name: str(amount + 1)}, "K06", item.name, "sum_off"):
                file.mark([row])
                return


def other_value(file: LinkedFile, rng: np.random.Generator) -> None:
    """Make a record state something else than the other file.

    Args:
        file: the file that is spoilt.
        rng: chooses the record.
    """
    for declared in file.layout.body.same:
        path = file.layout.target(declared.to)
        if path not in file.of.tables:
            continue
        other = LinkedFile(file.of, path, file.of.layouts[path])
        there = other.groups(declared.parent_key)
        rows = file.where(declared.when, _some(file, np.arange(file.table.num_rows), rng))
        for row, name in ((row, name) for row in rows.tolist() for name in declared.values if name not in _kept(file)):
            key = tuple(file.values(item)[row] for item in declared.items)
            theirs = _stated(other, declared, name, there.get(key, []))
            for value in _others(file, file.layout.by_name[name], row, theirs) if all(key) and theirs else ():
                if file.try_change(row, {name: value}, "K07", name, "other_value"):
                    file.mark([row])
                    return


def _kept(file: LinkedFile) -> frozenset[str]:
    """Return items that other files are compared with: a change there would show in these, too."""
    others = [layout for path, layout in file.of.layouts.items() if path != file.name]
    return read_by_others(file.layout, others) | frozenset(file.layout.key)


def _some(file: LinkedFile, rows: Ints, rng: np.random.Generator) -> Ints:
    return rng.permutation(file.untouched(rows))[:_CANDIDATES]


def _known(file: LinkedFile, declared: Sum, row: int) -> bool:
    """Return True when all the amounts that make up a record's sum are known."""
    key = tuple(file.values(item)[row] for item in declared.items)
    if not all(key):
        return False
    for part in declared.parts:
        path = file.layout.target(part.of)
        other = LinkedFile(file.of, path, file.of.layouts[path])
        found = other.groups(part.key or declared.items).get(key, [])
        if found:
            amounts = other.evaluator.values(other.typed(np.array(found, dtype=np.int64)), part.added, "DOUBLE")
            if amounts.null_count:
                return False
    return True


def _stated(other: LinkedFile, declared: SameValues, name: str, rows: list[int]) -> set[str]:
    """Return what the other file states; nothing where it has not exactly one record that counts."""
    found = other.where(declared.to_when, np.array(rows, dtype=np.int64)).tolist()
    if len(found) != 1:
        return set()
    return {value for item in declared.values[name] if (value := other.values(item)[found[0]])}


def _others(file: LinkedFile, item: Item, row: int, theirs: set[str]) -> Iterator[str]:
    """Yield values that the record does not have, and the other file does not state."""
    own = file.values(item.name)[row]
    if not own:
        return
    if item.type == "DATE":
        day = file.typed(np.array([row]))[item.name][0].as_py()
        if day is not None:
            earlier = pa.array([day - dt.timedelta(days=n) for n in (1, 32)], pa.date32())
            yield from rendered(item, earlier, file.of.agreement.date_form or "yyyymmdd").to_pylist()
        return
    yield from sorted({value for value in file.values(item.name) if value and value != own} - theirs)[:3]
