"""CSV files that Excel opens without misreading Japanese and without running anything."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

#: First characters that make a spreadsheet take a text for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table in UTF-8 with BOM, which Excel needs to recognise the encoding, and CRLF.

    Args:
        path: the file; an earlier one is overwritten.
        header: the column names.
        rows: values in the order of `header`; None becomes blank, a text that would be a formula gets an apostrophe.

    Raises:
        OSError: `path` can't be written.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([guarded(value) for value in row] for row in rows)


def guarded(value: object) -> object:
    """Return a text that a spreadsheet would take for a formula with an apostrophe before it; all else unchanged."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
