"""What a kind of defect may change."""

from __future__ import annotations

import pyarrow as pa
from tests.sample.defects.conftest import Case


def changed(before: pa.Table, after: pa.Table) -> set[int]:
    """Return records (from 1) that differ."""
    pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
    return {n for n, (a, b) in enumerate(pairs, 1) if a != b}


def test_only_records_with_a_defect_have_changed(case: Case) -> None:
    _, tables, across = case
    for name, table in tables.items():
        told = {d.record for d in across.defects.get(name, [])}
        assert changed(table, across.tables[name]) <= across.taken(name)
        assert told <= across.taken(name)
