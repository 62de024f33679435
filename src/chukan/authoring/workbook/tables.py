"""The tables of a sheet: each header with its rows, and the titles above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from chukan.authoring.workbook.grid import Grid, Place, folded
from chukan.authoring.workbook.header import NEEDED, Kind, TableHeader, find_headers
from chukan.authoring.workbook.headings import LEVELS, NOT_TAKEN
from chukan.authoring.workbook.item_types import read_type
from chukan.authoring.workbook.mapping import SheetMapping, TableMapping, WorkbookMapping
from chukan.authoring.workbook.report import ColumnUse, TableUse
from chukan.authoring.workbook.sides import Side, side_of
from chukan.authoring.workbook.titles import Titles, has_label, read_titles


@dataclass(frozen=True)
class FoundTable:
    """One table of a sheet.

    Attributes:
        header: Its rows.
        fields: Field -> column.
        also: Column -> the field that it means too, where another column was the surer one.
        labels: Column -> heading.
        rows: The rows below the header that are not empty.
        titles: What the lines above the header say.
        levels: The columns that the items' names are spread over (大項目, 小項目), the outer first; one column where they are not.
        span: Its first and its last column.
        alone: No other table lies beside it.
        side: Its side in a 新旧対照; the old side is not read.
        over: What names that side.
        given: What the mapping file says of it.
        last: The row before the table below it; None = it goes on to the end.
        other: For the new side: field -> the old side's column, where the new one may say 同左.
    """

    kind: Kind
    header: tuple[int, ...]
    fields: Mapping[str, int]
    columns: tuple[ColumnUse, ...]
    rows: tuple[int, ...]
    titles: Titles
    levels: tuple[int, ...] = ()
    also: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    span: tuple[int, int] = (1, 1)
    alone: bool = True
    side: Side = ""
    over: str = ""
    given: TableMapping | None = None
    last: int | None = None
    other: Mapping[str, int] = field(default_factory=dict)

    def cells(self, grid: Grid) -> list[Place]:
        """Return the cells of its header and its rows that hold something."""
        rows = {*self.header, *self.rows}
        return [(r, c) for r, c in grid.filled if r in rows and self.span[0] <= c <= self.span[1]]

    def data(self, grid: Grid) -> list[Place]:
        """Return the cells of the rows that are items or code values, where a mark is a value and no legend."""
        column = self.fields["type" if self.kind == "items" else "value"]
        rows = {*self.header, *(row for row in self.rows if grid.down(row, column))}
        return [(r, c) for r, c in grid.filled if r in rows and self.span[0] <= c <= self.span[1]]

    @property
    def use(self) -> TableUse:
        """How it was read, for the report."""
        fields = {name: get_column_letter(column) for name, column in self.fields.items()}
        unused = tuple((c.letter, c.heading) for c in self.columns if c.letter not in fields.values() and not c.field)
        return TableUse(self.kind, self.header, self.last, fields, unused, sided=bool(self.other))

    def label(self, field: str) -> str:
        """Return the heading of a field's column; "" when the table does not have it."""
        return self.labels.get(self.fields.get(field, 0), "").replace("\n", "")


def find_tables(grid: Grid, mapping: WorkbookMapping) -> list[FoundTable]:
    """Return the tables of a sheet from top to bottom; none when no row looks like a header.

    Args:
        grid: The sheet.
        mapping: Headings, rows and columns that the mapping file sets.

    Returns:
        The tables with their rows; a table ends where the next header over one of its columns begins.

    Raises:
        PackError: the mapping file points at rows without the columns that a table needs.
    """
    own = mapping.sheets.get(grid.name, SheetMapping())
    headers = find_headers(grid, mapping)
    above = {n: _above(headers, n) for n in range(len(headers))}
    titles = [read_titles(grid, h, _lines(grid, mapping, h, above[n])) for n, h in enumerate(headers)]
    tables: list[FoundTable] = []
    for n, header in enumerate(headers):
        below = [m for m in range(len(headers)) if above[m] is header]
        end = min([headers[m].rows[0] for m in below] + [_last(own, header) + 1])
        no_data = {row for m in below for row in titles[m].lines}
        left, right = header.span
        filled = {r for r, c in grid.filled if left <= c <= right}
        rows = tuple(sorted(r for r in filled if header.rows[-1] < r < end and r not in no_data))
        levels = _levels(grid, header)
        tables.append(
            FoundTable(
                kind=header.kind,
                header=header.rows,
                fields=header.fields,
                columns=_uses(header, levels),
                rows=rows,
                titles=titles[n],
                levels=levels,
                also=header.also,
                labels=header.labels,
                span=header.span,
                alone=header.alone,
                side=header.side,
                over=header.over,
                given=header.given,
                last=end - 1 if end < 10**9 else None,
                other=_other(headers, header),
            )
        )
    return _stacked(tables)


