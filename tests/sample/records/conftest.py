"""What the tests of sample/records share."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from chukan.layouts.model import Layout
from chukan.sample.records.generate import generate

AS_OF = dt.date(2026, 11, 23)


def table(layout: Layout, rows: int, **more: object) -> pa.Table:
    return pa.Table.from_batches(list(generate(layout, rows, as_of=AS_OF, **more)))  # type: ignore[arg-type]
