"""What `chukan compare` leaves in a folder: whole or absent."""

from __future__ import annotations

from pathlib import Path

from chukan.output.folder import write_views
from chukan.reports.compare.document import FILE_NAME, to_json
from chukan.reports.compare.excel import write_excel
from chukan.reports.compare.html import to_html
from chukan.reports.compare.model import Comparison


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Write `comparison.json`, `.html` and `.xlsx`; other files in the folder stay.

    Args:
        folder: Made where it is missing.
        comparison: What the files say.

    Raises:
        OutputError: The folder can't be written, or holds other files of these names.
    """
    write_views(
        folder,
        {
            FILE_NAME: to_json(comparison),
            "comparison.html": to_html(comparison),
            "comparison.xlsx": lambda path: write_excel(path, comparison),
        },
    )
