"""Workbooks of Excel 97 to 2003 (``.xls``) as grids. No macro runs and no formula is computed."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BLANK, XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_EMPTY, XL_CELL_ERROR, XL_CELL_NUMBER

from chukan.authoring.workbook.grid import Grid, Place, number_text, tidy
from chukan.authoring.workbook.guard import MAX_CELLS, MAX_SPREAD, SAVE_AS
from chukan.errors import InputError


def open_xls(data: bytes, path: Path) -> tuple[str, str, tuple[Grid, ...]]:
    """Open an ``.xls``.

    Args:
        data: The bytes of the file.
        path: Where it is, for messages.

    Returns:
        The file's name, its SHA-256 and its sheets. A formula's last result is read, as in an ``.xlsx``; which cells hold
        formulas can't be told.

    Raises:
        InputError: damaged, with a password, with macros, or made to harm the reader.
    """
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise InputError(
            "マクロを含むワークブックは取り込みません",
            place=str(path),
            hint="Excel で「Excel ブック（*.xlsx）」を選び、マクロなしで保存し直してください。",
        )
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        grids = tuple(_grid(book, sheet, path) for sheet in book.sheets())
    except InputError:
        raise
    except Exception as e:  # noqa: BLE001 - xlrd lets struct.error, AssertionError, IndexError and others through
        locked = "encrypt" in str(e).lower() or "password" in str(e).lower()
        what = (
            "パスワードがかかったワークブックです"
            if locked
            else "古い形式（.xls）のワークブックとして読めません（中身が壊れているか、拡張子だけが .xls です）"
        )
        raise InputError(what, place=str(path), hint=SAVE_AS) from None
    return path.name, hashlib.sha256(data).hexdigest(), grids


def _grid(book: Any, sheet: Any, path: Path) -> Grid:
    cells: dict[Place, str] = {}
    struck: dict[Place, str] = {}
    removed: dict[Place, str] = {}
    errors: set[Place] = set()
    if sum(len(sheet.row(r)) for r in range(sheet.nrows)) > MAX_CELLS:
        raise InputError(
            f"シート「{sheet.name}」のセルが {MAX_CELLS:,} を超えています",
            place=str(path),
            hint="項目定義とコード一覧のシートだけを別のブックに移して取り込んでください。",
        )
    for r in range(sheet.nrows):
        for c, cell in enumerate(sheet.row(r)):
            text = _text(book, cell)
            if not text:
                continue
            place = (r + 1, c + 1)
            standing, gone = _standing(book, sheet, (r, c), text)
            if standing:
                cells[place] = standing
            if gone:
                (removed if standing else struck)[place] = gone
            if cell.ctype == XL_CELL_ERROR:
                errors.add(place)
    hidden_columns = {n + 1 for n, info in sheet.colinfo_map.items() if info.hidden}
    return Grid(
        name=sheet.name,
        cells=cells,
        merged=_merged(sheet, path),
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(n + 1 for n, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(hidden_columns),
        struck=struck,
        removed=removed,
        comments={(r + 1, c + 1): tidy(note.text) for (r, c), note in sheet.cell_note_map.items() if note.text},
        errors=frozenset(errors),
    )


def _text(book: Any, cell: Any) -> str:
    """Return a cell's value as a person sees it, as `grid.cell_text` does."""
    if cell.ctype in (XL_CELL_EMPTY, XL_CELL_BLANK):
        return ""
    if cell.ctype == XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#?"))
    if cell.ctype == XL_CELL_DATE:
        return _date(book, float(cell.value))
    if cell.ctype == XL_CELL_NUMBER:
        form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return number_text(float(cell.value), str(form))
    return tidy(str(cell.value))


def _date(book: Any, value: float) -> str:
    try:
        moment: dt.datetime = xlrd.xldate_as_datetime(value, book.datemode)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return number_text(value, "General")
    return moment.time().isoformat() if value < 1 else moment.isoformat()


def _standing(book: Any, sheet: Any, at: tuple[int, int], text: str) -> tuple[str, str]:
    """Return the text that stands, and the part of it that is struck through."""
    whole = bool(book.font_list[book.xf_list[sheet.cell_xf_index(*at)].font_index].struck_out)
    runs = sheet.rich_text_runlist_map.get(at)
    if not runs:
        return ("", text) if whole else (text, "")
    full = str(sheet.cell_value(*at))
    standing: list[str] = []
    gone: list[str] = []
    for part, struck in _runs(book, full, runs, whole=whole):
        (gone if struck else standing).append(part)
    return tidy("".join(standing)), tidy("".join(gone))


def _runs(book: Any, text: str, runs: list[tuple[int, int]], *, whole: bool) -> Iterator[tuple[str, bool]]:
    starts = [0, *(offset for offset, _ in runs), len(text)]
    struck = [whole, *(bool(book.font_list[font].struck_out) for _, font in runs)]
    for first, last, is_struck in zip(starts, starts[1:], struck, strict=False):
        yield text[first:last], is_struck


def _merged(sheet: Any, path: Path) -> dict[Place, Place]:
    found: dict[Place, Place] = {}
    for top, bottom, left, right in sheet.merged_cells:
        if len(found) + (bottom - top) * (right - left) > MAX_SPREAD:
            raise InputError(
                f"シート「{sheet.name}」の結合セルの範囲が広すぎます",
                place=str(path),
                hint="Excel で、シート全体にかかる結合を解除してください。",
            )
        found |= {(r + 1, c + 1): (top + 1, left + 1) for r in range(top, bottom) for c in range(left, right)}
    return found
