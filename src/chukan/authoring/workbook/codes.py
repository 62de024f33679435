"""The code tables of a workbook, and which of them a cell of an item means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast, get_args

from chukan.authoring.workbook.account import STRUCK, CellAccount
from chukan.authoring.workbook.cell_words import ANY_VALUE, DITTO, END_MARKS
from chukan.authoring.workbook.cells import is_blank
from chukan.authoring.workbook.grid import folded
from chukan.authoring.workbook.headings import ITEM_HEADINGS
from chukan.authoring.workbook.pairs import MORE_VALUE, Pairs, in_range, is_more, pairs_of_cell
from chukan.authoring.workbook.report import Notice
from chukan.authoring.workbook.tables import FoundTable
from chukan.authoring.workbook.titles import title_key
from chukan.layouts.basis import Basis
from chukan.layouts.codes import ANY, MORE, CodeValue

_CARRIED = frozenset({"list_id", "list_name", "business"})
_NUMBERS = frozenset(folded(word) for word in ITEM_HEADINGS["no"])
_BY_ID = re.compile(r"コード(?:ID|表|一覧)?(?:番号|No\.?)?\s*[:：＝=]\s*([0-9A-Za-z_-]+)")
_BY_NAME = re.compile(r"[「『]([^」』]+)[」』]\s*(?:コード)?(?:表|一覧)?\s*(?:を|に)?(?:参照|よる)")
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


@dataclass
class _Reading:
    """The lists of one table while its rows are read."""

    account: CellAccount
    table: FoundTable
    basis: Basis
    named: str
    current: RawList | None = None
    lists: list[RawList] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def read_lists(
    account: CellAccount, table: FoundTable, *, basis: Basis, several: bool, carry: RawList | None = None
) -> tuple[list[RawList], list[Notice]]:
    """Return the code lists that begin in one table.

    Args:
        account: the sheet, and what became of its cells: those of the table are claimed.
        table: the place of the table in it.
        basis: the basis of a value when the workbook names none.
        several: True when the sheet holds more than one code table: then the line above each names it.
        carry: the last list of the table above, which this one may go on with (a header repeated on each page).

    Returns:
        The new lists (`carry` grows in place and is not among them), and the notices.
    """
    account.head([(r, c) for r in table.header for c in range(table.span[0], table.span[1] + 1)], "見出し")
    own = table.given
    named = (own.list_name if own else None) or table.titles.get("list_name") or (table.titles.title if several else "")
    reading = _Reading(account, table, basis, named)
    names_lists = "list_id" in table.fields or "list_name" in table.fields
    if carry is not None and (names_lists or not named or title_key(named) == title_key(carry.name)):
        reading.current = carry
    for row in table.rows:
        _row(reading, row)
    if several and named:
        account.head([p for p, text in table.titles.texts.items() if text == named], "コード表の名前")
    return reading.lists, reading.notices


def _row(reading: _Reading, row: int) -> None:
    account, grid, fields = reading.account, reading.account.grid, reading.table.fields
    here = [(row, c) for c in range(reading.table.span[0], reading.table.span[1] + 1) if (row, c) in grid.filled]
    if any((row, fields[name]) in grid.struck for name in ("value", "meaning")):
        account.leave(here, STRUCK)
        return
    cell = {f: grid.down(row, c) if f in _CARRIED else grid.at(row, c) for f, c in fields.items()}
    if all(folded(grid.filled[place]) in END_MARKS for place in here):
        return
    list_id = "" if folded(cell.get("list_id", "")) in DITTO else cell.get("list_id", "")
    list_name = "" if folded(cell.get("list_name", "")) in DITTO else cell.get("list_name", "")
    value, meaning = cell.get("value", ""), cell.get("meaning", "").replace("\n", " ")
    if not value and not is_more(meaning) and (meaning or not (list_id and list_name)):
        if meaning:
            account.leave(here, "コード値が空の行です", "ワークブックを確かめ、コード値を書いてください。")
        return  # else a footer: the account knows those that say nothing
    current = reading.current
    if current is None or (list_id and list_id != current.id) or (list_name and list_name != current.name):
        current = reading.current = _begin(reading, (list_id, list_name or reading.named), cell.get("business", ""))
        reading.lists.append(current)
    _claim(reading, row)
    if value or is_more(meaning):
        _add(reading, current, row, cell, (value, meaning))


def _add(reading: _Reading, current: RawList, row: int, cell: dict[str, str], said: tuple[str, str]) -> None:
    """Add the value of a row, or the values of a range (``01～10``)."""
    value, meaning = said
    if is_more(value) or not value:
        codes: tuple[str, ...] = (MORE,)
    else:
        codes = (ANY,) if folded(value) in ANY_VALUE else in_range(value)
    where = reading.account.grid.place(row, reading.table.fields["value"])
    if not codes:
        codes = (MORE,)
        what = f"コード表「{current.name}」の「{value}」は範囲として数えられません。ほかの値もある表としました"
        reading.notices.append(Notice("problem", where, what, "値を一つずつ書いてください。"))
    for code in codes:
        if code in current.values:
            what = f"コード表「{current.name}」にコード「{code}」が二度あります。先のものを使いました"
            reading.notices.append(Notice("problem", where, what, "ワークブックを確かめてください。"))
            continue
        names = {ANY: meaning or "任意の値", MORE: meaning if not is_more(meaning) and meaning else MORE_VALUE[1]}
        stated = _basis(cell.get("basis", ""))
        note = [cell.get("note", ""), "" if stated else cell.get("basis", ""), value if len(codes) > 1 else ""]
        current.values[code] = CodeValue(
            code=code,
            name=names.get(code, meaning or code),
            basis=stated or reading.basis,
            source=cell.get("source", "").replace("\n", " "),
            note="／".join(text.replace("\n", " ") for text in note if text),
        )


def _claim(reading: _Reading, row: int) -> None:
    account, grid, table = reading.account, reading.account.grid, reading.table
    for name, column in table.fields.items():
        account.use([(row, column), grid.merged.get((row, column), (row, column))], name)
    for column, name in table.also.items():
        text = grid.at(row, column)
        if is_blank(text) or folded(text) == folded(grid.at(row, table.fields[name])):
            account.decorate([(row, column)], f"「{table.label(name)}」と同じことを言う列")
        elif text:
            what = f"「{table.labels[column]}」の列です。同じ意味の「{table.label(name)}」の列を使いました"
            account.leave([(row, column)], what)
    taken = {*table.fields.values(), *table.also}
    for column, label in table.labels.items():
        if column not in taken and folded(label) in _NUMBERS:
            account.decorate([(row, column)], "番号の列")
        elif column not in taken:
            account.leave([(row, column)], f"見出し「{label.replace(chr(10), '')}」の列は、何の列か決められません")


def _begin(reading: _Reading, named: tuple[str, str], business: str) -> RawList:
    """Return a new list, by id and name; where both lack, it has the sheet's name."""
    table, own, sheet = reading.table, reading.table.given, reading.account.grid.name
    list_id = named[0] or (own.list_id if own else None) or table.titles.get("list_id")
    name = named[1].replace("\n", "").strip("■◆●【】") or list_id or sheet
    business = business or (own.business if own else None) or table.titles.get("business")
    return RawList(list_id or name, name, business, sheet)


