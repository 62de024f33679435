"""A sheet as text: what a person sees in each cell, without styles."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from chukan.authoring.workbook.guard import Source

#: No honest merged range or run of hidden columns is longer.
_FAR = 2_000
_ZEROS = re.compile(r'"?(0+)"?')


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet that hold something, as (row, column) -> text, both from 1.

    Attributes:
        merged: Each cell inside a merged range -> the range's first cell.
        struck: Cells whose text is struck through as a whole.
        computed: Cells that hold a formula; those of them without a saved result are not in `cells`.
    """

    name: str
    cells: Mapping[tuple[int, int], str]
    merged: Mapping[tuple[int, int], tuple[int, int]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    computed: frozenset[tuple[int, int]] = frozenset()

    def at(self, row: int, column: int) -> str:
        """Return the text of the cell itself; "" when it is empty."""
        return self.cells.get((row, column), "")

    def seen(self, row: int, column: int) -> str:
        """Return the text that a person sees there: in a merged range, the text of its first cell."""
        return self.cells.get(self.merged.get((row, column), (row, column)), "")

    @cached_property
    def rows(self) -> list[int]:
        """The rows that hold something."""
        return sorted({r for r, _ in self.cells})

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold something."""
        return sorted({c for _, c in self.cells})

    def place(self, row: int, column: int) -> str:
        """``sheet!CELL``."""
        return f"{self.name}!{get_column_letter(column)}{row}"


def grid_of(source: Source, sheet: Worksheet) -> Grid:
    """Return the grid of one sheet.

    Args:
        source: The workbook that the sheet belongs to, for its formulas.
        sheet: The sheet; only cells that exist are looked at.
    """
    # only the cells that exist: iter_rows would make a million rows from one stray cell at the bottom
    existing: dict[tuple[int, int], Any] = sheet._cells  # noqa: SLF001
    cells: dict[tuple[int, int], str] = {}
    struck: set[tuple[int, int]] = set()
    formulas = source.formulas.get(sheet.title, frozenset())
    for place, cell in existing.items():
        text = cell_text(cell)
        if text:
            cells[place] = text
            if getattr(cell.font, "strike", False):
                struck.add(place)
    computed = frozenset(p for p, cell in existing.items() if formulas and cell.coordinate in formulas)
    return Grid(
        name=sheet.title,
        cells=cells,
        merged=_merged(sheet, cells),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(r for r, d in sheet.row_dimensions.items() if d.hidden),
        hidden_columns=_hidden_columns(sheet),
        struck=frozenset(struck),
        computed=computed,
    )


def cell_text(cell: Cell) -> str:
    """Return a cell's value as a person sees it: ``15`` not ``15.0``, and ``01`` where the format is ``00``."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if float(value).is_integer():
            text = str(int(value))
            zeros = _ZEROS.fullmatch(str(cell.number_format))
            return text.zfill(len(zeros[1])) if zeros else text
        return repr(float(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Text for comparing headings and marks: NFKC, lower case, no blanks. Never used on what is kept."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _merged(sheet: Worksheet, cells: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], tuple[int, int]]:
    last_row = max((r for r, _ in cells), default=0)
    last_column = max((c for _, c in cells), default=0)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        first = (area.min_row, area.min_col)
        # a merged range may reach the sheet's end: cells beyond the last text do not matter
        for row in range(area.min_row, min(area.max_row, last_row, area.min_row + _FAR) + 1):
            for column in range(area.min_col, min(area.max_col, last_column, area.min_col + _FAR) + 1):
                found[row, column] = first
    return found


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min:
            hidden.update(range(dimension.min, min(dimension.max or dimension.min, dimension.min + _FAR) + 1))
    return frozenset(hidden)
