"""A sheet as text: what a person sees in each cell, without styles."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from chukan.authoring.workbook.guard import GuardedFile

#: No honest merged range or run of hidden columns is longer.
_FAR = 2_000
_ZEROS = re.compile(r'"?(0+)"?')


Place = tuple[int, int]
"""A cell by row and column, both from 1."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet that hold something, as (row, column) -> text, both from 1.

    Attributes:
        cells: The text that counts: without what is struck through.
        merged: Each cell inside a merged range -> the range's first cell.
        struck: Cells struck through as a whole -> their text; they are not in `cells`.
        removed: Cells of which a part is struck through -> that part; `cells` has the rest.
        comments: Cell -> the comment on it.
        computed: Cells that hold a formula; those of them without a saved result are not in `cells`.
        errors: Cells that hold an error value such as ``#REF!``.
        margins: The texts of the printed page's header and footer.
    """

    name: str
    cells: Mapping[Place, str]
    merged: Mapping[Place, Place]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: Mapping[Place, str] = field(default_factory=dict)
    removed: Mapping[Place, str] = field(default_factory=dict)
    comments: Mapping[Place, str] = field(default_factory=dict)
    computed: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()
    margins: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> str:
        """Return the text of the cell itself; "" when it is empty."""
        return self.cells.get((row, column), "")

    def seen(self, row: int, column: int) -> str:
        """Return the text that a person sees there: in a merged range, the text of its first cell."""
        return self.cells.get(self.merged.get((row, column), (row, column)), "")

    def down(self, row: int, column: int) -> str:
        """Return the text of a cell, or of the first cell of a range that is merged over the rows of its column."""
        origin = self.merged.get((row, column), (row, column))
        return self.cells.get(origin, "") if origin[1] == column else ""

    @cached_property
    def filled(self) -> Mapping[Place, str]:
        """All cells that hold a text, standing or struck through."""
        return {**self.struck, **self.cells}

    @cached_property
    def lines(self) -> Mapping[int, Mapping[int, str]]:
        """The texts that stand, by row and column, in their order."""
        found: dict[int, dict[int, str]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found

    @cached_property
    def rows(self) -> list[int]:
        """The rows that hold something."""
        return sorted({r for r, _ in self.filled})

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold something."""
        return sorted({c for _, c in self.filled})

    def place(self, row: int, column: int) -> str:
        """``sheet!CELL``."""
        return f"{self.name}!{get_column_letter(column)}{row}"

    def with_struck(self) -> Grid:
        """Return the grid with the cells that are struck through as a whole taken as if they stood."""
        return replace(self, cells=self.filled, struck={})


def grid_of(source: GuardedFile, sheet: Worksheet) -> Grid:
    """Return the grid of one sheet.

    Args:
        source: The workbook that the sheet belongs to, for its formulas.
        sheet: The sheet; only cells that exist are looked at.
    """
    # only the cells that exist: iter_rows would make a million rows from one stray cell at the bottom
    existing: dict[Place, Any] = sheet._cells  # noqa: SLF001 - iterating makes a cell of every blank
    cells: dict[Place, str] = {}
    struck: dict[Place, str] = {}
    removed: dict[Place, str] = {}
    formulas = source.formulas.get(sheet.title, frozenset())
    for place, cell in existing.items():
        standing, gone = standing_text(cell)
        if standing:
            cells[place] = standing
        if gone:
            (removed if standing else struck)[place] = gone
    return Grid(
        name=sheet.title,
        cells=cells,
        merged=_merged(sheet, {**struck, **cells}),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(r for r, d in sheet.row_dimensions.items() if d.hidden),
        hidden_columns=_hidden_columns(sheet),
        struck=struck,
        removed=removed,
        comments={p: text for p, cell in existing.items() if (text := _comment(cell))},
        computed=frozenset(p for p, cell in existing.items() if formulas and cell.coordinate in formulas),
        errors=frozenset(p for p, cell in existing.items() if cell.data_type == "e" and cell.value),
        margins=tuple(_margins(sheet)),
    )


def standing_text(cell: Cell) -> tuple[str, str]:
    """Return a cell's text that stands, and the part of it that is struck through (見え消し).

    Args:
        cell: Any cell; rich text carries its runs, each with a font of its own.
    """
    whole = bool(getattr(cell.font, "strike", False))
    value = cell.value
    if not isinstance(value, CellRichText):
        text = cell_text(cell)
        return ("", text) if whole else (text, "")
    standing: list[str] = []
    gone: list[str] = []
    for run in value:
        struck = bool(getattr(run.font, "strike", False)) if isinstance(run, TextBlock) else whole
        (gone if struck else standing).append(str(run))
    return tidy("".join(standing)), tidy("".join(gone))


def cell_text(cell: Cell) -> str:
    """Return a cell's value as a person sees it: ``15`` not ``15.0``, and ``01`` where the format is ``00``."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(float(value), str(cell.number_format))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return tidy(str(value))


def number_text(value: float, form: str) -> str:
    """Return a number as a person sees it.

    Args:
        value: The number.
        form: The cell's format; ``00`` shows leading zeros.
    """
    if not value.is_integer():
        return repr(value)
    text = str(int(value))
    zeros = _ZEROS.fullmatch(form)
    return text.zfill(len(zeros[1])) if zeros else text


def tidy(text: str) -> str:
    """Return a text with one kind of line end, and without blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Text for comparing headings and marks: NFKC, lower case, no blanks. Never used on what is kept."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _merged(sheet: Worksheet, cells: Mapping[Place, str]) -> dict[Place, Place]:
    last_row = max((r for r, _ in cells), default=0)
    last_column = max((c for _, c in cells), default=0)
    found: dict[Place, Place] = {}
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


def _comment(cell: Any) -> str:
    comment = getattr(cell, "comment", None)
    return tidy(str(comment.text)) if comment is not None and comment.text else ""


def _margins(sheet: Worksheet) -> Iterator[str]:
    for part in (sheet.oddHeader, sheet.oddFooter):
        for item in (part.left, part.center, part.right) if part else ():
            if item.text:
                yield str(item.text)
