"""What `chukan summary` leaves in a folder: whole or absent."""

from __future__ import annotations

from pathlib import Path

from chukan.output.folder import write_views
from chukan.reports.history.document import FILE_NAME, to_json
from chukan.reports.history.history import RunHistory
from chukan.reports.history.html import to_html


def write_history(folder: Path, history: RunHistory) -> None:
    """Write `summary.json` and `summary.html`; other files in the folder stay.

    Args:
        folder: Made where it is missing.
        history: What the files say.

    Raises:
        OutputError: The folder can't be written, or holds other files of these names.
    """
    write_views(folder, {FILE_NAME: to_json(history), "summary.html": to_html(history)})
