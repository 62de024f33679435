"""Fills the skeleton of a block with values: keys, references, people, dates, the rest; then repairs what does not fit."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.errors import PackError
from chukan.layouts.model import Item
from chukan.sample.deliveries.links import SCORE, Link, coalesced
from chukan.sample.people.households import choose_heads, live_together, number_households
from chukan.sample.people.persona import Personas
from chukan.sample.records.blanks import leave_blank
from chukan.sample.records.block import SampleBlock, Setting
from chukan.sample.records.dates import as_column, draw_dates, events
from chukan.sample.records.digits import scattered
from chukan.sample.records.history import fill_history
from chukan.sample.records.meaning import ItemMeaning, meaning
from chukan.sample.records.roles import Roles
from chukan.sample.records.sense import blank_implausible, make_consistent, relations_by_sex
from chukan.sample.records.shape import Shape, shape_of
from chukan.sample.records.typed import Ints
from chukan.sample.records.values import draw, identifiers, is_identifier
from chukan.sample.solver.constraints import Constraint, condition, constraints_of
from chukan.sample.solver.repair import Columns, Repairer
from chukan.sample.solver.tuples import KeyPart, TupleMaker, own_part, tuple_maker

_LONE = "__lone"
"""True for records of a circle (a household) that nobody present heads."""
_SMALL, _ATTEMPTS, _ATTEMPTS_OF_LARGE = 256, 10, 4


class BlockMaker:
    """Makes the blocks of one file.

    Args:
        setting: layout, agreement, day, municipality, seed.
        rows: how many records there will be, at most.
        links: the references whose parents are known.
        shrink: make fewer records where the key has not enough values, instead of an error.
    """

    def __init__(self, setting: Setting, rows: int, links: Sequence[Link] = (), *, shrink: bool = False) -> None:
        self.setting = setting
        self.layout = setting.layout
        self.shape: Shape = shape_of(self.layout)
        self.meanings: dict[str, ItemMeaning] = {item.name: meaning(item, self.layout) for item in self.layout.items}
        self.roles = Roles(self.layout, self.shape, self.meanings, links)
        self.constraints = constraints_of(self.layout)
        self._ordered = self.roles.ordered
        self._free_links: list[Link] = []
        self.rows = rows
        self._shrink = shrink
        self._entity = self._tuples(self.shape.entity, rows, links)
        self._alone = self._tuples(self.shape.alone, rows, ())
        self._all_constraints = (*self.constraints, *self._of_circle())
        self.repairer = self._repairer({_LONE}, self._all_constraints)

    def settle(
        self,
        block: SampleBlock,
        amounts: Mapping[str, pa.Array],
        constraints: Sequence[Constraint],
        keep: Iterable[str],
    ) -> None:
        """Change finished records until they state amounts that other files have decided.

        Args:
            block: with all its columns; changed in place.
            amounts: what was decided, under names that the constraints read.
            constraints: what must hold between them and the records.
            keep: items that other files have taken over.
        """
        repairer = self._repairer({_LONE, *amounts, *keep}, (*self._all_constraints, *constraints))
        block.columns.update(amounts)
        full = dict(block.columns)
        repairer.repair(block.columns, full, self.setting.rng(block.first, 17))
        for name in amounts:
            del block.columns[name]

    def _repairer(self, frozen: set[str], constraints: tuple[Constraint, ...]) -> Repairer:
        roles = self.roles
        return Repairer(self.setting, roles.structural | frozen, roles.decided, constraints, roles.exchangeable)

    def fitted(self, name: str, column: pa.Array) -> pa.Array:
        """Return a column of an item, cut to its length."""
        return self._fitted(self.layout.by_name[name], column)

    @property
    def entities(self) -> int | None:
        """How many entities there must be, when another file has decided that."""
        return None if self._ordered is None else self._ordered.size

    def fill(self, block: SampleBlock) -> None:
        """Give `block` all its columns, typed."""
        personas = Personas(block)
        given = self._keys(block)
        self._follow(block, given)
        born = self._born(block, personas, given)
        event = events(block, born)
        rows_born = None if born is None else born[block.local]
        for number, item in enumerate(self.layout.items):
            if item.name in block.columns:
                continue
            rng = self.setting.rng(block.first, 10, number)
            column = self._column(item=item, block=block, personas=personas, event=event, born=rows_born, rng=rng)
            block.columns[item.name] = (
                self._fitted(item, coalesced(column, given[item.name])) if item.name in given else column
            )
        fill_history(block, self.layout, event)
        block.columns = {name: block.columns[name] for name in self.layout.names}
        stay = self.roles.structural | frozenset(given)
        relations_by_sex(block, stay)
        full = dict(block.columns)
        for name in given:
            if name in full and self.layout.by_name[name].required != "required":
                block.columns[name] = pc.if_else(given[name].is_null(), pa.scalar(None, full[name].type), full[name])
        leave_blank(block, self.setting, self.roles)
        blank_implausible(block, stay)
        if self._ordered is not None:
            block.columns[_LONE] = full[_LONE] = pc.less(given.get(SCORE, pa.array(np.full(block.rows, 2))), 2)
        self._repair(block, full)
        self._polish(block, stay)
        make_consistent(block, full, self.meanings, self.roles.settled | self._read)
        for item in self.layout.items:
            if self.setting.too_small(item) and item.required != "required":
                block.columns[item.name] = pa.nulls(block.rows, block.columns[item.name].type)

    def _polish(self, block: SampleBlock, stay: frozenset[str]) -> None:
        """Set right what the repair made implausible again, where no condition forbids it."""
        repaired = dict(block.columns)
        relations_by_sex(block, stay)
        blank_implausible(block, stay)
        if self.layout.body.household is not None:
            live_together(block, self.layout.body.household, self.meanings, self.repairer.evaluator)
        changed = [n for n, column in block.columns.items() if column is not repaired[n]]
        minding = [c for c in self.constraints if c.of_layout and c.reads & set(changed)]
        minds = pa.array(self.repairer.evaluator.broken(block.columns, minding).any(axis=1))
        for name in changed:
            block.columns[name] = pc.if_else(minds, repaired[name], block.columns[name])

    @cached_property
    def _read(self) -> frozenset[str]:
        """Items that some condition reads."""
        return frozenset().union(*(c.reads for c in self.constraints))

    def _repair(self, block: SampleBlock, full: Columns) -> None:
        """Make every condition hold. A block may have no whole record of its kind to copy from: it is tried again."""
        drawn = dict(block.columns)
        attempts = _ATTEMPTS if block.rows <= _SMALL else _ATTEMPTS_OF_LARGE
        for attempt in range(attempts):
            rng = self.setting.rng(block.first, 12, attempt)
            try:
                self.repairer.repair(block.columns, full, rng)
                if self.layout.body.household is not None:
                    frozen = choose_heads(block, self.layout.body.household, self.repairer.evaluator, rng)
                    self.repairer.repair(block.columns, full, rng, frozen=frozen)
            except PackError:
                if attempt == attempts - 1:
                    raise
                block.columns = dict(drawn)
            else:
                return

    def _of_circle(self) -> tuple[Constraint, ...]:
        """Return the conditions that a household in force has somebody to head it, and the other way round."""
        if self._ordered is None or self._ordered.reference.when is None:
            return ()
        text, names = self._ordered.reference.when, (*self.layout.names, _LONE)
        lone, headed, present, gone = (
            condition(sql, names, self.layout.address) for sql in (_LONE, f"NOT {_LONE}", text, f"NOT (\n{text}\n)")
        )
        return (Constraint("lone", gone, lone), Constraint("headed", present, headed))

    def _tuples(self, names: tuple[str, ...], rows: int, links: Sequence[Link]) -> TupleMaker | None:
        left, parts = list(names), []
        for link in links:
            anchor = tuple(n for n in left if n in link.reference.items)
            touching = set(link.reference.items) & set(self.shape.entity)
            if anchor and set(anchor) == touching:
                parts.append(self._linked_part(anchor, link))
                left = [n for n in left if n not in anchor]
            elif not touching:
                self._free_links.append(link)
        if not names:
            return None
        parts.extend(own_part(n, self.setting) for n in left)
        count = min(rows, self._ordered.size) if self._ordered is not None else rows
        if self._shrink:
            unique = [link.size for link in self._free_links if self.roles.unique & set(link.reference.items)]
            count = self.rows = min(count, math.prod(min(part.capacity, 1 << 20) for part in parts), *unique, 1 << 60)
        return tuple_maker(parts, count, self.setting, self.constraints)

    def _linked_part(self, names: tuple[str, ...], link: Link) -> KeyPart:
        offset = zlib.crc32(names[0].encode()) % link.size

        def make(index: Ints) -> dict[str, pa.Array]:
            return link.take(index if link.ordered else scattered(index, link.size, offset))

        return KeyPart(names, link.size, make, linked=True)

    def _keys(self, block: SampleBlock) -> dict[str, pa.Array]:
        """Make the key columns; returns what came with them from other files."""
        given: dict[str, pa.Array] = {}
        if self._entity is not None:
            made = self._entity.columns(block.entities, self.setting.rng(block.first, 13))
            local = pa.array(block.local)
            for name, column in made.items():
                (block.columns if name in self.shape.entity else given)[name] = column.take(local)
        if self._alone is not None:
            block.columns.update(
                self._alone.columns(block.first + np.arange(block.rows), self.setting.rng(block.first, 14))
            )
        if self.shape.number is not None:
            number = pa.array(block.sub + self.shape.start)
            item = self.layout.by_name[self.shape.number]
            padded = number if item.is_number else pc.utf8_lpad(number.cast(pa.string()), item.length or 3, "0")
            block.columns[item.name] = padded
        if self.layout.body.household is not None:
            number_households(block, self.layout.body.household)
        return given

    def _follow(self, block: SampleBlock, given: dict[str, pa.Array]) -> None:
        """Choose a parent for each record and each further reference."""
        for number, link in enumerate(self._free_links):
            rng = self.setting.rng(block.first, 15, number)
            if self.roles.unique & set(link.reference.items):
                by_record = self.layout.body.history is None
                index = block.first + np.arange(block.rows) if by_record else block.entity
                rows = scattered(index, link.size, number)
            elif self.layout.body.history is not None:
                rows = rng.integers(0, link.size, len(block.entities))[block.local]
            else:
                rows = rng.integers(0, link.size, block.rows)
            _take_where_blank(given, link, rows, set(block.columns))
        for item, key in self.roles.self_references.items():
            if item not in given and key in block.columns:
                others = self.setting.rng(block.first, 16, self.layout.by_name[item].no).integers(
                    0, block.rows, block.rows
                )
                given[item] = block.columns[key].take(pa.array(others))

    def _born(self, block: SampleBlock, personas: Personas, given: dict[str, pa.Array]) -> Ints | None:
        """Return the latest birth among an entity's people."""
        first = np.flatnonzero(block.sub == 0)
        groups = set()
        for item in self.layout.items:
            what = self.meanings[item.name]
            if what.kind == "birth":
                groups.add(what.group)
                if item.name in given:
                    personas.know_births(what.group, given[item.name].take(pa.array(first)))
        if not groups:
            return None
        latest: Ints = np.max([personas.births(g) for g in sorted(groups)], axis=0)
        return latest

    def _column(
        self,
        item: Item,
        block: SampleBlock,
        personas: Personas,
        event: Ints,
        born: Ints | None,
        rng: np.random.Generator,
    ) -> pa.Array:
        what = self.meanings[item.name]
        if what.of_person or what.of_address:
            return self._fitted(item, personas.column(item, what))
        if item.type in ("DATE", "YM"):
            return as_column(item, draw_dates(item, event, block, rng, born))
        if is_identifier(what) or item.name in self.roles.unique:
            by_record = item.name in self.roles.unique and self.layout.body.history is None
            return self._fitted(item, identifiers(item, block, by_record=by_record))
        return self._fitted(item, draw(item, what, block, rng, block.rows))

    def _fitted(self, item: Item, column: pa.Array) -> pa.Array:
        """Return the column cut to the item's length."""
        if not item.is_text:
            return column
        limit = self.setting.limit(item)
        if (pc.max(pc.utf8_length(column)).as_py() or 0) > limit:
            column = pc.utf8_rtrim(pc.utf8_slice_codeunits(column, 0, limit), " 　")
        return column


def _take_where_blank(given: dict[str, pa.Array], link: Link, rows: Ints, made: set[str]) -> None:
    """Add a parent's items to what is given; where another parent already gave the reference, that one wins."""
    taken = {n: c for n, c in link.take(rows).items() if n not in made}
    known = [given[n] for n in link.reference.items if n in given]
    if known:
        given_already = pa.array(np.logical_and.reduce([c.is_valid().to_numpy(zero_copy_only=False) for c in known]))
        taken = {n: pc.if_else(given_already, given.get(n, pa.scalar(None, c.type)), c) for n, c in taken.items()}
    given.update({n: c for n, c in taken.items() if n not in given or n in link.reference.items})
