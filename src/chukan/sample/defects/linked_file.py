"""Linked tables into which defects are put, and what a kind of defect reads and changes in one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from chukan.agreement import Agreement
from chukan.integrity.columns import read_by_others
from chukan.layouts.comparisons import SameValues, Sum
from chukan.layouts.model import Layout
from chukan.sample.defects.defect import Defect
from chukan.sample.records.block import Setting
from chukan.sample.records.typed import Ints, parsed, replaced
from chukan.sample.solver.constraints import Evaluator, constraints_of, read_by


@dataclass
class LinkedTables:
    """Linked tables into which defects are being put.

    Args:
        tables: string tables by BUSINESS/LAYOUT, as `chukan.sample.deliveries.linked` makes them.
        layouts: their layouts.
        as_of: the day of the check.
        agreement: gives the date form.
        seed: the same seed spoils the same records.
    """

    tables: dict[str, pa.Table]
    layouts: Mapping[str, Layout]
    as_of: dt.date
    agreement: Agreement = field(default_factory=Agreement)
    seed: int = 1
    defects: dict[str, list[Defect]] = field(default_factory=dict)
    touched: dict[str, set[int]] = field(default_factory=dict)

    def taken(self, name: str) -> frozenset[int]:
        """Return records (from 1) that have a defect or share an entity with one: to be left alone by `seed_defects`."""
        return frozenset(row + 1 for row in self.touched.get(name, ()))

    def setting(self, layout: Layout) -> Setting:
        """Return what random numbers of a file depend on."""
        return Setting(layout, self.agreement, self.as_of, "", self.seed)

    def values_referred_to(self, name: str, key: str) -> set[str]:
        """Return the values of a key item of the file `name` that some file refers to."""
        used: set[str] = set()
        for child_name, child in self.layouts.items():
            for reference in child.references_to(name):
                for item, parent in zip(reference.items, reference.parent_key, strict=True):
                    if parent == key:
                        used |= set(self.tables[child_name].column(item).to_pylist())
        return used


@dataclass
class LinkedFile:
    """One of the files, as a kind of defect sees it."""

    of: LinkedTables
    name: str
    layout: Layout

    def __post_init__(self) -> None:
        self.constraints = tuple(c for c in constraints_of(self.layout) if c.of_layout)
        self.evaluator = Evaluator(self.layout, self.of.as_of)
        self._lists: dict[str, list[str]] = {}

    @cached_property
    def compared(self) -> frozenset[str]:
        """Items of sums and of values that two files state: a change of one shows elsewhere, too."""
        every = self.of.layouts.values()
        others = read_by_others(self.layout, every, (Sum, SameValues))
        own: set[str] = set()
        for declared in self.layout.body.sums:
            own |= {*declared.items, *read_by(declared.stated, self.layout)}
        return others | own

    @property
    def table(self) -> pa.Table:
        """The file's records as they are now."""
        return self.of.tables[self.name]

    def values(self, item: str) -> list[str]:
        """Return a whole column."""
        if item not in self._lists:
            self._lists[item] = self.table.column(item).to_pylist()
        return self._lists[item]

    def typed(self, rows: Ints) -> dict[str, pa.Array]:
        """Return some records, typed."""
        form = self.of.agreement.date_form or "yyyymmdd"
        part = self.table.take(pa.array(rows)).combine_chunks()
        return {i.name: parsed(i, part.column(i.name).combine_chunks(), form) for i in self.layout.items}

    def where(self, condition: str | None, rows: Ints) -> Ints:
        """Return those of `rows` for which a condition is TRUE."""
        if condition is None or len(rows) == 0:
            return rows
        return rows[self.evaluator.holds(self.typed(rows), condition)]

    def untouched(self, rows: Ints) -> Ints:
        """Return those of `rows` that no defect has touched."""
        touched = self.of.touched.get(self.name, set())
        return np.array([r for r in rows.tolist() if r not in touched], dtype=np.int64)

    def groups(self, names: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
        """Return rows by the values of some items, in file order."""
        found: dict[tuple[str, ...], list[int]] = {}
        for row, key in enumerate(zip(*(self.values(n) for n in names), strict=True)):
            found.setdefault(key, []).append(row)
        return found

    def is_referenced(self, names: tuple[str, ...]) -> bool:
        """Return True when another file (or this one) refers to some of these items."""
        return any(
            set(reference.parent_key) & set(names)
            for child in self.of.layouts.values()
            for reference in child.references_to(self.name)
        )

    def in_conditions(self, item: str) -> bool:
        """Return True when conditions beyond the record read an item."""
        across = (d for d in self.layout.body.declarations if d.across_records)
        return any(item in read_by(text, self.layout) for d in across for text in d.conditions.values())

    def try_change(
        self, row: int, change: dict[str, str], rule: str, item: str, kind: str, also: tuple[int, ...] = ()
    ) -> bool:
        """Change a record when it stays right by itself.

        Args:
            row: the record, from 0.
            change: item -> new text.
            rule: the rule that must find the defect.
            item: the item at which it must find it.
            kind: the kind of defect.
            also: other records at which the defect is listed.

        Returns:
            False where the change would break a rule of the record itself, or show in a comparison; then nothing is changed.
        """
        if rule not in ("K06", "K07") and not self.compared.isdisjoint(change):
            return False
        form = self.of.agreement.date_form or "yyyymmdd"
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

    def mark(self, rows: list[int]) -> None:
        """Keep these records from getting another defect."""
        self.of.touched.setdefault(self.name, set()).update(rows)
