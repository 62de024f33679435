"""Excel workbooks: a sheet is a file, read as the CSV that it would be in UTF-8.

What a cell shows is not in the file where it is a number: leading zeros are gone, and digits from the sixteenth
on. That is said once a column (V13), and nothing is made up.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from chukan.errors import InputError

SUFFIXES = (".xlsx", ".xlsm", ".xls")
#: Excel keeps so many digits of a number.
_DIGITS = 15
#: What a workbook may unpack to: it is read in one piece.
_LARGEST = 1 << 30

Value = Any


@dataclass
class Typed:
    """What is known of a column's cells that are numbers."""

    numbers: int = 0
    first: int = 0
    """The row of the first one, from 1."""
    long: int = 0
    """Those with more digits than Excel keeps."""
    first_long: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet as text."""

    text: bytes
    """CSV in UTF-8."""
    rows: int
    cells: int
    typed: dict[int, Typed] = field(default_factory=dict)
    """By column, from 0: those that hold numbers."""


def split_sheet(path: str) -> tuple[Path, str | None] | None:
    """Return the workbook and the sheet that a path names; None when it is no workbook.

    Args:
        path: ``FOLDER/FILE.xlsx#SHEET``; without a sheet, the only one.
    """
    book, mark, sheet = path.partition("#")
    if Path(path).exists():  # a file whose name holds the mark
        book, mark, sheet = path, "", ""
    if not book.lower().endswith(SUFFIXES):
        return None
    return Path(book), sheet if mark else None


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's sheets.

    Raises:
        InputError: it is missing, or no workbook.
    """
    with _opened(path) as book:
        return tuple(book.sheet_names)


def sheet(path: Path, name: str | None, dates: str = "yyyymmdd") -> Sheet:
    """Return one sheet as CSV.

    Args:
        path: a workbook.
        name: of the sheet; None = the only one.
        dates: the form that cells with dates are written in.

    Raises:
        InputError: it is missing, no workbook, or has no such sheet; or several, and none was named.
    """
    try:
        state = path.stat()
    except OSError:
        raise InputError("ファイルがありません", place=str(path), hint="パスを確かめてください。") from None
    return _sheet(path, name, dates, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)
def _sheet(path: Path, name: str | None, dates: str, *_: int) -> Sheet:
    """Read a sheet once: a file is opened to look at it, and again to read it."""
    with _opened(path) as book:
        names = book.sheet_names
        if name is None and len(names) != 1:
            raise InputError(
                f"シートが {len(names)} あります",
                place=str(path),
                hint=f"「{path.name}#シート名」の形で一つを指定してください。シート: {'、'.join(names[:5])}",
            )
        if name is not None and name not in names:
            raise InputError(
                f"シート「{name}」がありません", place=str(path), hint=f"あるシート: {'、'.join(names[:10])}"
            )
        rows = book.get_sheet_by_name(name or names[0]).to_python(skip_empty_area=False)
    return _as_csv(rows, dates)


def _as_csv(rows: Sequence[Sequence[Value]], dates: str) -> Sheet:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    typed: dict[int, Typed] = {}
    cells = 0
    for number, row in enumerate(rows, 1):
        values = []
        for column, value in enumerate(row):
            shown = _shown(value, dates)
            cells += shown != ""
            if isinstance(value, int | float) and not isinstance(value, bool):
                _count(typed.setdefault(column, Typed()), shown, number)
            values.append(shown)
        writer.writerow(values if any(values) else [])
    return Sheet(text.getvalue().encode("utf-8", "replace"), len(rows), cells, typed)


def _count(typed: Typed, shown: str, row: int) -> None:
    typed.numbers += 1
    typed.first = typed.first or row
    if len(shown.lstrip("-").replace(".", "")) > _DIGITS:
        typed.long += 1
        typed.first_long = typed.first_long or row


def _shown(value: Value, dates: str) -> str:  # noqa: PLR0911 - one return for each type of cell
    """Return what a cell shows, as far as the file says."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        return format(value, f".{_DIGITS}g")
    if isinstance(value, dt.datetime):
        day = _day(value.date(), dates)
        return day if value.time() == dt.time() else f"{day} {value.time():%H:%M:%S}"
    if isinstance(value, dt.date):
        return _day(value, dates)
    if isinstance(value, dt.time):
        return f"{value:%H%M%S}"
    if isinstance(value, dt.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
    return str(value)


def _day(day: dt.date, dates: str) -> str:
    mark = {"yyyy-mm-dd": "-", "yyyy/mm/dd": "/"}.get(dates, "")
    return f"{day.year:04d}{mark}{day.month:02d}{mark}{day.day:02d}"


def _opened(path: Path) -> Any:
    """Return the open workbook; a context manager.

    Raises:
        InputError: it is missing, encrypted, no workbook, or unpacks to far too much.
    """
    import python_calamine

    if not path.is_file():
        raise InputError("ファイルがありません", place=str(path), hint="パスを確かめてください。")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise InputError("ブックが大きすぎます", place=str(path), hint="CSV で出力してもらってください。")
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        raise InputError(
            "ブックにパスワードが掛かっています", place=str(path), hint="外してから指定してください。"
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError) as e:
        raise InputError(
            f"Excel ブックとして読めません（{e}）", place=str(path), hint="ファイルが壊れていないかを確かめてください。"
        ) from None
