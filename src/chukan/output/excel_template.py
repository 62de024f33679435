"""Filling an Excel template: cells with names."""

from __future__ import annotations

import copy
import io
import math
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chukan.errors import ProjectError, did_you_mean
from chukan.output.text import display_width

_LINE = 1.65
"""Height of a line, in font sizes: 游ゴシック is the highest of the usual fonts."""
_MAX_HEIGHT = 400.0
"""Excel allows 409 points a row."""


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with a name."""

    name: str
    sheet: str
    row: int
    column: int


Value = str | int
Row = Mapping[str, Value]


def fill(
    template: Path,
    context: Mapping[str, Value | Sequence[Row]],
    columns: Mapping[str, Collection[str]],
    add: Callable[[Workbook], None] | None = None,
) -> bytes:
    """Fill a template. Its formulas, formats and pictures stay; macros and drawn shapes do not.

    Args:
        template: a workbook that was found safe to open, some of whose cells have names of `context`.
        context: name -> text, number, or the rows of a table; every name that a template may use.
        columns: table -> its columns, which are named ``TABLE.COLUMN``.
        add: adds to the workbook what no template has; None = nothing.

    Returns:
        The workbook's bytes, with the clock and the author that libraries put into it.

    Raises:
        ProjectError: a cell has an unknown name; names the file, the name and the nearest known one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts of a template that it does not keep
        book = openpyxl.load_workbook(template)
    texts = {name: value for name, value in context.items() if isinstance(value, str | int)}
    tables = {name: value for name, value in context.items() if not isinstance(value, str | int)}
    cells = _named(book, template)
    for cell in cells:
        _check_name(cell, texts, columns, template)
    for cell in (c for c in cells if "." not in c.name):
        _write(book[cell.sheet], cell.row, cell.column, texts[cell.name])
        _fit_height(book[cell.sheet], cell.row)
    for sheet, table, named in _tables(cells, template):
        _fill_table(book[sheet], named, tables[table])
    for name in [n for n in book.defined_names if not n.startswith("_")]:
        del book.defined_names[name]  # they have done their work, and their places have moved
    if add is not None:
        add(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _named(book: Workbook, template: Path) -> list[Named]:
    found = []
    for name, defined in book.defined_names.items():
        if name.startswith("_"):
            continue
        places = list(defined.destinations)
        for sheet, reference in places:
            left, top, _, _ = range_boundaries(reference)
            if left is None or top is None or sheet not in book.sheetnames:
                places = []
                break
            found.append(Named(name, sheet, top, left))
        if not places:
            raise ProjectError(
                f"名前「{name}」がセルを指していません",
                place=str(template),
                hint="［数式］→［名前の管理］で直すか、消してください。",
            )
    return found


def _check_name(cell: Named, texts: Collection[str], columns: Mapping[str, Collection[str]], template: Path) -> None:
    dot = "." in cell.name
    known = [f"{t}.{c}" for t, own in columns.items() for c in own] if dot else list(texts)
    if cell.name not in known:
        place = f"{template} シート「{cell.sheet}」 {get_column_letter(cell.column)}{cell.row}"
        hint = did_you_mean(cell.name, known) or f"使える名前: {'、'.join(known)}"
        raise ProjectError(f"様式に知らない差込項目「{cell.name}」があります", place=place, hint=hint)


def _tables(cells: list[Named], template: Path) -> list[tuple[str, str, dict[str, Named]]]:
    """(sheet, table, column -> cell), lowest first: filling one must not move another that is still to be filled."""
    tables: dict[tuple[str, str], dict[str, Named]] = {}
    for cell in cells:
        table, dot, column = cell.name.partition(".")
        if dot:
            tables.setdefault((cell.sheet, table), {})[column] = cell
    for (sheet, table), columns in tables.items():
        if len({c.row for c in columns.values()}) > 1:
            raise ProjectError(
                f"表「{table}」の名前が一つの行にそろっていません",
                place=f"{template} シート「{sheet}」",
                hint="表の最初の行のセルに名前を付けてください。",
            )
    ordered = sorted(tables.items(), key=lambda t: (t[0][0], -next(iter(t[1].values())).row))
    return [(sheet, table, columns) for (sheet, table), columns in ordered]


def _fill_table(sheet: Worksheet, columns: Mapping[str, Named], rows: Sequence[Row]) -> None:
    top = next(iter(columns.values())).row
    if len(rows) > 1:
        _make_room(sheet, top, len(rows) - 1)
    for offset in range(max(len(rows), 1)):
        for name, cell in columns.items():
            _write(sheet, top + offset, cell.column, rows[offset][name] if rows else "")
        _fit_height(sheet, top + offset)


def _make_room(sheet: Worksheet, top: int, more: int) -> None:
    """Insert rows like `top` below it: what is further down moves, with its merged cells, heights and print area."""
    merged = [r for r in sheet.merged_cells.ranges if r.min_row > top]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    heights = {r: d.height for r, d in sheet.row_dimensions.items() if r > top and d.height is not None}
    style = [(c.column, c._style) for c in sheet[top] if isinstance(c, Cell)]  # type: ignore[attr-defined]  # noqa: SLF001 - the only way
    beside = [r for r in sheet.merged_cells.ranges if r.min_row == r.max_row == top]
    sheet.insert_rows(top + 1, more)
    for row in heights:
        sheet.row_dimensions[row].height = None
    for row, height in heights.items():
        sheet.row_dimensions[row + more].height = height
    for area in merged:
        area.shift(row_shift=more)
        sheet.merge_cells(area.coord)
    for row in range(top + 1, top + more + 1):
        for column, own in style:
            sheet.cell(row, column)._style = copy.copy(own)  # type: ignore[union-attr]  # noqa: SLF001 - the only way
        for area in beside:
            sheet.merge_cells(start_row=row, end_row=row, start_column=area.min_col, end_column=area.max_col)
    _stretch_print_area(sheet, top, more)


def _stretch_print_area(sheet: Worksheet, top: int, more: int) -> None:
    area = str(sheet.print_area or "").rpartition("!")[2].replace("$", "")
    if not area or "," in area:
        return
    left, first, right, last = range_boundaries(area)
    if None not in (left, first, right, last) and last >= top:  # type: ignore[operator]
        sheet.print_area = f"{get_column_letter(left)}{first}:{get_column_letter(right)}{last + more}"  # type: ignore[arg-type, operator]


def _write(sheet: Worksheet, row: int, column: int, value: str | int) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with = is no formula


def _fit_height(sheet: Worksheet, row: int) -> None:
    """Make the row high enough for its wrapped text: neither Excel nor LibreOffice does it for merged cells."""
    height = 0.0
    for cell in sheet[row]:
        if isinstance(cell, MergedCell) or not isinstance(cell.value, str) or not cell.alignment.wrap_text:
            continue
        size = float(cell.font.sz or 11)
        width = _width(sheet, cell) * 11 / size
        wrapped = sum(
            max(1, math.ceil(display_width(line) / max(width - 1 - 2 * cell.alignment.indent, 1)))
            for line in cell.value.split("\n")
        )
        height = max(height, wrapped * size * _LINE + 4)
    own = sheet.row_dimensions[row].height or 0
    if height > own:
        sheet.row_dimensions[row].height = round(min(height, _MAX_HEIGHT), 1)


def _width(sheet: Worksheet, cell: Cell) -> float:
    """Return the width of a cell in characters, of a merged cell with all of its columns."""
    last = next((r.max_col for r in sheet.merged_cells.ranges if cell.coordinate in r), cell.column)
    return sum(_column_width(sheet, column) for column in range(cell.column, last + 1))


def _column_width(sheet: Worksheet, column: int) -> float:
    """Return a column's width in characters; Excel keeps equal neighbours as one entry."""
    for dimension in sheet.column_dimensions.values():
        first = dimension.min or 0
        if first <= column <= (dimension.max or first) and dimension.width:
            return float(dimension.width)
    return 8.43
