"""What the tests of sample/deliveries share."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.sample.deliveries.linked import delivery

AS_OF = dt.date(2026, 11, 23)


BUSINESSES = ("resident_register", "non_resident_addressee", "individual_resident_tax", "child_allowance")


Delivery = tuple[dict[str, Layout], dict[str, pa.Table]]


@pytest.fixture(scope="session")
def made(library: Library) -> Delivery:
    pack = library.pack("mic")
    layouts = [pack.layout(b, s) for b, s in pack.layouts() if b in BUSINESSES]
    batches: dict[str, list[pa.RecordBatch]] = {}
    for layout, batch in delivery(layouts, "131016", 600, as_of=AS_OF):
        batches.setdefault(layout.path, []).append(batch)
    return {x.path: x for x in layouts}, {n: pa.Table.from_batches(b) for n, b in batches.items()}
