"""What `chukan compare` leaves in a folder: whole or absent."""

from __future__ import annotations

from pathlib import Path

from chukan.output.folder import whole_folder
from chukan.reports.compare.document import FILE_NAME, to_json
from chukan.reports.compare.excel import write_excel
from chukan.reports.compare.html import to_html
from chukan.reports.compare.model import Comparison

FILES = (FILE_NAME, "comparison.html", "comparison.xlsx")


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Write `comparison.json`, `.html` and `.xlsx`; other files in the folder stay.

    Args:
        folder: Made where it is missing.
        comparison: What the files say.

    Raises:
        OutputError: The folder can't be written, or holds other files of these names.
    """
    there = (folder / FILE_NAME).exists()
    with whole_folder(folder, known=lambda path: there and path in FILES) as beside:
        (beside / FILE_NAME).write_text(to_json(comparison), encoding="utf-8", newline="\n")
        (beside / "comparison.html").write_text(to_html(comparison), encoding="utf-8", newline="\n")
        write_excel(beside / "comparison.xlsx", comparison)
