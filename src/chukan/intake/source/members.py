"""The files that a name on the command line means: itself, those of a folder, of an archive, or the sheets of a workbook."""

from __future__ import annotations

import os
from pathlib import Path

from chukan.errors import InputError, reason
from chukan.intake.source.archive import members
from chukan.intake.source.workbook import sheet_names, split_sheet


def files_of(file: str) -> list[str]:
    """List the file itself, the files of a folder, the members of an archive, or the sheets of a workbook.

    Args:
        file: a path or a URI. Hidden files and folders in a folder are left out; see `hidden_in`.

    Raises:
        InputError: it is an archive or a workbook that can't be read, or a folder in it may not be looked into.
    """
    if "://" not in file and Path(file).is_dir():
        return [part for path in visible_in(Path(file)) for part in _parts_of_one(str(path))]
    return parts_of(file)


def _parts_of_one(file: str) -> list[str]:
    """List what a file of a folder holds; itself where that can't be read: whoever opens it says so, and sees the others."""
    try:
        return parts_of(file)
    except InputError:
        return [file]


def parts_of(file: str) -> list[str]:
    """List the members of an archive or the sheets of a workbook where there are several, else the file itself.

    Raises:
        InputError: it is an archive or a workbook that can't be read.
    """
    if "://" in file or not Path(file.partition("#")[0]).exists():
        return [file]
    if (book := split_sheet(file)) is not None and book[1] is None and book[0].is_file():
        names = sheet_names(book[0])
        return [f"{file}#{name}" for name in names] if len(names) > 1 else [file]
    if not file.lower().endswith(".zip") or not Path(file).is_file():
        return [file]
    found = [str(member.path) for member in members(file)]
    return found if len(found) > 1 else [file]


def visible_in(folder: Path) -> list[Path]:
    """List the files of a folder and its folders in order, without hidden ones."""
    return [path for path in _files(folder) if not _is_hidden(path, folder)]


def hidden_in(folder: Path) -> list[Path]:
    """List the files of a folder and its folders that are hidden, by their name or that of a folder on the way."""
    return [path for path in _files(folder) if _is_hidden(path, folder)]


def _files(folder: Path) -> list[Path]:
    """List all that is no folder, in order: a link that leads nowhere or to a folder is refused where it is opened, by name.

    Raises:
        InputError: a folder may not be looked into: its files would be missed in silence.
    """

    def refuse(e: OSError) -> None:
        if not _is_hidden(Path(e.filename), folder):
            hint = "フォルダの権限を確かめ、中を見られるようにしてから、もう一度実行してください。"
            raise InputError(f"フォルダの中を見られません: {reason(e)}", place=e.filename, hint=hint)

    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        links = [name for name in folders if Path(place, name).is_symlink()]
        found += [Path(place, name) for name in (*names, *links)]
    return sorted(found)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
