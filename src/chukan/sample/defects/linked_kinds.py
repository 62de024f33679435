"""Kinds of defects that one record cannot show: keys, references, histories, registers, households.

Each is made so that the record by itself stays right and exactly one rule of the K family finds it. A defect that involves
two records (a duplicate) is listed at both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from chukan.sample.defects.compared_kinds import other_value, sum_off
from chukan.sample.defects.defect import Defect
from chukan.sample.defects.linked_file import LinkedFile
from chukan.sample.records.typed import Ints, rendered

_CANDIDATES = 64
"""Records or groups that a kind tries before it gives up."""


def _shuffled(rows: list[int] | Ints, rng: np.random.Generator) -> list[int]:
    """Return at most _CANDIDATES of the rows in random order."""
    order = np.asarray(rows, dtype=np.int64)
    return rng.permutation(order)[:_CANDIDATES].tolist()  # type: ignore[no-any-return]


def _duplicate_key(file: LinkedFile, rng: np.random.Generator) -> None:
    layout = file.layout
    if not layout.key or layout.body.history or layout.body.unique or file.is_referenced(layout.key):
        return
    # A reference that begins in the key goes along whole.
    names = set(layout.key).union(*(r.items for r in layout.body.references if set(r.items) & set(layout.key)))
    rows = _shuffled(file.untouched(np.arange(file.table.num_rows)), rng)
    for row, other in zip(rows[::2], rows[1::2], strict=False):
        change = {n: file.table.column(n)[other].as_py() for n in layout.names if n in names}
        if file.try_change(row, change, "K01", layout.key[0], "duplicate_key", (other,)):
            file.mark([row, other])
            return


def _orphan(file: LinkedFile, rng: np.random.Generator) -> None:
    layout = file.layout
    for reference in layout.body.references:
        item = reference.items[0]
        shared = any(item in r.items for r in layout.body.references if r is not reference)
        household = layout.body.household
        mine = household is not None and item in (household.number, household.person)
        present = all(layout.target(to) in file.of.tables for to in reference.to)
        if len(reference.items) > 1 or item in layout.key or not present or shared or mine or file.in_conditions(item):
            continue
        rows = np.array([n for n, v in enumerate(file.values(item)) if v], dtype=np.int64)
        for row in _shuffled(file.where(reference.when, file.untouched(rows)), rng):
            if file.try_change(
                row, {item: _unknown(file, reference.to, reference.parent_key[0], item)}, "K02", item, "orphan"
            ):
                file.mark([row])
                return


def _unknown(file: LinkedFile, to: tuple[str, ...], key: str, item: str) -> str:
    """Return a number of the same form that no parent has."""
    known = {v for t in to for v in file.of.tables[file.layout.target(t)].column(key).to_pylist()}
    width = max(len(v) for v in file.values(item))
    number = next(n for n in range(10**width - 1, 0, -1) if f"{n:0{width}d}" not in known)
    return f"{number:0{width}d}"


def _histories(file: LinkedFile, rng: np.random.Generator) -> Iterator[list[int]]:
    """Yield histories of two and more untouched records, by number."""
    history = file.layout.body.history
    if history is None:
        return
    numbers = [int(v or 0) for v in file.values(history.number)]
    touched = file.of.touched.get(file.name, set())
    groups = [
        sorted(g, key=lambda r: numbers[r])
        for g in file.groups(history.of).values()
        if len(g) > 1 and not touched & set(g)
    ]
    for place in rng.permutation(len(groups))[:_CANDIDATES]:
        yield groups[int(place)]


def _history_gap(file: LinkedFile, rng: np.random.Generator) -> None:
    history = file.layout.body.history
    if history is None or file.is_referenced((history.number,)):
        return
    for rows in _histories(file, rng):
        number = str(int(file.values(history.number)[rows[-1]]) + 2)
        if file.try_change(rows[-1], {history.number: number}, "K03", history.number, "history_gap"):
            file.mark(rows)
            return


def _two_latest(file: LinkedFile, rng: np.random.Generator) -> None:
    history = file.layout.body.history
    if history is None or history.latest is None or file.in_conditions(history.latest.item):
        return
    for rows in _histories(file, rng):
        change = {history.latest.item: history.latest.value}
        if file.try_change(rows[0], change, "K03", history.latest.item, "two_latest", (rows[-1],)):
            file.mark(rows)
            return


def _date_goes_back(file: LinkedFile, rng: np.random.Generator) -> None:
    history = file.layout.body.history
    if history is None or history.date is None or history.period is not None or file.in_conditions(history.date):
        return
    item = file.layout.by_name[history.date]
    for rows in _histories(file, rng):
        before = file.typed(np.array([rows[-2]]))[item.name][0].as_py()
        if item.type != "DATE" or before is None:
            continue
        earlier = pa.array([before - dt.timedelta(days=1)], pa.date32())
        text = rendered(item, earlier, file.of.agreement.date_form or "yyyymmdd")[0].as_py()
        if file.try_change(rows[-1], {item.name: text}, "K03", item.name, "date_goes_back"):
            file.mark(rows)
            return


def _number_in_two_registers(file: LinkedFile, rng: np.random.Generator) -> None:
    for exclusive in file.layout.body.exclusive:
        other = file.layout.target(exclusive.with_)
        key = exclusive.key or exclusive.items
        if other not in file.of.tables or len(key) > 1:
            continue
        there = LinkedFile(file.of, other, file.of.layouts[other])
        history = there.layout.body.history
        alone = [g[0] for g in there.groups(history.of if history else key).values() if len(g) == 1]
        used = file.of.values_referred_to(other, key[0])
        numbers = there.values(key[0])
        rows = [r for r in there.untouched(np.array(alone, dtype=np.int64)).tolist() if numbers[r] not in used]
        mine = _shuffled(file.untouched(np.arange(file.table.num_rows)), rng)
        for row in _shuffled(rows, rng):
            number = file.table.column(exclusive.items[0])[mine[0]].as_py()
            same = [r for r, v in enumerate(file.values(exclusive.items[0])) if v == number]
            if there.try_change(row, {key[0]: number}, "K04", key[0], "number_in_two_registers"):
                there.mark([row])
                file.of.defects[other].pop()  # the register that excludes the other is where it is found
                file.of.defects.setdefault(file.name, []).extend(
                    Defect(r + 1, exclusive.items[0], "K04", "number_in_two_registers") for r in same
                )
                file.mark(same)
                return


def _heads(*, add: bool) -> Callable[[LinkedFile, np.random.Generator], None]:
    """Return a kind that takes a household's head away, or adds a second one."""

    def spoil(file: LinkedFile, rng: np.random.Generator) -> None:
        household = file.layout.body.household
        if household is None:
            return
        every = np.arange(file.table.num_rows)
        present = set(file.where(household.current, every).tolist())
        relation = file.values(household.relation)
        touched = file.of.touched.get(file.name, set())
        names = [c for c in set(relation) if c and c not in household.heads]
        groups = [g for g in file.groups((household.number,)).values() if not touched & set(g)]
        for place in rng.permutation(len(groups))[: 4 * _CANDIDATES]:
            here = [r for r in groups[int(place)] if r in present]
            heads = [r for r in here if relation[r] in household.heads]
            rows = [r for r in here if r not in heads] if add else heads
            if len(here) < 2 or not rows:
                continue
            change = {household.relation: household.heads[0] if add else min(names)}
            change |= {} if add else _required_by(file, change, rows[0])
            also = tuple(heads) if add else tuple(r for r in here if r != rows[0])
            if file.try_change(rows[0], change, "K05", household.relation, "two_heads" if add else "no_head", also):
                file.mark(groups[int(place)])
                return

    return spoil


def _required_by(file: LinkedFile, change: dict[str, str], row: int) -> dict[str, str]:
    """Return values for items that the change makes required: those of another record."""
    columns = file.typed(np.array([row]))
    for name, text in change.items():
        columns[name] = pa.array([text], pa.string())
    broken = file.evaluator.broken(columns, file.constraints)[0]
    missing = [c.required for c, b in zip(file.constraints, broken, strict=True) if b and c.required]
    return {n: next((v for v in file.values(n) if v), "") for n in missing}


#: Each puts one defect into a file that can hold it, or does nothing.
KINDS: tuple[Callable[[LinkedFile, np.random.Generator], None], ...] = (
    _duplicate_key,
    _orphan,
    _history_gap,
    _two_latest,
    _date_goes_back,
    _number_in_two_registers,
    _heads(add=False),
    _heads(add=True),
    sum_off,
    other_value,
)
