"""One file of synthetic records that is linked with no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.defects.defects import Seeder, defects_path, write_defects
from chukan.sample.files.write import Written, write
from chukan.sample.records.generate import generate, header_only


def write_sample(
    layout: Layout,
    path: Path,
    *,
    rows: int,
    as_of: dt.date,
    agreement: Agreement | None = None,
    seed: int = 1,
    defects: float = 0.0,
    municipality: str = "131016",
    progress: Callable[[int], None] | None = None,
) -> Written:
    """Make records of one layout and write them; with defects also ``FILE.defects.csv``, which names each.

    Args:
        layout: whose records.
        path: the file; whole or absent.
        rows: how many records; 0 = the header alone.
        as_of: the day of the check.
        agreement: the physical form; undecided: CSV, cp932, CRLF, header.
        seed: the same seed makes the same records.
        defects: share of the records that get a defect, 0 to 1.
        municipality: 全国地方公共団体コード of the municipality.
        progress: called with the number of records written so far.

    Raises:
        OutputError, UsageError, PackError: as `write` and `chukan.sample.records.generate.generate`.
    """
    agreement = agreement or Agreement()
    batches = generate(layout, rows, seed=seed, agreement=agreement, as_of=as_of, municipality=municipality)
    if not rows:
        batches = iter([header_only(layout)])
    if not defects:
        return write(path, layout, batches, agreement, progress=progress)
    seeder = Seeder(layout, defects, seed, agreement, as_of)
    written = write(path, layout, seeder.batches(batches), agreement, damage=seeder.damage, progress=progress)
    write_defects(defects_path(path), seeder.defects)
    written.defects = len(seeder.defects)
    return written