def _stacked(tables: list[FoundTable]) -> list[FoundTable]:
    """Return the tables with the sides that their titles name, where the old and the new table lie one below the other."""
    titled = [t for t in tables if t.kind == "items" and t.alone]
    sides = {id(t): side_of(t.titles.title) for t in titled}
    if {*sides.values()} != {"old", "new"}:
        return tables
    return [replace(t, side=sides[id(t)], over=t.titles.title) if id(t) in sides else t for t in tables]


def _above(headers: list[TableHeader], number: int) -> TableHeader | None:
    """Return the header that a header ends the table of."""
    header = headers[number]
    earlier = [h for h in headers if h.rows[-1] < header.rows[0] and h.overlaps(header) and h.side != "old"]
    return max(earlier, key=lambda h: h.rows[-1], default=None)


def _last(own: SheetMapping, header: TableHeader) -> int:
    return (header.given.last if header.given else None) or own.last or 10**9


def _lines(grid: Grid, mapping: WorkbookMapping, header: TableHeader, above: TableHeader | None) -> tuple[int, ...]:
    """Return the rows that are titles of a table: upwards from its header, as far as the data of the table above."""
    found: list[int] = []
    for row in reversed([r for r in grid.lines if r < header.rows[0]]):
        if above and (row <= above.rows[-1] or _is_data(grid, mapping, above, row)):
            break
        found.append(row)
    return tuple(reversed(found))


def _is_data(grid: Grid, mapping: WorkbookMapping, header: TableHeader, row: int) -> bool:
    """Return True for a row of the table above, and not a title of the next one that lies in its columns."""
    texts = {f: grid.down(row, header.fields[f]) for f in NEEDED[header.kind]}
    if header.kind == "codes":
        return all(texts.values()) and not has_label(grid, row)
    if not texts["item"]:
        return False
    if read_type(texts["type"], mapping.types).type is not None:
        return True
    numbered = grid.at(row, header.fields.get("no", 0)).isdecimal()
    return numbered or (bool(texts["type"]) and not has_label(grid, row))


def _other(headers: list[TableHeader], header: TableHeader) -> Mapping[str, int]:
    if header.side != "new":
        return {}
    old = [h for h in headers if h.rows == header.rows and h.side == "old"]
    return old[-1].fields if old else {}


def _levels(grid: Grid, header: TableHeader) -> tuple[int, ...]:
    """Return the columns of the items' names: those below one merged heading, or headed 大項目, 中項目, 小項目."""
    if header.kind == "codes":
        return ()
    item, top = header.fields["item"], header.rows[0]
    others = set(header.fields.values()) - {item}
    headed = [c for c in header.labels if folded(grid.at(header.rows[-1], c)) in LEVELS and c not in others]
    if item in headed:
        return tuple(sorted(headed))
    origin = grid.merged.get((top, item))
    merged = [
        c for c in grid.columns if c > item and origin and grid.merged.get((top, c)) == origin and c not in others
    ]
    return (item, *merged)


def _uses(header: TableHeader, levels: tuple[int, ...]) -> tuple[ColumnUse, ...]:
    by_column = {column: name for name, column in header.fields.items() if name not in NOT_TAKEN}
    by_column |= dict.fromkeys(levels, "item")
    columns = sorted(set(header.labels) | set(by_column))
    return tuple(
        ColumnUse(get_column_letter(c), header.labels.get(c, "").replace("\n", ""), by_column.get(c)) for c in columns
    )
