"""Finding the tables of a sheet: header of one or two rows, merged cells, titles above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from openpyxl.utils import column_index_from_string, get_column_letter

from chukan.authoring.workbook.grid import Grid, folded
from chukan.authoring.workbook.headings import LEVELS, NOT_TAKEN, code_heading, item_heading, title_label
from chukan.authoring.workbook.mapping import SheetMapping, WorkbookMapping
from chukan.authoring.workbook.report import ColumnUse
from chukan.errors import PackError

Kind = Literal["items", "codes"]
Heading = Callable[[str], tuple[str, int] | None]

#: What a table must have to be one.
_NEEDED: dict[Kind, tuple[str, ...]] = {"items": ("item", "type"), "codes": ("value", "meaning")}
_LEAST: dict[Kind, int] = {"items": 3, "codes": 2}


@dataclass(frozen=True)
class Table:
    """One table of a sheet.

    Attributes:
        fields: Field -> column.
        rows: The rows below the header that are not empty.
        titles: The values in the lines above the header: ``business``, ``group``, ``list_id``, ``list_name``, ``title``.
        levels: The columns that the items' names are spread over (大項目, 小項目), the outer first; one column where they are not.
    """

    kind: Kind
    header: tuple[int, ...]
    fields: Mapping[str, int]
    columns: tuple[ColumnUse, ...]
    rows: tuple[int, ...]
    titles: Mapping[str, str]
    levels: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Header:
    kind: Kind
    rows: tuple[int, ...]
    fields: dict[str, int]
    labels: dict[int, str]


def find_tables(grid: Grid, mapping: WorkbookMapping) -> list[Table]:
    """Return the tables of a sheet from top to bottom; none when no row looks like a header.

    Args:
        grid: The sheet.
        mapping: Headings, rows and columns that the mapping file sets.

    Returns:
        The tables with their rows; a table ends where the next header begins.

    Raises:
        PackError: the mapping file points at rows without the columns that a table needs.
    """
    own = mapping.sheets.get(grid.name, SheetMapping())
    headers = _headers(grid, mapping, own)
    tables: list[Table] = []
    above: _Header | None = None
    for number, header in enumerate(headers):
        end = headers[number + 1].rows[0] if number + 1 < len(headers) else (own.last or 10**9) + 1
        rows = tuple(r for r in grid.rows if header.rows[-1] < r < end)
        levels = _levels(grid, header)
        titles = _titles(grid, above, header.rows[0])
        tables.append(Table(header.kind, header.rows, header.fields, _uses(header, levels), rows, titles, levels))
        above = header
    return tables


def _headers(grid: Grid, mapping: WorkbookMapping, own: SheetMapping) -> list[_Header]:
    if own.header:
        return [_given(grid, mapping, own)]
    found: list[_Header] = []
    after = 0
    kinds: tuple[Kind, ...] = (own.read,) if own.read in ("items", "codes") else ("items", "codes")
    words = {kind: _words(kind, mapping) for kind in kinds}
    candidates = [row for row, texts in _texts(grid).items() if len(texts) > 1]
    conclusive = {kind: _conclusive(grid, words[kind]) for kind in kinds}
    for row in candidates:
        if row <= after:
            continue
        for kind in kinds:
            if not own.columns and row not in conclusive[kind] and row + 1 not in conclusive[kind]:
                continue
            header = _header_at(grid, row, kind, words[kind], own)
            if header:
                found.append(header)
                after = header.rows[-1]
                break
    return found


def _header_at(grid: Grid, row: int, kind: Kind, known: Heading, own: SheetMapping) -> _Header | None:
    """Return the header that begins in a row: of two rows where the second only adds to the first."""
    two = _assigned(grid, kind, (row, row + 1), known, own)
    one = _assigned(grid, kind, (row,), known, own)
    if two and _continues(grid, row, two, known) and (not one or len(two.fields) >= len(one.fields)):
        below = _assigned(grid, kind, (row + 1,), known, own)
        # a line above a whole header (業務名 | 住民基本台帳) is a title, not its first row
        return two if below is None or len(below.fields) < len(two.fields) else None
    return one


def _continues(grid: Grid, row: int, header: _Header, known: Heading) -> bool:
    """Return True when the row below is more header, and not the first row of data."""
    below = {c: grid.at(row + 1, c) for c in grid.columns if grid.at(row + 1, c)}
    for field in _NEEDED[header.kind]:
        text = below.get(header.fields[field], "")
        if (
            text
            and (known(text) or ("", 0))[0] != field
            and not known(f"{_top(grid, row, header.fields[field])}_{text}")
        ):
            return False
    return any(known(text) or known(f"{_top(grid, row, c)}_{text}") for c, text in below.items())


def _assigned(grid: Grid, kind: Kind, rows: tuple[int, ...], known: Heading, own: SheetMapping) -> _Header | None:
    labels: dict[int, str] = {}
    best: dict[str, tuple[int, int]] = {}
    for column in grid.columns:
        choices = _choices(grid, rows, column)
        if not choices:
            continue
        labels[column] = choices[0][0]
        match = next(((found, penalty) for text, penalty in choices if (found := known(text))), None)
        if match:
            (field, rank), penalty = match
            best[field] = min(best.get(field, (10**6, 0)), (rank + penalty, column))
    fields = {field: column for field, (_, column) in best.items()} | _merged(grid, rows, own, labels)
    if any(n not in fields for n in _NEEDED[kind]) or len(fields) < _LEAST[kind]:
        return None
    return _Header(kind, rows, fields, labels)


def _choices(grid: Grid, rows: tuple[int, ...], column: int) -> list[tuple[str, int]]:
    """Return the texts that may be a column's heading, the surest first, each with a penalty."""
    top = grid.at(rows[0], column)
    if len(rows) == 1:
        return [(top, 0)] if top else []
    bottom = grid.at(rows[1], column)
    if not bottom:
        return [(top, 0)] if top else []
    over = _top(grid, rows[0], column)
    return ([(f"{over}_{bottom}", 0)] if over else []) + [(bottom, 10)] + ([(over, 50)] if top else [])


