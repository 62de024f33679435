"""A seeded defect, and the list of them beside a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chukan.output.folder import whole_file

HEADER = ("record", "item", "rule", "kind")


@dataclass(frozen=True)
class Defect:
    """One seeded defect: where, and which rule must find it."""

    record: int
    item: str
    rule: str
    kind: str


def defects_path(path: Path) -> Path:
    """Return ``FILE.defects.csv`` beside a file."""
    return path.with_name(f"{path.name}.defects.csv")


def write_defects(path: Path, defects: Sequence[Defect]) -> None:
    """Write the list of seeded defects as CSV (UTF-8, LF), header ``record,item,rule,kind``.

    Args:
        path: the list; see `defects_path`.
        defects: in any order; they are written by record.

    Raises:
        OutputError: the place cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (d.record, d.item, d.rule, d.kind) for d in sorted(defects, key=lambda d: (d.record, d.rule, d.item))
    )
    with whole_file(path) as file:
        file.write(text.getvalue().encode())
