"""The cells of a row of an item table, as a person reads them: merged ones, 〃, 同左, names over several columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chukan.authoring.workbook.account import CellAccount
from chukan.authoring.workbook.cell_words import DITTO, SAME_LEFT
from chukan.authoring.workbook.grid import Place, folded
from chukan.authoring.workbook.item_types import read_type
from chukan.authoring.workbook.legend import Legend
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.report import Level, Notice
from chukan.authoring.workbook.tables import FoundTable
from chukan.layouts.basis import Basis

_ID = re.compile(r"([0-9]{3})([0-9]{1,5})?")
CARRIED = ("business", "group", "slug")
_OWN_CELL = frozenset({"item", "no", "id", "key"})
"""Fields that a cell merged over several rows says of the first row only."""


@dataclass
class TableReading:
    """The state that is carried from row to row."""

    account: CellAccount
    table: FoundTable
    mapping: WorkbookMapping
    legend: Legend
    basis: Basis
    business: str
    group: str
    slug: str = ""
    over: dict[int, str] = field(default_factory=dict)
    """Column of a name's outer part -> the last text in it."""
    last: dict[str, str] = field(default_factory=dict)
    """Field -> the last text in its column, for 〃."""
    grouped: dict[str, str] = field(default_factory=dict)
    """Outer name -> how often the items below it occur together."""
    hidden: list[int] = field(default_factory=list)
    in_bytes: list[str] = field(default_factory=list)
    required: dict[str, None] = field(default_factory=dict)
    """The marks (◎, ○) that stand for a requirement, in their order."""
    notices: list[Notice] = field(default_factory=list)

    def note(self, level: Level, row: int, column: str, message: str, hint: str = "") -> None:
        """Add a notice on a cell of a row.

        Args:
            level: How much it matters.
            row: The row.
            column: The field whose column the cell is in.
            message: What is odd.
            hint: The next step.
        """
        at = self.table.fields.get(column, self.table.fields["item"])
        self.notices.append(Notice(level, self.account.grid.place(row, at), message, hint))


def cells_of(reading: TableReading, row: int) -> tuple[dict[str, str], dict[str, list[Place]]]:
    """Return the cells of a row; 〃 and 同左 are filled in, and what is merged over several rows.

    Args:
        reading: The table, and the row above.
        row: The row.

    Returns:
        Field -> text, and field -> the cells that it comes from.
    """
    grid = reading.account.grid
    cell: dict[str, str] = {}
    used: dict[str, list[Place]] = {}
    for name, column in reading.table.fields.items():
        text = grid.at(row, column) if name in _OWN_CELL else grid.down(row, column)
        places = [grid.merged.get((row, column), (row, column)), (row, column)]
        if folded(text) in SAME_LEFT and name in reading.table.other:
            text = grid.down(row, reading.table.other[name])
            places.append((row, reading.table.other[name]))
        if folded(text) in DITTO and name not in ("no", "id", *CARRIED):
            text = reading.last.get(name, "")
        if text:
            reading.last[name] = text
        cell[name], used[name] = text, places
    return cell, used


def add_characters(reading: TableReading, row: int, cell: dict[str, str], used: dict[str, list[Place]]) -> None:
    """Join a second column of the type, where it names the characters of a string (文字列, 半角数字).

    Args:
        reading: The table.
        row: The row.
        cell: Field -> text; the type becomes ``文字列(半角数字)``.
        used: Field -> the cells that it comes from.
    """
    for column, name in reading.table.also.items():
        text = reading.account.grid.down(row, column)
        if name != "type" or not text or not cell["type"]:
            continue
        both = f"{cell['type']}({text})"
        found = read_type(both, reading.mapping.types)
        if found.type is not None and not found.lost:
            cell["type"] = both
            used["type"].append((row, column))


def name_of(reading: TableReading, row: int) -> tuple[str, str]:
    """Return an item's name, and the name over it: the innermost that is written, and the next outer one that goes on.

    Args:
        reading: The table, and the outer names so far.
        row: The row.

    Returns:
        Both names; "" where there is none.
    """
    grid, levels, item = reading.account.grid, reading.table.levels, reading.table.fields["item"]
    written = {c: text for c in levels if (text := grid.at(row, c).replace("\n", ""))}
    written = {c: reading.over.get(c, text) if folded(text) in DITTO else text for c, text in written.items()}
    if folded(written.get(item, "")) in SAME_LEFT and "item" in reading.table.other:
        written[item] = grid.at(row, reading.table.other["item"]).replace("\n", "")
    if not written:
        return "", ""
    column = max(written)
    reading.over = {c: t for c, t in reading.over.items() if c < min(written)} | written
    parent = next((reading.over[c] for c in reversed(levels) if c < column and c in reading.over), "")
    return written[column], parent


def carry_down(reading: TableReading, row: int) -> list[Place]:
    """Carry business and group down to the next one that is written: cells are merged, blank, or 〃.

    Args:
        reading: The table, and the last of each so far.
        row: The row.

    Returns:
        The cells that say so.
    """
    grid, places = reading.account.grid, []
    for name in CARRIED:
        column = reading.table.fields.get(name)
        text = grid.seen(row, column).replace("\n", "") if column else ""
        if column and text:
            places.append(grid.merged.get((row, column), (row, column)))
            if folded(text) not in DITTO:
                setattr(reading, name, text)
    return places


def item_id_of(reading: TableReading, row: int) -> tuple[str, int | None]:
    """Return データ項目ID, printed as ``031`` and ``1`` in two cells or ``03100001`` in one, and the business's number.

    Args:
        reading: The table.
        row: The row.

    Returns:
        "" and None where there is none.
    """
    column = reading.table.fields.get("id")
    if column is None:
        return "", None
    grid = reading.account.grid
    text = grid.at(row, column)
    neighbour = column + 1
    header = reading.table.header[0]
    if grid.merged.get((header, neighbour)) == grid.merged.get((header, column), (0, 0)):
        tail = grid.at(row, neighbour)
        text += tail.zfill(5) if re.fullmatch(r"[0-9]{1,5}", tail) and len(text) == 3 else tail
        reading.account.use([(row, neighbour)], "id")
    m = _ID.fullmatch(text)
    return text, int(m[1]) if m and m[2] else None
