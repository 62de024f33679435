"""What calamine reads of a workbook: the names of its sheets, and the cells of one.

On damaged files calamine may panic instead of raising an error, and on a damaged ``.xls`` it may ask for so much memory
that the process ends. So ``.xls`` is read in a process of its own.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chukan.intake.source.panics import without_panics

Cells = Sequence[Sequence[Any]]
_CHILD = "from chukan.intake.source.book import answer; answer()"
#: Seconds: an .xls has 65,536 rows of 256 columns at most.
_PATIENCE = 300


class LockedError(ValueError):
    """The workbook has a password."""


def read_book(path: Path, name: str | None) -> tuple[list[str], Cells]:
    """Return the names of a workbook's sheets, and the cells of one of them, row by row.

    Args:
        path: the file.
        name: of the sheet; without it, or where there is none of that name, there are no cells.

    Raises:
        LockedError: it has a password.
        ValueError: it is no workbook, or damaged.
    """
    if zipfile.is_zipfile(path):
        with without_panics():
            return _read(str(path), name)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        child = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, "-c", _CHILD, str(path), name or ""],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError("読み取りが終わりません") from None
    if child.returncode:
        raise ValueError("途中で切れているか、壊れています")
    answered = pickle.loads(child.stdout)  # noqa: S301 - what `answer` wrote
    if isinstance(answered, Exception):
        raise answered
    names, cells = answered
    return names, cells


def answer() -> None:
    """Write what was read of the workbook, or why it was not, to stdout: the other side of `read_book`."""
    path, name = sys.argv[1:]
    try:
        found: object = _read(path, name or None)
    except ValueError as e:
        found = e
    sys.stdout.buffer.write(pickle.dumps(found))


def _read(path: str, name: str | None) -> tuple[list[str], Cells]:
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            names = list(book.sheet_names)
            return names, book.get_sheet_by_name(name).to_python(skip_empty_area=False) if name in names else []
    except python_calamine.PasswordError as e:
        raise LockedError(str(e)) from None
    except (python_calamine.CalamineError, OSError) as e:
        raise ValueError(str(e)) from None
