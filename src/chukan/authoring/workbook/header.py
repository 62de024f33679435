"""Finding the headers of a sheet's tables: one or two rows, merged cells, several tables side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from openpyxl.utils import column_index_from_string

from chukan.authoring.workbook.grid import Grid, folded
from chukan.authoring.workbook.headings import NO_UPPER, code_heading, item_heading, title_label
from chukan.authoring.workbook.mapping import SheetMapping, TableMapping, WorkbookMapping
from chukan.authoring.workbook.sides import Side, chosen_sides, without_side
from chukan.errors import PackError

Kind = Literal["items", "codes"]
Heading = Callable[[str], tuple[str, int] | None]

#: What a table must have to be one.
NEEDED: dict[Kind, tuple[str, ...]] = {"items": ("item", "type"), "codes": ("value", "meaning")}
_LEAST: dict[Kind, int] = {"items": 3, "codes": 2}
#: Columns that two tables side by side may share: those left of both.
_SHARED = ("no", "id", "business", "group", "slug")
_OLD_SIDE = 200
"""Added to the rank of a column that is headed as the old side, so that the new side's column wins."""


@dataclass(frozen=True)
class TableHeader:
    """A header of one table.

    Attributes:
        rows: Its rows.
        fields: Field -> column.
        labels: Column -> heading.
        also: Column -> the field that it means too, where another column is the surer one.
        span: The first and the last column of its table.
        alone: No other table lies beside it under the same rows.
        side: Its side in a 新旧対照.
        over: The text over the table that names the side.
        given: What the mapping file says of the table.
    """

    kind: Kind
    rows: tuple[int, ...]
    fields: Mapping[str, int]
    labels: Mapping[int, str]
    also: Mapping[int, str]
    span: tuple[int, int]
    alone: bool = True
    side: Side = ""
    over: str = ""
    given: TableMapping | None = None

    def overlaps(self, other: TableHeader) -> bool:
        """Return True when some column belongs to both tables."""
        return self.span[0] <= other.span[1] and other.span[0] <= self.span[1]


@dataclass(frozen=True)
class _Read:
    """The rows of a header, read: column -> heading, and column -> (field, rank, side)."""

    kind: Kind
    rows: tuple[int, ...]
    labels: dict[int, str]
    matches: dict[int, tuple[str, int, Side]]
    given: dict[str, int]
    beside: bool = False

    def fields(self, columns: Iterable[int] | None = None) -> dict[str, int]:
        """Field -> column of the surest heading among some columns (all by default)."""
        best: dict[str, tuple[int, int]] = {}
        for column in sorted(self.matches if columns is None else columns):
            if column in self.matches:
                field, rank, _ = self.matches[column]
                best[field] = min(best.get(field, (10**6, 0)), (rank, column))
        return {field: column for field, (_, column) in best.items()} | self.given

    def is_whole(self, columns: Iterable[int] | None = None) -> bool:
        """Return True when some columns have all that a table needs."""
        found = self.fields(columns)
        return all(n in found for n in NEEDED[self.kind]) and len(found) >= _LEAST[self.kind]


def find_headers(grid: Grid, mapping: WorkbookMapping) -> list[TableHeader]:
    """Return the headers of a sheet from top to bottom, and from left to right where tables lie side by side.

    Args:
        grid: The sheet.
        mapping: Headings, rows and columns that the mapping file sets.

    Raises:
        PackError: the mapping file points at rows without the columns that a table needs.
    """
    own = mapping.sheets.get(grid.name, SheetMapping())
    if own.given:
        return [header for table in own.given for header in _given(grid, mapping, own, table)]
    found: list[TableHeader] = []
    kinds: tuple[Kind, ...] = (own.read,) if own.read in ("items", "codes") else ("items", "codes")
    words = {kind: _words(kind, mapping) for kind in kinds}
    conclusive = {kind: {r for (r, _), text in grid.cells.items() if words[kind](text)} for kind in kinds}
    after = 0
    for row, texts in grid.lines.items():
        if row <= after or len(texts) < 2:
            continue
        for kind in kinds:
            if not own.columns and row not in conclusive[kind] and row + 1 not in conclusive[kind]:
                continue
            read = _read_at(grid, row, kind, words[kind], own)
            if read:
                for one in _kinds_apart(grid, _beside(read, found), words, own):
                    found += _split(grid, one)
                after = read.rows[-1]
                break
    return found


def _kinds_apart(grid: Grid, read: _Read, words: Mapping[Kind, Heading], own: SheetMapping) -> list[_Read]:
    """Return the headers of an item table and of a code table that begin in one row, with an empty column between them."""
    if read.kind != "items" or "codes" not in words or own.columns or read.given:
        return [read]
    filled = {column for _, column in grid.filled}
    codes = _read(grid, "codes", read.rows, words["codes"], {})
    for gap in range(min(read.labels) + 1, max(read.labels)):
        if gap in filled:
            continue
        left, right = (lambda c, gap=gap: c < gap), (lambda c, gap=gap: c > gap)
        for items, other in ((left, right), (right, left)):
            one, two = _among(read, items), _among(codes, other)
            if one.is_whole() and two.is_whole() and not _among(read, other).is_whole():
                return sorted((one, two), key=lambda r: min(r.labels))
    return [read]


