"""One synthetic file on disk, with the defects that were seeded in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from chukan.agreement import Agreement
from chukan.layouts.model import Layout
from chukan.sample.defects.defect import defects_path, write_defects
from chukan.sample.defects.seeder import Seeder
from chukan.sample.files.write import WrittenFile, write
from chukan.sample.records.generate import CHIYODA, generate, header_only


def write_sample(
    layout: Layout,
    path: Path,
    *,
    rows: int,
    as_of: dt.date,
    agreement: Agreement | None = None,
    seed: int = 1,
    defects: float = 0.0,
    municipality: str = CHIYODA,
    progress: Callable[[int], None] | None = None,
) -> WrittenFile:
    """Make records of one layout and write them to a file.

    Args:
        layout: what the records are.
        path: the file; where `defects` is not 0, ``FILE.defects.csv`` beside it lists them.
        rows: number of records; 0 gives the header only.
        as_of: the day of the check.
        agreement: the physical form; see `write` for what it leaves open.
        seed: the same seed gives the same file.
        defects: share of the records with one defect each, 0 to 1.
        municipality: six-digit code; the addresses are there.
        progress: called with the number of records written so far.

    Returns:
        What the file holds.

    Raises:
        OutputError: the place cannot be written.
        UsageError: the key has fewer values than `rows`, or the agreed form cannot hold a value.
        PackError: a record rule cannot be satisfied.
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
