"""CSV files that Excel opens without misreading Japanese and without running anything."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

#: What makes a spreadsheet take a text for a formula (OWASP, "CSV Injection"): these characters, in either width, also
#: behind blanks and characters that nobody sees; a tab or a newline in front may end the cell.
_FORMULA = re.compile(
    "[\\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*(?:[=+\\-@]|[＝＋－−＠].)|[\\t\\r\\n]"
)


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
    if not isinstance(value, str) or value[:1].isalnum():  # no letter or digit is one that begins a formula
        return value
    return f"'{value}" if _FORMULA.match(value) else value