def _among(read: _Read, chosen: Callable[[int], bool]) -> _Read:
    """Return what a header reads of some columns, as a table beside another."""
    return replace(
        read,
        labels={c: text for c, text in read.labels.items() if chosen(c)},
        matches={c: match for c, match in read.matches.items() if chosen(c)},
        beside=True,
    )


def _beside(read: _Read, above: list[TableHeader]) -> _Read:
    """Return a header without the data of a table that goes on beside it, which has none of its columns."""
    taken = [h.span for h in above if not any(h.span[0] <= c <= h.span[1] for c in read.matches)]
    labels = {c: text for c, text in read.labels.items() if not any(left <= c <= right for left, right in taken)}
    return replace(read, labels=labels, beside=len(labels) < len(read.labels))


def seen_headings(grid: Grid, mapping: WorkbookMapping) -> dict[Kind, dict[int, dict[str, str]]]:
    """Return the words of a sheet that are headings of tables, by kind and row: field -> the word.

    They say what a sheet without a table lacks to have one.
    """
    found: dict[Kind, dict[int, dict[str, str]]] = {"items": {}, "codes": {}}
    for kind, rows in found.items():
        known = _words(kind, mapping)
        for row, texts in grid.lines.items():
            fields = {match[0]: text for text in texts.values() if (match := known(text))}
            if len(fields) > 1:
                rows[row] = fields
    return found


def _read_at(grid: Grid, row: int, kind: Kind, known: Heading, own: SheetMapping) -> _Read | None:
    """Return the header that begins in a row: of two rows where the second only adds to the first."""
    two = _read(grid, kind, (row, row + 1), known, own.columns)
    one = _read(grid, kind, (row,), known, own.columns)
    adds = two.is_whole() and _continues(grid, row, two, known)
    if adds and (not one.is_whole() or len(two.fields()) >= len(one.fields())):
        below = _read(grid, kind, (row + 1,), known, own.columns)
        if below.is_whole() and _is_label_line(grid, row, known):
            return None
        # a line above a whole header (業務名 | 住民基本台帳) is a title, not its first row
        return None if below.is_whole() and len(below.fields()) >= len(two.fields()) else two
    return one if one.is_whole() else None


def _is_label_line(grid: Grid, row: int, known: Heading) -> bool:
    """Return True for a line of labels and values (``コードID | C01``): a title above a header, not a part of it."""
    texts = grid.lines[row]
    beside = [(text, grid.at(row, c + 1)) for c, text in texts.items()]
    return any(title_label(text) and value and not title_label(value) and not known(value) for text, value in beside)


def _continues(grid: Grid, row: int, read: _Read, known: Heading) -> bool:
    """Return True when the row below is more header, and not the first row of data."""
    below = grid.lines.get(row + 1, {})
    fields = read.fields()
    for field in NEEDED[read.kind]:
        column = fields[field]
        text = below.get(column, "")
        if text and (known(text) or ("", 0))[0] != field and not known(f"{_top(grid, row, column)}_{text}"):
            return False
    return any(known(text) or known(f"{_top(grid, row, c)}_{text}") for c, text in below.items())


def _read(grid: Grid, kind: Kind, rows: tuple[int, ...], known: Heading, columns: Mapping[str, str]) -> _Read:
    labels: dict[int, str] = {}
    matches: dict[int, tuple[str, int, Side]] = {}
    for column in sorted({c for row in rows for c in grid.lines.get(row, {})}):
        choices = _choices(grid, rows, column)
        if not choices:
            continue
        labels[column] = choices[0][0]
        for text, penalty in choices:
            bare, side = without_side(text)
            if side and (found := known(bare)):
                rank = found[1] + penalty + (_OLD_SIDE if side == "old" else 20)
                matches[column] = (found[0], rank, side)
                break
            if found := known(text):
                matches[column] = (found[0], found[1] + penalty, "")
                break
    return _Read(kind, rows, labels, matches, _placed(grid, rows, columns, labels))


def _choices(grid: Grid, rows: tuple[int, ...], column: int) -> list[tuple[str, int]]:
    """Return the texts that may be a column's heading, the surest first, each with a penalty."""
    top = grid.at(rows[0], column)
    if len(rows) == 1:
        return [(top, 0)] if top else []
    bottom = grid.at(rows[1], column)
    if not bottom:
        return [(top, 0)] if top else []
    over = _top(grid, rows[0], column)
    # サイズ below フォント is no length: what is above decides what a general word means
    alone = [] if over and any(word in folded(over) for word in NO_UPPER) else [(bottom, 10)]
    return ([(f"{over}_{bottom}", 0)] if over else []) + alone + ([(over, 50)] if top else [])


