"""What `chukan summary` leaves in a folder: whole or absent."""

from __future__ import annotations

from pathlib import Path

from chukan.output.folder import whole_folder
from chukan.reports.history.document import FILE_NAME, to_json
from chukan.reports.history.history import History
from chukan.reports.history.html import to_html

FILES = (FILE_NAME, "summary.html")


def write_history(folder: Path, history: History) -> None:
    """Write `summary.json` and `summary.html`; other files in the folder stay.

    Args:
        folder: Made where it is missing.
        history: What the files say.

    Raises:
        OutputError: The folder can't be written, or holds other files of these names.
    """
    there = (folder / FILE_NAME).exists()
    with whole_folder(folder, known=lambda path: there and path in FILES) as beside:
        (beside / FILE_NAME).write_text(to_json(history), encoding="utf-8", newline="\n")
        (beside / "summary.html").write_text(to_html(history), encoding="utf-8", newline="\n")
