"""Synthetic data that satisfies every rule of a layout."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.agreement import Agreement
from chukan.layouts.model import Item, Layout
from chukan.sample.block import Block, Setting, skeletons
from chukan.sample.constraints import Constraint, constraints_of
from chukan.sample.dates import as_column, draw_dates, events
from chukan.sample.households import choose_heads, number_households
from chukan.sample.keys import TupleMaker, key_maker, tuple_maker
from chukan.sample.meaning import Meaning, meaning
from chukan.sample.persona import Personas
from chukan.sample.repair import Repairer
from chukan.sample.shape import Shape, shape_of
from chukan.sample.typed import blanked, rendered
from chukan.sample.values import draw, fill_rate, identifiers, is_identifier

TOKYO_CHIYODA = "131016"


def generate(
    layout: Layout,
    rows: int,
    *,
    seed: int = 1,
    agreement: Agreement | None = None,
    as_of: dt.date,
    municipality: str = TOKYO_CHIYODA,
) -> Iterator[pa.RecordBatch]:
    """`rows` records of `layout` that satisfy every rule, in blocks of about 65,000.

    Columns are strings in layout order, blank = "", as a file under `agreement` would hold them.
    The same seed gives the same records on every platform.

    Raises:
        UsageError: the key has fewer values than `rows`.
        PackError: a record rule that cannot be satisfied; names it.
    """
    setting = Setting(layout, agreement or Agreement(), as_of, municipality, seed)
    maker = BlockMaker(setting, rows)
    form = setting.agreement.dates or "yyyymmdd"
    for block in skeletons(setting, maker.shape, rows):
        maker.fill(block)
        columns = [rendered(item, block.columns[item.name], form) for item in layout.items]
        yield pa.record_batch(columns, names=list(layout.names))


class BlockMaker:
    """Fills the skeleton of a block with values."""

    def __init__(self, setting: Setting, rows: int) -> None:
        self.setting = setting
        self.layout = setting.layout
        self.shape: Shape = shape_of(self.layout)
        self.meanings: dict[str, Meaning] = {item.name: meaning(item, self.layout) for item in self.layout.items}
        self.constraints = constraints_of(self.layout)
        self._entity = self._tuples(self.shape.entity, rows)
        self._alone = self._tuples(self.shape.alone, rows)
        told = self._unique | {n for n, what in self.meanings.items() if what.of_person or is_identifier(what)}
        self.repairer = Repairer(setting, self._structural, frozenset(told), self.constraints)

    @cached_property
    def _unique(self) -> frozenset[str]:
        """Items whose values must not repeat among some records."""
        return frozenset(name for unique in self.layout.body.unique for name in unique.items if not self.layout.by_name[name].code)

    @cached_property
    def _structural(self) -> frozenset[str]:
        """Items that keys and histories decide."""
        history, household = self.layout.body.history, self.layout.body.household
        names = {*self.shape.entity, *self.shape.alone, self.shape.number}
        if history is not None:
            names |= {history.date, history.latest.item if history.latest else None}
            names |= {history.period.start, history.period.end} if history.period else set()
        if household is not None:
            names |= {household.number, household.person}
        return frozenset(n for n in names if n is not None)

    def _tuples(self, names: tuple[str, ...], rows: int) -> TupleMaker | None:
        if not names:
            return None
        makers = tuple(key_maker(self.layout.by_name[n], self.setting) for n in names)
        read = frozenset().union(*(c.reads for c in self._within(names)))
        return tuple_maker(names, makers, rows, self.layout.address, read)

    def _within(self, names: tuple[str, ...]) -> tuple[Constraint, ...]:
        """The constraints that speak of these items only."""
        return tuple(c for c in self.constraints if c.of_layout and c.reads <= set(names))

    def _made(self, maker: TupleMaker, index: np.ndarray, rng: np.random.Generator) -> dict[str, pa.Array]:
        """Key items that satisfy what is asked of keys by themselves."""
        columns = maker.columns(index, rng)
        if constraints := self._within(maker.names):
            frozen = frozenset(set(maker.names) - set(maker.loose))
            Repairer(self.setting, frozen, frozenset(), constraints).repair(columns, dict(columns), rng)
        return columns

    def fill(self, block: Block) -> None:
        """Give `block` all its columns, typed."""
        personas = Personas(block)
        self._keys(block)
        born = self._born(block, personas)
        event = events(block, None if born is None else born)
        rows_born = None if born is None else born[block.local]
        for number, item in enumerate(self.layout.items):
            if item.name in block.columns:
                continue
            rng = self.setting.rng(block.first, 10, number)
            block.columns[item.name] = self._column(item, block, personas, event, rows_born, rng)
        self._history(block, event)
        block.columns = {name: block.columns[name] for name in self.layout.names}
        full = dict(block.columns)
        self._blanks(block)
        rng = self.setting.rng(block.first, 12)
        self.repairer.repair(block.columns, full, rng)
        if self.layout.body.household is not None:
            settled = choose_heads(block, self.layout.body.household, self.repairer.evaluator, rng)
            self.repairer.repair(block.columns, full, rng, frozen=settled)

    def _keys(self, block: Block) -> None:
        if self._entity is not None:
            made = self._made(self._entity, block.entities, self.setting.rng(block.first, 13))
            block.columns.update({name: column.take(pa.array(block.local)) for name, column in made.items()})
        if self._alone is not None:
            block.columns.update(self._made(self._alone, block.first + np.arange(block.rows), self.setting.rng(block.first, 14)))
        if self.shape.number is not None:
            number = pa.array(block.sub + self.shape.start)
            item = self.layout.by_name[self.shape.number]
            block.columns[item.name] = (
                number if item.is_number else pc.utf8_lpad(number.cast(pa.string()), item.length or 3, "0")
            )

        if self.layout.body.household is not None:
            number_households(block, self.layout.body.household)

    def _born(self, block: Block, personas: Personas) -> np.ndarray | None:
        births = [self.meanings[i.name] for i in self.layout.items if self.meanings[i.name].kind == "birth"]
        groups = {m.group for m in births}
        if not groups:
            return None
        return np.max([personas.births(g) for g in sorted(groups)], axis=0)

    def _column(
        self,
        item: Item,
        block: Block,
        personas: Personas,
        event: np.ndarray,
        born: np.ndarray | None,
        rng: np.random.Generator,
    ) -> pa.Array:
        what = self.meanings[item.name]
        if what.of_person or what.of_address:
            return self._fitted(item, personas.column(item, what))
        if item.type in ("DATE", "YM"):
            return as_column(item, draw_dates(item, event, block, rng, born))
        if is_identifier(what) or item.name in self._unique:
            return self._fitted(item, identifiers(item, block, by_record=item.name in self._unique and self.layout.body.history is None))
        return self._fitted(item, draw(item, what, block, rng, block.rows))

    def _fitted(self, item: Item, column: pa.Array) -> pa.Array:
        """The column cut to the item's length."""
        if not item.is_text:
            return column
        limit = self.setting.limit(item)
        if pc.max(pc.utf8_length(column)).as_py() > limit:
            column = pc.utf8_rtrim(pc.utf8_slice_codeunits(column, 0, limit), " 　")
        return column

    def _history(self, block: Block, event: np.ndarray) -> None:
        history = self.layout.body.history
        if history is None:
            return
        if history.date and history.date in self.layout.by_name:
            block.columns[history.date] = as_column(self.layout.by_name[history.date], event)
        if history.latest is not None:
            item = self.layout.by_name[history.latest.item]
            codes = self.layout.code_list(item)
            others = [c for c in (codes.codes if codes else ("0",)) if c != history.latest.value]
            block.columns[item.name] = pc.if_else(
                pa.array(block.last), history.latest.value, others[0] if others else None
            )
        if history.period is not None:
            start, end = (self.layout.by_name[n] for n in (history.period.start, history.period.end))
            following = np.append(event[1:], 0) - 1
            block.columns[start.name] = as_column(start, event)
            column = as_column(end, np.where(block.last, event, following))
            block.columns[end.name] = blanked(column, block.last)

    def _blanks(self, block: Block) -> None:
        for number, item in enumerate(self.layout.items):
            if item.required == "required" or item.name in self._structural:
                continue
            rng = self.setting.rng(block.first, 11, number)
            rate = 0.0 if item.name in self.layout.body.required_when else fill_rate(item)
            blank = rng.random(block.rows) >= rate
            if (before := _before(item.name)) in block.columns:
                blank |= block.columns[before].is_null().to_numpy(zero_copy_only=False) | (rng.random(block.rows) > 0.15)
            block.columns[item.name] = blanked(block.columns[item.name], blank)


def _before(name: str) -> str | None:
    """The item before ``続柄_3`` in its row of like items: ``続柄_2``."""
    match = re.fullmatch(r"(.*_)([2-9])", name)
    return f"{match[1]}{int(match[2]) - 1}" if match else None
