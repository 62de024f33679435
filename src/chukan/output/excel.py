"""An Excel workbook made of plain tables: frozen heads, filters, widths, print setup. Knows nothing of verifications.

Every text goes in as a string, so a value that begins with = + - @ is never a formula.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from chukan.output import colours
from chukan.output.quick_sheet import Cell, QuickSheet
from chukan.output.text import display_width, visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Rows of an Excel sheet.
EXCEL_ROWS = 1_048_576
#: From so many rows on a sheet is written without being held in memory (which is slower).
_LARGE = 100_000
#: Different values of a column whose cells are kept for rows that say the same.
_KNOWN = 10_000
#: Up to so many rows the parts of the file are made in memory: two dozen temporary files cost more than the rows.
_SMALL = 5_000
_FONT = "Yu Gothic"
_A4 = 9
#: Height of a line in points, and of the tallest row that Excel knows.
LINE, TALLEST = 16.5, 409
#: Of a cell that people write into.
_ENTRY: dict[str, object] = {"bg_color": colours.ENTRY, "locked": False}
_FULL = "Excel の行数の上限のため、ここまでです。すべては findings.csv と verification.json にあります。"

Kind = Literal["text", "number", "percent", "day"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in a cell with colours of its own, as ``#rrggbb``."""

    text: str
    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` in half-width characters.

    Attributes:
        marks: Values of a text column that are displayed in a word and a colour of their own.
        entry: True = people write here: it stays open where the sheet is protected.
        hidden: True = nobody sees it.
        style: Further properties of a text column's cells: ground, lock, number format.
        longest: Characters of a text that are shown.
    """

    title: str
    width: float
    kind: Kind = "text"
    marks: Mapping[str, Mark] = field(default_factory=dict)
    entry: bool = False
    hidden: bool = False
    style: Mapping[str, object] = field(default_factory=dict)
    longest: int = 300


class Book:
    """A workbook being written. Use as a context manager; the file is there when it is left."""

    def __init__(self, path: Path | BinaryIO, *, title: str, day: dt.date, largest: int, footer: str) -> None:
        """Begin a workbook.

        Args:
            path: the file, or an open one.
            day: its date of creation, so that the same content gives the same bytes.
            largest: rows of the largest sheet; decides whether rows are kept in memory.
            footer: printed at the foot of every page.
        """
        self._workbook = xlsxwriter.Workbook(
            str(path) if isinstance(path, Path) else path,
            {
                "constant_memory": largest > _LARGE,
                "in_memory": largest <= _SMALL,
                "tmpdir": str(path.parent) if isinstance(path, Path) else None,
                "strings_to_urls": False,
            },
        )
        midnight = dt.datetime.combine(day, dt.time.min)
        self._workbook.set_properties({"title": title, "author": "chukan", "created": midnight})
        self._footer = footer.replace("&", "&&")
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def __enter__(self) -> Self:
        # every cell lives until the book is closed; looking for garbage among them takes a quarter of the time
        self._collects = gc.isenabled()
        gc.disable()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._close()
        finally:
            if self._collects:
                gc.enable()

    def _close(self) -> None:
        try:
            self._workbook.close()
        except FileCreateError as e:  # XlsxWriter hides what the system said
            raise e.args[0] if e.args and isinstance(e.args[0], OSError) else OSError(*e.args) from None

    def style(self, **properties: object) -> Format:
        """Return a cell format; the same properties give the same format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True}
            self._formats[key] = self._workbook.add_format(base | dict(key))
        return self._formats[key]

    def bare(self, **properties: object) -> Format:
        """Return a format of nothing but these properties, for conditional formats."""
        key = (("bare", True), *sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]

    def boxed(self, **properties: object) -> Format:
        """As `style`, with thin lines around."""
        return self.style(border=1, border_color=colours.LINE, **properties)

    def marked(self, mark: Mark) -> Format:
        """Return the format of a cell with a mark."""
        return self.boxed(bold=True, font_color=mark.ink, bg_color=mark.ground)

    def sheet(self, name: str) -> Worksheet:
        """Return an empty sheet that prints on A4 landscape, as wide as the page."""
        sheet: Worksheet = self._workbook.add_worksheet(name, worksheet_class=QuickSheet)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_header(f"&L{name}")
        sheet.set_footer(f"&L{self._footer}&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def chart(self, kind: str, subtype: str = "") -> Any:
        """Make a native chart, such as a stacked column chart."""
        return self._workbook.add_chart({"type": kind} | ({"subtype": subtype} if subtype else {}))

    def table_sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        *,
        fixed: int = 1,
        empty: str = "",
        abreast: int = 1,
    ) -> tuple[Worksheet, int]:
        """Return a sheet that is one table with a frozen head, a filter and the head on every printed page.

        Args:
            rows: values in the order of the columns; when there are more than a sheet holds, its last row says so.
            fixed: columns that stay when scrolled to the right.
            empty: what the sheet says when there are no rows.
            abreast: pages side by side when it is printed.

        Returns:
            The sheet, and the first row below the table.
        """
        sheet = self.sheet(name)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
        sheet.freeze_panes(1, fixed)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, max(fixed - 1, 0))
        if abreast > 1:
            sheet.fit_to_pages(abreast, 0)
        end = self.table(sheet, 0, columns, rows)
        if end == 1 and empty:
            sheet.write_string(1, 0, empty, self.style(text_wrap=False))
            return sheet, 2
        sheet.autofilter(0, 0, max(end - 1, 1), len(columns) - 1)
        return sheet, end

    def table(self, sheet: Worksheet, top: int, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
        """Write a table whose head is in row `top`, and return the first row below it."""
        for index, column in enumerate(columns):
            right = column.kind in ("number", "percent")
            sheet.write_string(top, index, column.title, self._head(right=right))
        sheet.set_row(top, LINE * max(_lines(c.title, c.width) for c in columns if not c.hidden) + 3)
        writers = [self._writer(column) for column in columns]
        known: list[dict[object, tuple[int, Cell]]] = [{} for _ in columns]
        row = top
        for values in rows:
            row += 1
            if row == EXCEL_ROWS - 1:
                sheet.write_string(row, 0, _FULL)
                break
            lines, again = [1], {}
            for index, (value, column) in enumerate(zip(values, columns, strict=True)):
                found = known[index].get(value)
                if found is not None:
                    needed, again[index] = found
                else:
                    needed = writers[index](sheet, row, index, value)
                    needed = 1 if column.hidden else needed
                    if len(known[index]) < _KNOWN and (cell := sheet.written(row, index)) is not None:
                        known[index][value] = needed, cell
                lines.append(needed)
            if again:
                sheet.write_again(row, again)
            if (highest := max(lines)) > 1:
                sheet.set_row(row, min(LINE * highest, TALLEST))
        return row + 1

    def _head(self, *, right: bool) -> Format:
        side: dict[str, object] = {"align": "right", "indent": 1} if right else {"align": "left"}
        return self.boxed(bold=True, bg_color=colours.HEADING, valign="vcenter", **side)

    def _writer(self, column: Column) -> Callable[[Worksheet, int, int, Any], int]:
        """Return a function that writes one cell and returns how many lines it takes; formats are looked up only once."""
        if column.kind in ("number", "percent"):
            # "_ " leaves the width of a blank, so that a number does not touch the text beside it
            form = self.boxed(
                num_format="#,##0_ " if column.kind == "number" else '0.0"%"_ ', align="right", text_wrap=False
            )

            def write_number(sheet: Worksheet, row: int, index: int, value: Any) -> int:
                if isinstance(value, int | float):
                    sheet.write_number(row, index, value, form)
                else:
                    sheet.write_string(row, index, value or "", form)
                return 1

            return write_number
        if column.kind == "day":
            return self._day_writer(column)
        plain = self.boxed(**{**column.style, **(_ENTRY if column.entry else {})})
        formats = {value: self.marked(mark) for value, mark in column.marks.items()}
        words = {value: mark.text for value, mark in column.marks.items()}
        width = column.width

        @lru_cache(maxsize=_KNOWN)
        def displayed(value: str) -> tuple[str, int, Format]:
            text = words.get(value) or visible(value, column.longest)
            return text, _lines(text, width), formats.get(value, plain)

        def write_text(sheet: Worksheet, row: int, index: int, value: Any) -> int:
            if column.entry and not value:  # really blank: a spreadsheet tells it from an empty text
                sheet.write_blank(row, index, None, plain)
                return 1
            text, lines, form = displayed(value or "")
            sheet.write_string(row, index, text, form)
            return lines

        return write_text

    def _day_writer(self, column: Column) -> Callable[[Worksheet, int, int, Any], int]:
        form = self.boxed(num_format="yyyy-mm-dd", align="left", text_wrap=False, **(_ENTRY if column.entry else {}))

        def write_day(sheet: Worksheet, row: int, index: int, value: Any) -> int:
            if value:
                sheet.write_datetime(row, index, dt.datetime.fromisoformat(value), form)
            else:
                sheet.write_blank(row, index, None, form)
            return 1

        return write_day


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell. Excel fits rows by itself, other programs do not.

    A full-width character of 10 points takes 1.9 of the units in which Excel counts widths. Some programs break a path at
    its slashes only, which can take a line more.
    """
    room, whole = max(int((width - 0.7) * 1.05), 1), display_width(text)
    if whole <= room:
        return 1
    lines = -(-whole // room)
    return max(lines, _broken_at_slashes(text, room)) if "/" in text else lines


def _broken_at_slashes(text: str, room: int) -> int:
    """Return how many lines of some width a text takes that is broken behind slashes, and within what is longer than a line."""
    lines, used = 1, 0
    for part in text.split("/"):
        wide = display_width(part) + 1
        if used and used + wide > room:
            lines, used = lines + 1, 0
        used += wide
        lines, used = lines + (used - 1) // room, (used - 1) % room + 1
    return lines