def _top(grid: Grid, row: int, column: int) -> str:
    """Return the upper heading over a column: its own, a merged one, or the next to the left."""
    text = grid.seen(row, column)
    while not text and column > 1:
        column -= 1
        text = grid.seen(row, column)
    return text


def _merged(grid: Grid, rows: tuple[int, ...], own: SheetMapping, labels: dict[int, str]) -> dict[str, int]:
    """Return the columns that the mapping file names, by letter or heading."""
    found: dict[str, int] = {}
    for field, where in own.columns.items():
        if where.isascii() and where.isalpha() and len(where) <= 3:
            found[field] = column_index_from_string(where.upper())
            continue
        at = [c for c, text in labels.items() if folded(where) in (folded(text), folded(grid.at(rows[-1], c)))]
        if at:
            found[field] = at[0]
    return found


def _given(grid: Grid, mapping: WorkbookMapping, own: SheetMapping) -> _Header:
    """Return the header whose rows the mapping file names."""
    kind: Kind = "codes" if own.read == "codes" else "items"
    rows = tuple(sorted(own.header))
    header = _assigned(grid, kind, rows[:2], _words(kind, mapping), own)
    if header is None:
        raise PackError(
            f"対応表が示す見出し（{', '.join(map(str, rows))} 行目）に、必要な列がありません",
            place=grid.name,
            hint=f"columns: で {', '.join(_NEEDED[kind])} の列を指定してください。",
        )
    return header


def _words(kind: Kind, mapping: WorkbookMapping) -> Heading:
    base = item_heading if kind == "items" else code_heading
    extra = {folded(word): (field, -1) for field, words in mapping.headings.items() for word in words}
    return lru_cache(maxsize=20_000)(lambda text: extra.get(folded(text)) or base(text))


def _levels(grid: Grid, header: _Header) -> tuple[int, ...]:
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


def _uses(header: _Header, levels: tuple[int, ...]) -> tuple[ColumnUse, ...]:
    by_column = {column: field for field, column in header.fields.items() if field not in NOT_TAKEN}
    by_column |= dict.fromkeys(levels, "item")
    columns = sorted(set(header.labels) | set(by_column))
    return tuple(
        ColumnUse(get_column_letter(c), header.labels.get(c, "").replace("\n", ""), by_column.get(c)) for c in columns
    )


def _titles(grid: Grid, above: _Header | None, header: int) -> dict[str, str]:
    """Return the labelled values between the table above (or the top of the sheet) and a header."""
    found: dict[str, str] = {}
    after = above.rows[-1] if above else 0
    lines = [r for r in grid.rows if after < r < header and not (above and _is_data(grid, above, r))]
    for row in lines:
        for column in grid.columns:
            label = title_label(grid.at(row, column))
            if label is None:
                continue
            below = grid.at(row + 1, column) if row + 1 < header else ""
            value = next((v for v in (_right_of(grid, row, column), below) if v and not title_label(v)), "")
            if value:
                found.setdefault(label, value)
    if lines:
        texts = [t for c in grid.columns if (t := grid.at(lines[-1], c))]
        first = [t for c in grid.columns if (t := grid.at(lines[0], c))]
        found["title"] = texts[0] if texts else ""
        found["top"] = first[0] if first else ""
    return found


def _is_data(grid: Grid, header: _Header, row: int) -> bool:
    return all(grid.at(row, header.fields[f]) for f in _NEEDED[header.kind])


def _right_of(grid: Grid, row: int, column: int) -> str:
    """Return the next text to the right, no further than the merged label reaches and three cells more."""
    origin = grid.merged.get((row, column), (row, column))
    steps = 0
    while steps < 3:
        column += 1
        if grid.merged.get((row, column)) == origin:
            continue
        steps += 1
        if text := grid.at(row, column):
            return text
    return ""


def _texts(grid: Grid) -> dict[int, list[str]]:
    """Row to the texts in it, from top to bottom."""
    texts: dict[int, list[str]] = {row: [] for row in grid.rows}
    for (row, _), text in grid.cells.items():
        texts[row].append(text)
    return texts


def _conclusive(grid: Grid, known: Heading) -> set[int]:
    """Return the rows in which some cell is a heading by itself: a header needs one."""
    return {row for (row, _), text in grid.cells.items() if known(text)}
