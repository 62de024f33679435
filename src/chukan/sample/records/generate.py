"""Synthetic data that satisfies every rule of a layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.records.block import SampleBlock, Setting, skeletons
from chukan.sample.records.maker import BlockMaker
from chukan.sample.records.typed import rendered

CHIYODA = "131016"


def generate(
    layout: Layout,
    rows: int,
    *,
    seed: int = 1,
    agreement: Agreement | None = None,
    as_of: dt.date,
    municipality: str = CHIYODA,
) -> Iterator[pa.RecordBatch]:
    """Yield `rows` records of `layout` that satisfy every rule, in blocks of bounded size.

    Columns are strings in layout order, blank = "", as a file under `agreement` would hold them.
    The same seed gives the same records on every platform.

    Args:
        layout: what the records are.
        rows: number of records.
        seed: decides all random choices.
        agreement: decides date forms and length units; undecided: yyyymmdd, characters.
        as_of: the day of the check.
        municipality: six-digit code; the addresses are there.

    Raises:
        UsageError: the key has fewer values than `rows`; the agreement counts bytes of UTF-16.
        PackError: a record rule that cannot be satisfied; names it.
    """
    setting = Setting(layout, agreement or Agreement(), as_of, municipality, seed)
    maker = BlockMaker(setting, rows)
    for block in skeletons(setting, maker.shape, rows):
        maker.fill(block)
        yield as_strings(block)


def as_strings(block: SampleBlock) -> pa.RecordBatch:
    """Return a block's columns as a file holds them."""
    layout, form = block.setting.layout, block.setting.agreement.date_form or "yyyymmdd"
    columns = [rendered(item, block.columns[item.name], form) for item in layout.items]
    return pa.record_batch(columns, names=list(layout.names))


def header_only(layout: Layout) -> pa.RecordBatch:
    """Return a batch without a record."""
    return pa.record_batch([pa.array([], pa.string()) for _ in layout.items], names=list(layout.names))