def _basis(text: str) -> Basis | None:
    return cast("Basis", text) if text in get_args(Basis) else None


def uneven(raw: RawList) -> bool:
    """Return True when some codes seem to have lost leading zeros: all digits, of different lengths, one with a zero."""
    codes = [c for c in raw.values if c not in (ANY, MORE)]
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
        pairs = pairs_of_cell(cell)
        return listed(pairs, item, business) if pairs and not pairs.rest else None

    def mentioned(self, text: str, business: str) -> tuple[RawList | None, str]:
        """Return the list that a sentence refers to (``コードID：C0002``, 「性別」参照), and the words that do.

        Args:
            text: A note.
            business: The business of its item, whose own lists come first.

        Returns:
            None and the words for a reference to a list that the workbook lacks; None and "" without a reference.
        """
        words = ""
        for m in (*_BY_ID.finditer(text), *_BY_NAME.finditer(text)):
            words = words or (m[0] if m.re is _BY_ID else "")
            lists = [r for r in self.lists if _same_id(r.id, m[1]) or folded(r.name) == folded(m[1])]
            if found := _nearest(lists, business):
                return found, m[0]
        return None, words

    def named_after(self, item: str, business: str) -> RawList | None:
        """Return the list whose name is the item's: for cells that hold only ○."""
        wanted = {folded(item), folded(f"{item}コード"), folded(item.rsplit("_", maxsplit=1)[-1])}
        return _nearest([raw for raw in self.lists if folded(raw.name) in wanted], business)


def listed(pairs: Pairs, item: str, business: str) -> RawList:
    """Return the code values that are written into a cell of an item as a list of its name."""
    values = {code: CodeValue(code=code, name=name, basis="attested") for code, name in pairs.values}
    if pairs.goes_on:
        values[MORE] = CodeValue(code=MORE, name=MORE_VALUE[1], basis="attested")
    return RawList(id=item, name=item, business=business, sheet="", values=values)


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
