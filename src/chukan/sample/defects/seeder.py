"""Seeds defects of known kinds in records, one a record, and keeps the list of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from chukan.agreement import Agreement
from chukan.layouts.model import Item, Layout
from chukan.sample.defects.breaking import Breaker
from chukan.sample.defects.context import DefectContext
from chukan.sample.defects.defect import Defect, defects_path, write_defects
from chukan.sample.defects.kinds import KINDS, MARK, DefectKind, replacement
from chukan.sample.records.block import Setting
from chukan.sample.records.generate import CHIYODA
from chukan.sample.records.maker import BlockMaker
from chukan.sample.records.typed import Bools, parsed, rendered, replaced

_RECORD_RULE = "record_rule"
_FIELDS_MISSING, _FIELDS_EXTRA = "fields_missing", "fields_extra"


@dataclass(frozen=True)
class Seeded:
    """A table with defects in it.

    Attributes:
        damage: What `write` does to single records' bytes.
    """

    table: pa.Table
    defects: tuple[Defect, ...]
    damage: dict[int, Callable[[bytes], bytes]]

    def write_list(self, path: Path) -> None:
        """Write ``FILE.defects.csv`` beside the file `path`."""
        write_defects(defects_path(path), self.defects)


def seed_defects(
    layout: Layout,
    table: pa.Table,
    *,
    rate: float,
    agreement: Agreement | None = None,
    seed: int = 1,
    as_of: dt.date | None = None,
    referenced: bool = False,
    read_elsewhere: frozenset[str] = frozenset(),
    taken: frozenset[int] = frozenset(),
) -> Seeded:
    """Return a copy of `table` in which about `rate` of the records have one defect each.

    Args:
        layout: what the records are.
        table: string columns in layout order, blank = "".
        rate: share of the records that get a defect, 0 to 1.
        agreement: the physical form; kinds that it cannot hold are left out.
        seed: the same seed spoils the same records.
        as_of: the day of the check; default today.
        referenced: True when other files refer to this one: no record may vanish from it.
        read_elsewhere: items that other files are compared with: they keep their values.
        taken: records (from 1) that stay as they are.
    """
    day = as_of or dt.date.today()
    seeder = Seeder(
        layout=layout,
        rate=rate,
        seed=seed,
        agreement=agreement or Agreement(),
        as_of=day,
        referenced=referenced,
        read_elsewhere=read_elsewhere,
    )
    batches = list(seeder.batches(table.combine_chunks().to_batches() or table.to_batches(), taken))
    spoilt = pa.Table.from_batches(batches, schema=table.schema) if batches else table
    return Seeded(spoilt, tuple(seeder.defects), seeder.damage)


@dataclass
class Seeder:
    """Puts defects into the batches that pass through it.

    Args:
        layout: what the records are.
        rate: share of the records that get a defect, 0 to 1.
        seed: the same seed spoils the same records.
        agreement: the physical form; kinds that it can't hold are left out.
        as_of: the day of the check.
        referenced: True when other files refer to this one: no record may vanish from it.
        read_elsewhere: items that other files are compared with: they keep their values.

    After the batches have passed, `defects` is the list and `damage` is for `write`.
    """

    layout: Layout
    rate: float
    seed: int = 1
    agreement: Agreement = field(default_factory=Agreement)
    as_of: dt.date = field(default_factory=dt.date.today)
    referenced: bool = False
    read_elsewhere: frozenset[str] = frozenset()
    defects: list[Defect] = field(default_factory=list)
    damage: dict[int, Callable[[bytes], bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._setting = Setting(self.layout, self.agreement, self.as_of, CHIYODA, self.seed)
        self._context = DefectContext(self._setting, self.read_elsewhere)
        self._deck: list[str] = []
        self._places = {kind.name: self._suited(kind) for kind in KINDS}
        self._kinds = {kind.name: kind for kind in KINDS if self._places[kind.name]}
        self._names = [*self._kinds, *self._of_records()]
        self._breaker = Breaker(self._setting, self._settled()) if self._with_rules else None

    @property
    def _with_rules(self) -> bool:
        return bool(self.layout.body.rules or self.layout.body.required_when)

    def _settled(self) -> frozenset[str]:
        """Return items that a broken record rule must not touch: other rules read them."""
        maker = BlockMaker(self._setting, 1)
        return maker.roles.settled | (self._context.referenced_across & frozenset(self.layout.names))

    def _suited(self, kind: DefectKind) -> tuple[Item, ...]:
        names = self._context.unreferenced if kind.may_be_distinct else self._context.independent
        return tuple(item for item in self.layout.items if item.name in names and kind.applies(item, self._context))

    def _of_records(self) -> list[str]:
        """Return the kinds that spoil more than one value, or none."""
        names = [_RECORD_RULE] * 3 if self._with_rules else []
        selfish = self.layout.path in self.layout.parents
        plain = self.agreement.format != "fixed" and (self.agreement.delimiter or ",") in ",\t;" and not selfish
        if plain and not self.referenced and not (self.agreement.encoding or "").startswith("utf-16"):
            names += [_FIELDS_MISSING, _FIELDS_EXTRA]
        return names

    def batches(
        self, batches: Iterable[pa.RecordBatch], taken: frozenset[int] = frozenset()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the batches with defects in them; records in `taken` (numbers from 1) stay as they are."""
        before = 0
        for number, batch in enumerate(batches):
            rng = self._setting.rng(99, number)
            rows = np.flatnonzero(rng.random(batch.num_rows) < self.rate)
            rows = np.array([row for row in rows if before + row + 1 not in taken], dtype=np.int64)
            yield self._spoilt(batch, rows, before, rng)
            before += batch.num_rows

    def _spoilt(self, batch: pa.RecordBatch, rows: np.ndarray, before: int, rng: np.random.Generator) -> pa.RecordBatch:
        changes: dict[str, dict[int, str]] = {}
        for_rules: list[int] = []
        loose = self._vanishing(batch)
        for row in rows.tolist():
            name = self._next(rng)
            if name == _RECORD_RULE:
                for_rules.append(row)
            elif name in (_FIELDS_MISSING, _FIELDS_EXTRA):
                if loose[row]:
                    self._note(before + row + 1, "", "F07", name)
                    self.damage[before + row + 1] = self._cut if name == _FIELDS_MISSING else self._lengthened
            else:
                self._spoil(batch=batch, row=row, before=before, name=name, changes=changes, rng=rng)
        self._break(batch, np.array(for_rules, dtype=np.int64), before, changes, rng)
        self.defects.sort(key=lambda d: d.record)
        return _with(batch, changes)

    def _next(self, rng: np.random.Generator) -> str:
        """Return the kinds in turn, each time in another order."""
        if not self._deck:
            self._deck = [self._names[n] for n in rng.permutation(len(self._names))]
        return self._deck.pop()

    def _spoil(
        self,
        batch: pa.RecordBatch,
        row: int,
        before: int,
        name: str,
        changes: dict[str, dict[int, str]],
        rng: np.random.Generator,
    ) -> None:
        """Spoil one value of a record by a kind; another kind when none of its items will do."""
        for kind_name in (name, *rng.permutation(list(self._kinds)).tolist()):
            kind = self._kinds[kind_name]
            for place in rng.permutation(len(self._places[kind_name]))[:8]:
                item = self._places[kind_name][place]
                old = batch.column(item.name)[row].as_py()
                new = kind.spoil(old, item, self._context, rng)
                if new is None or new == old:
                    continue
                changes.setdefault(item.name, {})[row] = new
                self._note(before + row + 1, item.name, kind.rule, kind.name)
                byte = replacement(kind.name, self._context)
                if byte is not None:
                    self.damage[before + row + 1] = _Mark(byte)
                return

    def _break(
        self,
        batch: pa.RecordBatch,
        rows: np.ndarray,
        before: int,
        changes: dict[str, dict[int, str]],
        rng: np.random.Generator,
    ) -> None:
        if self._breaker is None or len(rows) == 0:
            return
        form, index = self._context.date_form, pa.array(rows)
        columns = {item.name: parsed(item, batch.column(item.name).take(index), form) for item in self.layout.items}
        for broken in self._breaker.break_records(columns, rng):
            row = int(rows[broken.row])
            for name, value in broken.values.items():
                item = self.layout.by_name[name]
                text = rendered(item, pa.array([value.as_py()], value.type), form)[0].as_py()
                changes.setdefault(name, {})[row] = text
            self._note(before + row + 1, broken.item, broken.rule, broken.kind)

    def _note(self, record: int, item: str, rule: str, kind: str) -> None:
        self.defects.append(Defect(record, item, rule, kind))

    def _vanishing(self, batch: pa.RecordBatch) -> Bools:
        """Return True for records that nobody misses: alone in their history, no head of a household."""
        free = np.ones(batch.num_rows, np.bool_)
        history, household = self.layout.body.history, self.layout.body.household
        if history is not None and batch.num_rows:
            same = np.ones(batch.num_rows - 1, np.bool_)
            for name in history.of:
                values = batch.column(name).to_numpy(zero_copy_only=False)
                same &= values[1:] == values[:-1]
            free &= ~(np.append(same, False) | np.append(False, same))
        if household is not None:
            free &= ~np.isin(batch.column(household.relation).to_numpy(zero_copy_only=False), household.heads)
        return free

    def _cut(self, raw: bytes) -> bytes:
        return raw[: raw.rfind((self.agreement.delimiter or ",").encode())]

    def _lengthened(self, raw: bytes) -> bytes:
        return raw + (self.agreement.delimiter or ",").encode()


@dataclass(frozen=True)
class _Mark:
    """Puts a byte where a value holds MARK."""

    byte: bytes

    def __call__(self, raw: bytes) -> bytes:
        return raw.replace(MARK.encode(), self.byte)


def _with(batch: pa.RecordBatch, changes: dict[str, dict[int, str]]) -> pa.RecordBatch:
    columns = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if name in changes:
            rows = sorted(changes[name])
            column = replaced(column, np.array(rows), pa.array([changes[name][r] for r in rows], pa.string()))  # noqa: PLW2901 - the next one goes on from it
        columns.append(column)
    return pa.record_batch(columns, names=batch.schema.names)
