"""Linked files: the registers of one municipality, made so that every reference holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.deliveries.agreeing import agree, compared_with, plausible
from chukan.sample.deliveries.links import SCORE, DeliveryLedger
from chukan.sample.deliveries.sums import SumBook
from chukan.sample.records.block import SampleBlock, Setting, skeletons
from chukan.sample.records.generate import as_strings
from chukan.sample.records.maker import BlockMaker


def generate_delivery(
    library: Library,
    municipality: str,
    layouts: Sequence[str],
    persons: int,
    *,
    seed: int = 1,
    agreement: Agreement | None = None,
    as_of: dt.date,
    rows: Mapping[str, int] | None = None,
) -> dict[str, pa.Table]:
    """Return tables of string columns, by the addresses of `layouts`; see `delivery`."""
    resolved = {address: library.layout(address) for address in layouts}
    wanted = {layout.path: address for address, layout in resolved.items()}
    counts = {resolved[address].path: count for address, count in (rows or {}).items()}
    batches: dict[str, list[pa.RecordBatch]] = {address: [] for address in layouts}
    for layout, batch in delivery(
        list(resolved.values()), municipality, persons, seed=seed, agreement=agreement, as_of=as_of, rows=counts
    ):
        batches[wanted[layout.path]].append(batch)
    return {address: pa.Table.from_batches(found) for address, found in batches.items()}


def delivery(
    layouts: Sequence[Layout],
    municipality: str,
    persons: int,
    *,
    seed: int = 1,
    agreement: Agreement | None = None,
    as_of: dt.date,
    rows: Mapping[str, int] | None = None,
) -> Iterator[tuple[Layout, pa.RecordBatch]]:
    """Yield the files of one municipality, block by block: parents before children, but what states sums after its parts.

    Args:
        layouts: all the files; a reference to one that is not among them leads nowhere.
        municipality: six-digit code; the addresses are there.
        persons: records of the register of residents; the other files follow from it.
        seed: the same seed gives the same files. Two municipalities want two seeds.
        agreement: decides date forms and length units.
        as_of: the day of the check.
        rows: number of records by BUSINESS/LAYOUT, where it is not to be the usual share.

    Memory grows with what later files need of earlier ones (keys, names), not with all their columns; a file that states
    sums over others is kept until these are made.

    Raises:
        UsageError, PackError: as `generate`.
    """
    ledger = DeliveryLedger({layout.path: layout for layout in layouts})
    book = SumBook(ledger.layouts, as_of)
    held: dict[str, _Held] = {}
    made: set[str] = set()
    for layout in in_order(layouts):
        setting = Setting(layout, agreement or Agreement(), as_of, municipality, seed)
        links = [plausible(link, setting) for link in ledger.links(layout)]
        count = (rows or {}).get(layout.path) or usual_rows(layout, persons, ledger)
        maker = BlockMaker(setting, count, links, shrink=layout.path not in (rows or {}))
        wanted = tuple(dict.fromkeys((*ledger.wanted(layout), *sorted(compared_with(layout, layouts)))))
        kept: list[dict[str, pa.Array]] = []
        waiting = _Held(layout, maker, frozenset(wanted))
        for block in skeletons(setting, maker.shape, maker.rows, maker.entities):
            maker.fill(block)
            agree(block, maker, ledger)
            if wanted:
                kept.append(_kept(block, wanted, maker))
            if book.sums(layout):
                waiting.blocks.append(block)
            else:
                book.add(block)
                yield layout, as_strings(block)
        if kept:
            ledger.keep(layout, kept)
        held[layout.path] = waiting
        made.add(layout.path)
        yield from _released(held, made, book)
    for path in list(held):  # sums that wait for each other
        yield from _settled(held.pop(path), book)


@dataclass
class _Held:
    """A file that is made but for the sums that it states."""

    layout: Layout
    maker: BlockMaker
    wanted: frozenset[str]
    blocks: list[SampleBlock] = field(default_factory=list)


def _released(held: dict[str, _Held], made: set[str], book: SumBook) -> Iterator[tuple[Layout, pa.RecordBatch]]:
    """Yield the files whose parts are all there, with their sums."""
    while ready := [path for path, one in held.items() if book.waits_for(one.layout) <= made - (set(held) - {path})]:
        for path in ready:
            yield from _settled(held.pop(path), book)


def _settled(one: _Held, book: SumBook) -> Iterator[tuple[Layout, pa.RecordBatch]]:
    sums = book.sums(one.layout)
    for block in one.blocks:
        amounts = {each.column: each.amounts(block.columns) for each in sums}
        one.maker.settle(block, amounts, [each.constraint(one.layout) for each in sums], one.wanted)
        book.add(block)
        yield one.layout, as_strings(block)


def _kept(block: SampleBlock, wanted: Sequence[str], maker: BlockMaker) -> dict[str, pa.Array]:
    """Return what later files need of a block."""
    kept = {name: block.columns[name] for name in wanted}
    household = block.setting.layout.body.household
    if household is not None:
        present = maker.repairer.evaluator.holds(block.columns, household.current or "TRUE")
        heads = pc.fill_null(pc.is_in(block.columns[household.relation], value_set=pa.array(household.heads)), False)
        kept[SCORE] = pa.array(present.astype(np.int64) * (1 + heads.to_numpy(zero_copy_only=False).astype(np.int64)))
    return kept


def usual_rows(layout: Layout, persons: int, ledger: DeliveryLedger) -> int:
    """Return how many records a file has in a municipality whose register of residents has `persons`.

    Args:
        layout: The layout of the file.
        persons: Records of the register of residents.
        ledger: The tables made so far.
    """
    if layout.body.household is not None:
        return persons
    if not layout.body.references:
        asked = any(layout.path in child.parents for child in ledger.layouts.values())
        return max(persons // (5 if layout.body.history else 20), 20) if asked else max(persons // 2, 10)
    return max(persons // 2, 10)


def in_order(layouts: Sequence[Layout]) -> list[Layout]:
    """Return parents before children; a circle begins with the register that makes households."""
    left = {layout.path: layout for layout in layouts}
    ordered: list[Layout] = []
    while left:
        ready = [name for name, layout in left.items() if not layout.parents & (set(left) - {name})]
        if not ready:
            ready = [next((n for n, layout in left.items() if layout.body.household is not None), next(iter(left)))]
        ordered.extend(left.pop(name) for name in ready)
    return ordered
