"""Seeds the defects that only linked files can show: one of each kind in each file that can hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.defects.linked_file import LinkedFile, LinkedTables
from chukan.sample.defects.linked_kinds import KINDS


def seed_across(
    tables: Mapping[str, pa.Table],
    layouts: Mapping[str, Layout],
    *,
    as_of: dt.date,
    agreement: Agreement | None = None,
    seed: int = 1,
) -> LinkedTables:
    """Return copies of linked tables with one defect of each K kind in each file that can hold it.

    Args:
        tables: string tables by any name (address).
        layouts: their layouts by the same names.
        as_of: the day of the check.
        agreement: gives the date form.
        seed: the same seed spoils the same records.

    Returns:
        The tables by BUSINESS/LAYOUT, the defects in each, and the records that are not to get another.
    """
    names = {name: layout.path for name, layout in layouts.items()}
    by_path = {names[name]: _plain(table) for name, table in tables.items()}
    linked = LinkedTables(
        tables=by_path,
        layouts={names[n]: layout for n, layout in layouts.items()},
        as_of=as_of,
        agreement=agreement or Agreement(),
        seed=seed,
    )
    for name, layout in linked.layouts.items():
        if linked.tables[name].num_rows < 2:
            continue
        file = LinkedFile(linked, name, layout)
        for number, kind in enumerate(KINDS):
            kind(file, linked.setting(layout).rng(98, number))
    return linked


def _plain(table: pa.Table) -> pa.Table:
    """Return the table with one chunk a column, blanks as ""."""
    return pa.table({n: pc.fill_null(table.column(n).combine_chunks(), "") for n in table.column_names})
