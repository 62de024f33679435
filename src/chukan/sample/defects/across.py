"""Defects that one record can't show: keys, references, histories, registers, households, in linked files.

Each is made so that the record by itself stays right and exactly one rule of the K family finds it. A defect that involves
two records (a duplicate) is listed at both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.defects.defect import Defect
from chukan.sample.records.block import Setting
from chukan.sample.records.typed import Ints, parsed, rendered, replaced
from chukan.sample.solver.constraints import Evaluator, constraints_of, read_by

_CANDIDATES = 64


@dataclass
class Across:
    """Linked tables on the way to being spoilt.

    Args:
        tables: string tables by BUSINESS/LAYOUT, as `chukan.sample.deliveries.linked` makes them.
        layouts: their layouts.
        as_of: the day of the check.
        agreement: tells the date form.
        seed: the same seed spoils the same records.
    """

    tables: dict[str, pa.Table]
    layouts: Mapping[str, Layout]
    as_of: dt.date
    agreement: Agreement = field(default_factory=Agreement)
    seed: int = 1
    defects: dict[str, list[Defect]] = field(default_factory=dict)
    touched: dict[str, set[int]] = field(default_factory=dict)

    def seed_all(self) -> None:
        """One defect of each kind in each file that can hold it; `tables` and `defects` tell the outcome."""
        for name, layout in self.layouts.items():
            if self.tables[name].num_rows < 2:
                continue
            sheet = _Sheet(self, name, layout)
            for number, kind in enumerate(KINDS):
                kind(sheet, setting_of(layout, self).rng(98, number))

    def taken(self, name: str) -> frozenset[int]:
        """Records (from 1) that have a defect or share an entity with one: to be left alone by `seed_defects`."""
        return frozenset(row + 1 for row in self.touched.get(name, ()))


@dataclass
class _Sheet:
    """One file under the hands of a kind."""

    of: Across
    name: str
    layout: Layout

    def __post_init__(self) -> None:
        self.constraints = tuple(c for c in constraints_of(self.layout) if c.of_layout)
        self.evaluator = Evaluator(self.layout, self.of.as_of)
        self._lists: dict[str, list[str]] = {}

    @property
    def table(self) -> pa.Table:
        return self.of.tables[self.name]

    def values(self, item: str) -> list[str]:
        """A whole column."""
        if item not in self._lists:
            self._lists[item] = self.table.column(item).to_pylist()
        return self._lists[item]

    def typed(self, rows: Ints) -> dict[str, pa.Array]:
        """Some records, typed."""
        form = self.of.agreement.dates or "yyyymmdd"
        part = self.table.take(pa.array(rows)).combine_chunks()
        return {i.name: parsed(i, part.column(i.name).combine_chunks(), form) for i in self.layout.items}

    def where(self, condition: str | None, rows: Ints) -> Ints:
        """Those of `rows` for which a condition is TRUE."""
        if condition is None or len(rows) == 0:
            return rows
        return rows[self.evaluator.holds(self.typed(rows), condition)]

    def free(self, rows: Ints) -> Ints:
        """Those of `rows` that no defect has touched."""
        touched = self.of.touched.get(self.name, set())
        return np.array([r for r in rows.tolist() if r not in touched], dtype=np.int64)

    def groups(self, names: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
        """Rows by the values of some items, in file order."""
        found: dict[tuple[str, ...], list[int]] = {}
        for row, key in enumerate(zip(*(self.values(n) for n in names), strict=True)):
            found.setdefault(key, []).append(row)
        return found

    def asked_for(self, names: tuple[str, ...]) -> bool:
        """True when another file (or this one) refers to some of these items."""
        return any(
            set(reference.parent_key) & set(names)
            for child in self.of.layouts.values()
            for reference in child.references_to(self.name)
        )

    def watched(self, item: str) -> bool:
        """True when conditions beyond the record read an item."""
        across = (d for d in self.layout.body.declarations if d.across_records)
        return any(item in read_by(text, self.layout) for d in across for text in d.conditions.values())

    def try_change(
        self, row: int, change: dict[str, str], rule: str, item: str, kind: str, also: tuple[int, ...] = ()
    ) -> bool:
        """Change a record when it stays right by itself; note the defect there and at the records `also`."""
        form = self.of.agreement.dates or "yyyymmdd"
        columns = self.typed(np.array([row]))
        for name, text in change.items():
            columns[name] = parsed(self.layout.by_name[name], pa.array([text], pa.string()), form)
        if self.evaluator.broken(columns, self.constraints).any():
            return False
        table = self.table
        for name, text in change.items():
            column = replaced(table.column(name).combine_chunks(), np.array([row]), pa.array([text], pa.string()))
            table = table.set_column(table.schema.get_field_index(name), name, column)
            self._lists.pop(name, None)
        self.of.tables[self.name] = table
        found = self.of.defects.setdefault(self.name, [])
        found.extend(Defect(r + 1, item, rule, kind) for r in (row, *also))
        return True

    def touch(self, rows: list[int]) -> None:
        """These records are not to get another defect."""
        self.of.touched.setdefault(self.name, set()).update(rows)


def _some(rows: list[int] | Ints, rng: np.random.Generator) -> list[int]:
    """Some of the rows in random order."""
    order = np.asarray(rows, dtype=np.int64)
    return rng.permutation(order)[:_CANDIDATES].tolist()  # type: ignore[no-any-return]


def _duplicate_key(sheet: _Sheet, rng: np.random.Generator) -> None:
    layout = sheet.layout
    if not layout.key or layout.body.history or layout.body.unique or sheet.asked_for(layout.key):
        return
    # A reference that begins in the key goes along whole.
    names = set(layout.key).union(*(r.items for r in layout.body.references if set(r.items) & set(layout.key)))
    rows = _some(sheet.free(np.arange(sheet.table.num_rows)), rng)
    for row, other in zip(rows[::2], rows[1::2], strict=False):
        change = {n: sheet.table.column(n)[other].as_py() for n in layout.names if n in names}
        if sheet.try_change(row, change, "K01", layout.key[0], "duplicate_key", (other,)):
            sheet.touch([row, other])
            return


def _orphan(sheet: _Sheet, rng: np.random.Generator) -> None:
    layout = sheet.layout
    for reference in layout.body.references:
        item = reference.items[0]
        spoken_for = any(item in r.items for r in layout.body.references if r is not reference)
        household = layout.body.household
        mine = household is not None and item in (household.number, household.person)
        present = all(layout.target(to) in sheet.of.tables for to in reference.to)
        if len(reference.items) > 1 or item in layout.key or not present or spoken_for or mine or sheet.watched(item):
            continue
        rows = np.array([n for n, v in enumerate(sheet.values(item)) if v], dtype=np.int64)
        for row in _some(sheet.where(reference.when, sheet.free(rows)), rng):
            if sheet.try_change(
                row, {item: _unknown(sheet, reference.to, reference.parent_key[0], item)}, "K02", item, "orphan"
            ):
                sheet.touch([row])
                return


def _unknown(sheet: _Sheet, to: tuple[str, ...], key: str, item: str) -> str:
    """A number of the same form that no parent has."""
    known = {v for t in to for v in sheet.of.tables[sheet.layout.target(t)].column(key).to_pylist()}
    width = max(len(v) for v in sheet.values(item))
    number = next(n for n in range(10**width - 1, 0, -1) if f"{n:0{width}d}" not in known)
    return f"{number:0{width}d}"


def _histories(sheet: _Sheet, rng: np.random.Generator) -> Iterator[list[int]]:
    """Histories of two and more untouched records, by number."""
    history = sheet.layout.body.history
    if history is None:
        return
    numbers = [int(v or 0) for v in sheet.values(history.number)]
    touched = sheet.of.touched.get(sheet.name, set())
    groups = [
        sorted(g, key=lambda r: numbers[r])
        for g in sheet.groups(history.of).values()
        if len(g) > 1 and not touched & set(g)
    ]
    for place in rng.permutation(len(groups))[:_CANDIDATES]:
        yield groups[int(place)]


def _history_gap(sheet: _Sheet, rng: np.random.Generator) -> None:
    history = sheet.layout.body.history
    if history is None or sheet.asked_for((history.number,)):
        return
    for rows in _histories(sheet, rng):
        number = str(int(sheet.values(history.number)[rows[-1]]) + 2)
        if sheet.try_change(rows[-1], {history.number: number}, "K03", history.number, "history_gap"):
            sheet.touch(rows)
            return


def _two_latest(sheet: _Sheet, rng: np.random.Generator) -> None:
    history = sheet.layout.body.history
    if history is None or history.latest is None or sheet.watched(history.latest.item):
        return
    for rows in _histories(sheet, rng):
        change = {history.latest.item: history.latest.value}
        if sheet.try_change(rows[0], change, "K03", history.latest.item, "two_latest", (rows[-1],)):
            sheet.touch(rows)
            return


def _date_goes_back(sheet: _Sheet, rng: np.random.Generator) -> None:
    history = sheet.layout.body.history
    if history is None or history.date is None or history.period is not None or sheet.watched(history.date):
        return
    item = sheet.layout.by_name[history.date]
    for rows in _histories(sheet, rng):
        before = sheet.typed(np.array([rows[-2]]))[item.name][0].as_py()
        if item.type != "DATE" or before is None:
            continue
        earlier = pa.array([before - dt.timedelta(days=1)], pa.date32())
        text = rendered(item, earlier, sheet.of.agreement.dates or "yyyymmdd")[0].as_py()
        if sheet.try_change(rows[-1], {item.name: text}, "K03", item.name, "date_goes_back"):
            sheet.touch(rows)
            return


def _number_in_two_registers(sheet: _Sheet, rng: np.random.Generator) -> None:
    for exclusive in sheet.layout.body.exclusive:
        other = sheet.layout.target(exclusive.with_)
        key = exclusive.key or exclusive.items
        if other not in sheet.of.tables or len(key) > 1:
            continue
        there = _Sheet(sheet.of, other, sheet.of.layouts[other])
        history = there.layout.body.history
        alone = [g[0] for g in there.groups(history.of if history else key).values() if len(g) == 1]
        used = _referred_to(sheet.of, other, key[0])
        numbers = there.values(key[0])
        rows = [r for r in there.free(np.array(alone, dtype=np.int64)).tolist() if numbers[r] not in used]
        mine = _some(sheet.free(np.arange(sheet.table.num_rows)), rng)
        for row in _some(rows, rng):
            number = sheet.table.column(exclusive.items[0])[mine[0]].as_py()
            same = [r for r, v in enumerate(sheet.values(exclusive.items[0])) if v == number]
            if there.try_change(row, {key[0]: number}, "K04", key[0], "number_in_two_registers"):
                there.touch([row])
                sheet.of.defects[other].pop()  # the register that excludes the other is where it is found
                sheet.of.defects.setdefault(sheet.name, []).extend(
                    Defect(r + 1, exclusive.items[0], "K04", "number_in_two_registers") for r in same
                )
                sheet.touch(same)
                return


def _referred_to(across: Across, name: str, key: str) -> set[str]:
    """The values of a key item that some file refers to."""
    used: set[str] = set()
    for child_name, child in across.layouts.items():
        for reference in child.references_to(name):
            for item, parent in zip(reference.items, reference.parent_key, strict=True):
                if parent == key:
                    used |= set(across.tables[child_name].column(item).to_pylist())
    return used


def _heads(*, add: bool) -> Callable[[_Sheet, np.random.Generator], None]:
    """A household without its head, or with a second one."""

    def spoil(sheet: _Sheet, rng: np.random.Generator) -> None:
        household = sheet.layout.body.household
        if household is None:
            return
        every = np.arange(sheet.table.num_rows)
        present = set(sheet.where(household.current, every).tolist())
        relation = sheet.values(household.relation)
        touched = sheet.of.touched.get(sheet.name, set())
        names = [c for c in set(relation) if c and c not in household.heads]
        groups = [g for g in sheet.groups((household.number,)).values() if not touched & set(g)]
        for place in rng.permutation(len(groups))[: 4 * _CANDIDATES]:
            here = [r for r in groups[int(place)] if r in present]
            heads = [r for r in here if relation[r] in household.heads]
            rows = [r for r in here if r not in heads] if add else heads
            if len(here) < 2 or not rows:
                continue
            change = {household.relation: household.heads[0] if add else min(names)}
            change |= {} if add else _required_too(sheet, change, rows[0])
            also = tuple(heads) if add else tuple(r for r in here if r != rows[0])
            if sheet.try_change(rows[0], change, "K05", household.relation, "two_heads" if add else "no_head", also):
                sheet.touch(groups[int(place)])
                return

    return spoil


def _required_too(sheet: _Sheet, change: dict[str, str], row: int) -> dict[str, str]:
    """Values for items that the change makes required: those of another record."""
    columns = sheet.typed(np.array([row]))
    for name, text in change.items():
        columns[name] = pa.array([text], pa.string())
    broken = sheet.evaluator.broken(columns, sheet.constraints)[0]
    missing = [c.required for c, b in zip(sheet.constraints, broken, strict=True) if b and c.required]
    return {n: next((v for v in sheet.values(n) if v), "") for n in missing}


KINDS: tuple[Callable[[_Sheet, np.random.Generator], None], ...] = (
    _duplicate_key,
    _orphan,
    _history_gap,
    _two_latest,
    _date_goes_back,
    _number_in_two_registers,
    _heads(add=False),
    _heads(add=True),
)


def seed_across(
    tables: Mapping[str, pa.Table],
    layouts: Mapping[str, Layout],
    *,
    as_of: dt.date,
    agreement: Agreement | None = None,
    seed: int = 1,
) -> Across:
    """Copies of linked tables with one defect of each K kind in each file that can hold it.

    Args:
        tables: by any name (address); `layouts` by the same names.
    """
    names = {name: layout.path for name, layout in layouts.items()}
    by_slug = {names[name]: _plain(table) for name, table in tables.items()}
    across = Across(by_slug, {names[n]: layout for n, layout in layouts.items()}, as_of, agreement or Agreement(), seed)
    across.seed_all()
    return across


def setting_of(layout: Layout, across: Across) -> Setting:
    """What random numbers hang on."""
    return Setting(layout, across.agreement, across.as_of, "", across.seed)


def _plain(table: pa.Table) -> pa.Table:
    """The table with one chunk a column, blanks as ""."""
    return pa.table({n: pc.fill_null(table.column(n).combine_chunks(), "") for n in table.column_names})
