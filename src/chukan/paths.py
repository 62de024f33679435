"""Where a path leads, and what is there: questions that never raise, unlike those of `pathlib`."""

from __future__ import annotations

import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """Return where a path leads, its links followed as far as they lead anywhere.

    Unlike `Path.resolve` it never raises: links that lead in a circle are a file that can't be opened, and whoever
    opens it says so.
    """
    return Path(os.path.realpath(path))


def is_there(path: Path | str) -> bool:
    """Return True when something is there, as far as it may be looked for."""
    return os.path.exists(path)  # noqa: PTH110 - `Path.exists` raises where the folder may not be looked into


def is_folder(path: Path | str) -> bool:
    """Return True when a folder is there, as far as it may be looked for."""
    return os.path.isdir(path)  # noqa: PTH112 - as above


def is_file(path: Path | str) -> bool:
    """Return True when an ordinary file is there, as far as it may be looked for."""
    return os.path.isfile(path)  # noqa: PTH113 - as above
