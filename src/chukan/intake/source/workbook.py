"""Excel workbooks: a sheet is a file, read as the CSV that it would be in UTF-8.

What a cell shows is not in the file where it is a number: leading zeros are gone (unless its number format writes
them), and digits from the sixteenth on. That is said once a column (V13), and nothing is made up.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from chukan.errors import InputError
from chukan.intake.source import cells_xls, cells_xlsx
from chukan.intake.source.book import LockedError, read_book
from chukan.intake.source.cells import CellNote, MergedCells
from chukan.intake.source.damage import why_no_workbook
from chukan.paths import is_there

SUFFIXES = (".xlsx", ".xlsm", ".xls")
#: Excel keeps so many digits of a number.
_DIGITS = 15
#: What a workbook may unpack to: it is read in one piece.
_LARGEST = 1 << 30

Value = Any


@dataclass
class Typed:
    """What is known of a column's cells that are numbers, or formulas without a result."""

    numbers: int = 0
    first: int = 0
    """The row of the first one, from 1."""
    long: int = 0
    """Those with more digits than Excel keeps."""
    first_long: int = 0
    empty: int = 0
    """Formulas that no program has calculated."""
    first_empty: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet as text."""

    text: bytes
    """CSV in UTF-8."""
    rows: int
    cells: int
    typed: dict[int, Typed] = field(default_factory=dict)
    """By column, from 0: those that hold numbers, or formulas without a result."""
    merged: tuple[MergedCells, ...] = ()
    """Cells over several rows."""


def split_sheet(path: str) -> tuple[Path, str | None] | None:
    """Return the workbook and the sheet that a path names; None when it is no workbook.

    Args:
        path: ``FOLDER/FILE.xlsx#SHEET``; without a sheet, the only one.
    """
    book, mark, sheet = path.partition("#")
    if is_there(path):  # a file whose name holds the mark
        book, mark, sheet = path, "", ""
    if not book.lower().endswith(SUFFIXES):
        return None
    return Path(book), sheet if mark else None


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's sheets.

    Raises:
        InputError: it is missing, or no workbook.
    """
    return tuple(_book(path, None)[0])


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
    names, rows = _book(path, name)
    if name is None and len(names) != 1:
        raise InputError(
            f"シートが {len(names)} あります",
            place=str(path),
            hint=f"「{path.name}#シート名」の形で一つを指定してください。シート: {'、'.join(names[:5])}",
        )
    if name is not None and name not in names:
        raise InputError(f"シート「{name}」がありません", place=str(path), hint=f"あるシート: {'、'.join(names[:10])}")
    if name is None:
        name = names[0]
        rows = _book(path, name)[1]
    return replace(_as_csv(rows, _notes(path, name, names), dates), merged=_merged(path, name, names))


def _book(path: Path, name: str | None) -> tuple[list[str], Sequence[Sequence[Value]]]:
    """Return the names of a workbook's sheets, and the cells of one of them, row by row.

    Raises:
        InputError: it is missing, encrypted, no workbook, damaged, or unpacks to far too much.
    """
    if not path.is_file():
        raise InputError("ファイルがありません", place=str(path), hint="パスを確かめてください。")
    with _readable(path):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                    raise InputError("ブックが大きすぎます", place=str(path), hint="CSV で出力してもらってください。")
            if cells_xlsx.has_document_type(path):
                raise InputError(
                    "ブックの XML に文書型宣言（DOCTYPE）があります。Excel は書かないものです",
                    place=str(path),
                    hint="開かずに、作った人に確かめてください。要るものなら CSV で受け取ってください。",
                )
            if name is not None and cells_xlsx.is_scattered(path, name):
                raise InputError(
                    "シートのセルが広すぎる範囲に散らばっています",
                    place=f"{path}#{name}",
                    hint="要らないセルを消して保存し直すか、CSV で出力してもらってください。",
                )
        return read_book(path, name)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what is wrong inside a workbook into an error that says what to do."""
    from xml.etree.ElementTree import ParseError

    try:
        yield
    except LockedError:
        raise InputError(
            "ブックにパスワードが掛かっています", place=str(path), hint="外してから指定してください。"
        ) from None
    except (KeyError, ValueError, OSError, struct.error, ParseError, zipfile.BadZipFile, zlib.error) as e:
        why, hint = why_no_workbook(path, e)
        raise InputError(f"Excel ブックとして読めません（{why}）", place=str(path), hint=hint) from None


def _notes(path: Path, name: str, names: Sequence[str]) -> dict[int, list[CellNote]]:
    """Return what the workbook says of single cells beside their values, by row.

    Raises:
        InputError: it is not as calamine has read it: errors would be taken for blanks.
    """
    found: dict[int, list[CellNote]] = {}
    with _readable(path):
        is_zip = zipfile.is_zipfile(path)
        for note in cells_xlsx.notes_of(path, name) if is_zip else cells_xls.notes_of(path, names.index(name)):
            found.setdefault(note.row, []).append(note)
    return found


def _merged(path: Path, name: str, names: Sequence[str]) -> tuple[MergedCells, ...]:
    with _readable(path):
        is_zip = zipfile.is_zipfile(path)
        return tuple(cells_xlsx.merged_of(path, name) if is_zip else cells_xls.merged_of(path, names.index(name)))


def _as_csv(rows: Sequence[Sequence[Value]], notes: Mapping[int, Sequence[CellNote]], dates: str) -> Sheet:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    typed: dict[int, Typed] = {}
    cells = 0
    count = max(len(rows), max(notes, default=0))  # rows of nothing but formulas without a result are there, too
    for number, given in enumerate(itertools.chain(rows, itertools.repeat((), count - len(rows))), 1):
        noted = {note.column: note for note in notes.get(number, ())}
        row = [*given, *[""] * (1 + max(noted, default=-1) - len(given))]
        values = []
        returns = False
        for column, value in enumerate(row):
            note = noted.get(column)
            shown = _shown(value, dates) if note is None else _noted(note, value, dates)
            cells += shown != ""
            returns = returns or "\r" in shown
            if note is not None and note.has_no_result:
                _count_empty(typed.setdefault(column, Typed()), number)
            elif isinstance(value, int | float) and not isinstance(value, bool) and (note is None or not note.digits):
                _count(typed.setdefault(column, Typed()), shown, number)
            values.append(shown)
        if returns:
            text.write(_line(values))
        else:
            writer.writerow(values if any(values) else [])
    return Sheet(text.getvalue().encode("utf-8", "replace"), count, cells, typed)


def _line(values: Sequence[str]) -> str:
    """Return a row with a carriage return in a cell: `csv` leaves one without quotes that ends no row of its own."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue().removesuffix("\r\n") + "\n"


def _count(typed: Typed, shown: str, row: int) -> None:
    typed.numbers += 1
    typed.first = typed.first or row
    if len(shown.lstrip("-").replace(".", "")) > _DIGITS:
        typed.long += 1
        typed.first_long = typed.first_long or row


def _count_empty(typed: Typed, row: int) -> None:
    typed.empty += 1
    typed.first_empty = typed.first_empty or row


def _noted(note: CellNote, value: Value, dates: str) -> str:
    """Return what a cell shows that there is a note on."""
    shown = note.error or _shown(value, dates)
    return shown.zfill(note.digits) if shown.isdecimal() else shown


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
