"""What the tests of sample/defects share."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pyarrow as pa
import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.defects.across import seed_across
from chukan.sample.defects.linked_file import LinkedTables
from chukan.sample.deliveries.linked import delivery
from chukan.sample.records.generate import generate

AS_OF = dt.date(2026, 11, 23)


BUSINESSES = ("resident_register", "non_resident_addressee", "child_allowance")


Case = tuple[dict[str, Layout], dict[str, pa.Table], LinkedTables]


@pytest.fixture(scope="session")
def case(library: Library) -> Case:
    pack = library.pack("mic")
    layouts = {f"{b}/{s}": pack.layout(b, s) for b, s in pack.layouts() if b in BUSINESSES}
    batches: dict[str, list[pa.RecordBatch]] = {}
    for layout, batch in delivery(list(layouts.values()), "131016", 250, as_of=AS_OF):
        batches.setdefault(layout.path, []).append(batch)
    tables = {n: pa.Table.from_batches(b) for n, b in batches.items()}
    return layouts, tables, seed_across(tables, layouts, as_of=AS_OF)


@cache
def whole_table(layout_address: str, rows: int) -> pa.Table:
    layout = Library().layout(layout_address)
    return pa.Table.from_batches(list(generate(layout, rows, as_of=AS_OF)))


def table(layout: Layout, rows: int) -> pa.Table:
    """Return records of a layout; of one of the built-in packs they are made once, as making them takes longest."""
    if layout.origin.pack == "mic":
        return whole_table(layout.address, 400).slice(0, rows)
    return pa.Table.from_batches(list(generate(layout, rows, as_of=AS_OF)))