def _top(grid: Grid, row: int, column: int) -> str:
    """Return the upper heading over a column: its own, a merged one, or the next to the left."""
    text = grid.seen(row, column)
    while not text and column > 1:
        column -= 1
        text = grid.seen(row, column)
    return text


def _placed(grid: Grid, rows: tuple[int, ...], columns: Mapping[str, str], labels: dict[int, str]) -> dict[str, int]:
    """Return the columns that the mapping file names, by letter or heading."""
    found: dict[str, int] = {}
    for field, where in columns.items():
        if where.isascii() and where.isalpha() and len(where) <= 3:
            found[field] = column_index_from_string(where.upper())
            continue
        at = [c for c, text in labels.items() if folded(where) in (folded(text), folded(grid.at(rows[-1], c)))]
        if at:
            found[field] = at[0]
    return found


def _split(grid: Grid, read: _Read) -> list[TableHeader]:
    """Return a header for each table under the rows: the next begins where a field comes a second time."""
    blocks = _blocks(read)
    if len(blocks) == 1:
        return [_header(read, sorted(read.labels), alone=not read.beside)]
    sides, labels = _sides(grid, read, blocks)
    headers = [
        replace(_header(read, block, alone=False), side=side, over=over)
        for block, side, over in zip(blocks, sides, labels, strict=True)
    ]
    if not any(sides):
        return headers
    shared = {f: c for f, c in headers[0].fields.items() if f in _SHARED}
    first, last = headers[0].span[0], headers[-1].span[1]
    # both sides share what is left of them, and the rows go on to the sheet's last column
    return [
        replace(h, fields=shared | dict(h.fields), span=(min(first, h.span[0]), last)) if h.side == "new" else h
        for h in headers
    ]


def _blocks(read: _Read) -> list[list[int]]:
    blocks: list[list[int]] = [[]]
    for column in sorted(read.labels):
        field = read.matches[column][0] if column in read.matches else ""
        here = {read.matches[c][0] for c in blocks[-1] if c in read.matches}
        if field in here and read.is_whole(blocks[-1]) and not read.given:
            blocks.append([])
        blocks[-1].append(column)
    whole: list[list[int]] = []
    for block in blocks:
        if whole and not read.is_whole(block):
            whole[-1] += block
        else:
            whole.append(block)
    return whole


def _sides(grid: Grid, read: _Read, blocks: list[list[int]]) -> tuple[list[Side], list[str]]:
    """Return the side of each block, and what says so: its columns' headings, or what stands over it."""
    by_heading = [{read.matches[c][2] for c in block if c in read.matches} - {""} for block in blocks]
    if all(len(sides) == 1 for sides in by_heading):
        return [next(iter(sides)) for sides in by_heading], [""] * len(blocks)
    needed = [min(read.fields(block)[f] for f in NEEDED[read.kind]) for block in blocks]
    over = [[grid.seen(row, column) for column in needed] for row in range(read.rows[-1] - 1, read.rows[0] - 4, -1)]
    starts = [[grid.seen(row, block[0]) for block in blocks] for row in range(read.rows[0] - 1, read.rows[0] - 4, -1)]
    for labels in (*over, *starts):
        sides = chosen_sides(labels)
        if any(sides):
            return sides, list(labels)
    return [""] * len(blocks), [""] * len(blocks)


def _header(read: _Read, columns: list[int], *, alone: bool) -> TableHeader:
    fields = read.fields(columns)
    also = {c: read.matches[c][0] for c in columns if c in read.matches and c not in fields.values()}
    every = [*columns, *read.given.values()] if alone else columns
    labels = {c: read.labels[c] for c in columns if c in read.labels}
    return TableHeader(
        kind=read.kind,
        rows=read.rows,
        fields=fields,
        labels=labels,
        also=also,
        span=(min(every), max(every)),
        alone=alone,
    )


def _given(grid: Grid, mapping: WorkbookMapping, own: SheetMapping, table: TableMapping) -> list[TableHeader]:
    """Return the headers in the rows that the mapping file names."""
    kind: Kind = table.read or ("codes" if own.read == "codes" else "items")
    rows = tuple(sorted(table.header))[:2]
    read = _read(grid, kind, rows, _words(kind, mapping), table.columns)
    if not read.is_whole():
        raise PackError(
            f"対応表が示す見出し（{', '.join(map(str, table.header))} 行目）に、必要な列がありません",
            place=grid.name,
            hint=f"columns: で {', '.join(NEEDED[kind])} の列を指定してください。",
        )
    if not table.columns:
        return [replace(header, given=table) for header in _split(grid, read)]
    alone = all(other == table or set(other.header).isdisjoint(table.header) for other in own.given)
    columns = sorted(read.labels) if alone else sorted(read.given.values())
    return [replace(_header(read, columns, alone=alone), given=table)]


def _words(kind: Kind, mapping: WorkbookMapping) -> Heading:
    base = item_heading if kind == "items" else code_heading
    extra = {folded(word): (field, -1) for field, words in mapping.headings.items() for word in words}
    return lru_cache(maxsize=20_000)(lambda text: extra.get(folded(text)) or base(text))
