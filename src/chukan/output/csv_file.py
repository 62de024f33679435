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

_QUOTED = re.compile('[",\r\n]')
BOM = "\ufeff"
"""What Excel recognises UTF-8 by."""


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table in UTF-8 with BOM and CRLF.

    Args:
        path: the file; an earlier one is overwritten.
        header: the column names.
        rows: values in the order of `header`; None becomes blank, a text that would be a formula gets an apostrophe.

    Raises:
        OSError: `path` can't be written.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)  # the codec "utf-8-sig" is written in Python, and called for each row
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([guarded(value) for value in row] for row in rows)


def guarded(value: object) -> object:
    """Return a text that a spreadsheet would take for a formula with an apostrophe before it; all else unchanged."""
    if not isinstance(value, str) or value[:1].isalnum():  # no letter or digit is one that begins a formula
        return value
    return f"'{value}" if _FORMULA.match(value) else value


def cell(value: object) -> str:
    """Return a value as `write_csv` writes it into a row of several: guarded, and in quotes where it needs them."""
    text = "" if value is None else str(guarded(value))
    if not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
