"""Synthetic data that satisfies every rule of a layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.agreement import Agreement
from chukan.layouts.model import Item, Layout
from chukan.sample.block import Block, Setting, skeletons
from chukan.sample.dates import as_column, draw_dates, events
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
        self._entity = self._tuples(self.shape.entity, rows)
        self._alone = self._tuples(self.shape.alone, rows)
        told = {n for n, what in self.meanings.items() if what.of_person or is_identifier(what)}
        self.repairer = Repairer(setting, self._structural, frozenset(told))

    @property
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
        return tuple_maker(names, makers, rows, self.layout.address)

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
        self.repairer.repair(block.columns, full, self.setting.rng(block.first, 12))

    def _keys(self, block: Block) -> None:
        if self._entity is not None:
            block.columns.update(self._entity.columns(block.entity))
        if self._alone is not None:
            block.columns.update(self._alone.columns(block.first + np.arange(block.rows)))
        if self.shape.number is not None:
            number = pa.array(block.sub + self.shape.start)
            item = self.layout.by_name[self.shape.number]
            block.columns[item.name] = (
                number if item.is_number else pc.utf8_lpad(number.cast(pa.string()), item.length or 3, "0")
            )

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
        if is_identifier(what):
            return identifiers(item, block)
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
            block.columns[item.name] = blanked(block.columns[item.name], rng.random(block.rows) >= rate)
