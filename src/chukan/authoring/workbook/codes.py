"""The code tables of a workbook, and which of them a cell of an item means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast, get_args

from chukan.authoring.workbook.cells import read_pairs
from chukan.authoring.workbook.grid import Grid, folded
from chukan.authoring.workbook.header import Table
from chukan.authoring.workbook.headings import ANY_VALUE, DITTO, END_MARKS
from chukan.authoring.workbook.report import Notice
from chukan.layouts.basis import Basis
from chukan.layouts.model import CodeValue

_WITH_BUSINESS = re.compile(r"(.+?)[\s_:：・-]*([0-9]+)")


@dataclass
class RawList:
    """A code list as the workbook has it; it grows while its rows are read.

    Attributes:
        id: Its id in the workbook, or its name.
        name: Its Japanese name.
        business: The business that its table names; "" = none.
        sheet: The sheet that it is on; "" for values written into an item's cell.
        values: By code, in the order of the rows.
    """

    id: str
    name: str
    business: str
    sheet: str
    values: dict[str, CodeValue] = field(default_factory=dict)


def read_lists(
    grid: Grid, table: Table, *, basis: Basis, several: bool, carry: RawList | None = None
) -> tuple[list[RawList], list[Notice]]:
    """Return the code lists that begin in one table.

    Args:
        grid: the sheet.
        table: the place of the table in it.
        basis: the basis of a value when the workbook names none.
        several: True when the sheet holds more than one code table: then the line above each names it.
        carry: the last list of the table above, which this one may go on with (a header repeated on each page).

    Returns:
        The new lists (`carry` grows in place and is not among them), and the notices.
    """
    lists: list[RawList] = []
    notices: list[Notice] = []
    current = carry if "list_id" in table.fields or "list_name" in table.fields else None
    for row in table.rows:
        cell = {f: grid.at(row, c) for f, c in table.fields.items()}
        if _is_end(grid, row):
            continue
        list_id = "" if folded(cell.get("list_id", "")) in DITTO else cell.get("list_id", "")
        list_name = "" if folded(cell.get("list_name", "")) in DITTO else cell.get("list_name", "")
        begins = current is None or (list_id and list_id != current.id) or (list_name and list_name != current.name)
        value, meaning = cell.get("value", ""), cell.get("meaning", "").replace("\n", " ")
        if not value and meaning:
            notices.append(
                Notice("warning", grid.place(row, table.fields["meaning"]), "コード値が空の行を飛ばしました")
            )
        if not value and not (list_id and list_name):
            continue
        if begins or current is None:
            title = table.titles.get("title", "") if several else ""
            named = list_name or table.titles.get("list_name", "") or title
            current = _begin(grid, table, (list_id, named), cell.get("business", ""))
            lists.append(current)
        if not value:
            continue
        code = "*" if folded(value) in ANY_VALUE else value
        if code in current.values:
            notices.append(
                Notice(
                    "problem",
                    grid.place(row, table.fields["value"]),
                    f"コード表「{current.name}」にコード「{code}」が二度あります。先のものを使いました",
                    "ワークブックを確かめてください。",
                )
            )
            continue
        current.values[code] = CodeValue(
            code=code,
            name=meaning or ("任意の値" if code == "*" else code),
            basis=_basis(cell.get("basis", "")) or basis,
            source=cell.get("source", "").replace("\n", " "),
            note=cell.get("note", "").replace("\n", " "),
        )
    return lists, notices


def _begin(grid: Grid, table: Table, named: tuple[str, str], business: str) -> RawList:
    """Return a new list, by id and name; where both lack, it has the sheet's name."""
    list_id = named[0] or table.titles.get("list_id", "")
    name = named[1].replace("\n", "").lstrip("■◆●【").rstrip("】") or list_id or grid.name
    return RawList(list_id or name, name, business or table.titles.get("business", ""), grid.name)


def _is_end(grid: Grid, row: int) -> bool:
    return all(folded(grid.at(row, c)) in END_MARKS for c in grid.columns if grid.at(row, c))


def _basis(text: str) -> Basis | None:
    return cast("Basis", text) if text in get_args(Basis) else None


def uneven(raw: RawList) -> bool:
    """Return True when some codes seem to have lost leading zeros: all digits, of different lengths, one with a zero."""
    codes = [c for c in raw.values if c != "*"]
    digits = all(re.fullmatch(r"[0-9]+", c) for c in codes)
    return digits and len({len(c) for c in codes}) > 1 and any(len(c) > 1 and c.startswith("0") for c in codes)


@dataclass(frozen=True)
class CodeBook:
    """All the lists of a workbook."""

    lists: Sequence[RawList]

    def find(self, cell: str, business: str, item: str) -> RawList | None:
        """Return the list that an item's code cell means: an id, a business and an id, a name; or values written there.

        Args:
            cell: The text of the item's code cell.
            business: The item's business, whose own lists come first.
            item: The item's name, for a list that is written into the cell itself.

        Returns:
            The list, or None when the workbook has none that fits.
        """
        by_id = [raw for raw in self.lists if _same_id(raw.id, cell)]
        if found := _nearest(by_id, business):
            return found
        if m := _WITH_BUSINESS.fullmatch(cell.replace("\n", " ")):
            by_business = [raw for raw in self.lists if _same_id(raw.id, m[2]) and folded(m[1]) in folded(raw.business)]
            if by_business:
                return by_business[0]
        named = [raw for raw in self.lists if folded(raw.name) == folded(cell)]
        if found := _nearest(named, business):
            return found
        if pairs := read_pairs(cell):
            values = {code: CodeValue(code=code, name=name, basis="attested") for code, name in pairs}
            return RawList(id=item, name=item, business=business, sheet="", values=values)
        return None

    def named_after(self, item: str, business: str) -> RawList | None:
        """Return the list whose name is the item's: for cells that hold only ○."""
        wanted = {folded(item), folded(f"{item}コード"), folded(item.rsplit("_", maxsplit=1)[-1])}
        return _nearest([raw for raw in self.lists if folded(raw.name) in wanted], business)


def _same_id(a: str, b: str) -> bool:
    a, b = folded(a), folded(b)
    if re.fullmatch(r"[0-9]+", a) and re.fullmatch(r"[0-9]+", b):
        return int(a) == int(b)
    return a == b


def _nearest(found: Iterable[RawList], business: str) -> RawList | None:
    """Return the business's own list first, then one of no business, then any."""
    choices = list(found)
    own = [raw for raw in choices if raw.business and folded(raw.business) == folded(business)]
    none = [raw for raw in choices if not raw.business]
    return next(iter([*own, *none, *choices]), None)
