"""The sheets of a workbook: which of them hold tables, what was read, and what became of every cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from chukan.authoring.workbook.account import CellAccount
from chukan.authoring.workbook.codes import RawList, read_lists
from chukan.authoring.workbook.definition import ABOUT, Definition, is_definition, read_definition
from chukan.authoring.workbook.grid import Grid, Place, folded
from chukan.authoring.workbook.header import NEEDED, seen_headings
from chukan.authoring.workbook.items import RawItem, read_items
from chukan.authoring.workbook.legend import Legend, find_legend
from chukan.authoring.workbook.mapping import SheetMapping, WorkbookMapping
from chukan.authoring.workbook.opening import OpenedWorkbook
from chukan.authoring.workbook.report import Notice, SheetUse
from chukan.authoring.workbook.seen import about_cells, about_tables, about_workbook
from chukan.authoring.workbook.sides import side_of
from chukan.authoring.workbook.tables import FoundTable, find_tables
from chukan.authoring.workbook.titles import is_known, title_key
from chukan.layouts.basis import Basis

_DOCUMENT_SHEETS = re.compile(
    r"(?:.*(?:表紙|目次|改[訂定版]履歴|変更履歴|更新履歴|改版|凡例|はじめに|まえがき|記載要領|記入要領|記載例|使い方|(?:シート|ファイル|テーブル)一覧|索引|インデックス|readme|cover|history|index|contents).*)"
)
_TITLE = 40
_NAMES_JA = {"item": "項目名", "type": "データ型", "value": "コード値", "meaning": "内容"}


@dataclass
class WorkbookReading:
    """All that the sheets of a workbook yielded.

    Attributes:
        accounts: Sheet -> what became of its cells.
        texts: The names of the sheets and the texts above the tables.
    """

    opened: OpenedWorkbook
    number: int = 0
    items: list[RawItem] = field(default_factory=list)
    lists: list[RawList] = field(default_factory=list)
    sheets: list[SheetUse] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    definition: Definition | None = None
    accounts: dict[str, CellAccount] = field(default_factory=dict)


def read_workbook(
    opened: OpenedWorkbook, mapping: WorkbookMapping, *, basis: Basis, number: int = 0
) -> WorkbookReading:
    """Read the sheets of one workbook.

    Args:
        opened: The workbook.
        mapping: What a person has decided.
        basis: The basis of an item when the workbook names none.
        number: Its number among those that are imported together.

    Returns:
        Items and code lists, and the account of every sheet: its cells that hold something are used, headings, known to say
        nothing of a layout, or in the notices.
    """
    reading = WorkbookReading(opened, number)
    grids = [grid.with_struck() if mapping.struck == "read" else grid for grid in opened.grids]
    tables = {grid.name: _tables(grid, mapping) for grid in grids}
    legends = {g.name: find_legend(g, [p for t in tables[g.name] for p in t.data(g)]) for g in grids}
    common: dict[str, Legend] = {name: legend for name, legend in legends.items() if legend.marks}
    reading.notices += about_workbook(opened, mapping)
    for grid in grids:
        account = reading.accounts[grid.name] = CellAccount(grid)
        legend = legends[grid.name]
        account.use(legend.places, "凡例")
        if not legend.marks and common:
            legend = next(iter(common.values()))
        use = _sheet(
            reading=reading, account=account, tables=tables[grid.name], mapping=mapping, legend=legend, basis=basis
        )
        own = mapping.sheets.get(grid.name, SheetMapping())
        account.decorate([p for p in grid.filled if own.ignores(*p)], "対応表で読まないとしたセル")
        reading.sheets.append(replace(use, cells=account.counts()))
        reading.notices += account.close()
    return reading


def _tables(grid: Grid, mapping: WorkbookMapping) -> list[FoundTable]:
    own = mapping.sheets.get(grid.name)
    hidden = grid.hidden and mapping.hidden_sheets != "read" and not own
    if hidden or (own and own.read == "skip") or is_definition(grid) or grid.at(1, 1) == ABOUT:
        return []
    return find_tables(grid, mapping)


def _sheet(
    reading: WorkbookReading,
    account: CellAccount,
    tables: list[FoundTable],
    mapping: WorkbookMapping,
    legend: Legend,
    basis: Basis,
) -> SheetUse:
    """Read one sheet, or say why not; every cell is claimed, left, or open for the account to judge."""
    grid = account.grid
    own = mapping.sheets.get(grid.name)
    if mapping.struck == "skip":
        account.decorate(grid.struck, "対応表で読まないとした取り消し線")
    if definition := read_definition(grid):
        reading.definition = definition
        account.use(grid.filled, "定義")
        return SheetUse(grid.name, "definition", "chukan が書き出した定義のシート")
    if grid.at(1, 1) == ABOUT:
        account.decorate(grid.filled, "chukan が書き出した説明のシート")
        return SheetUse(grid.name, "skipped", "chukan が書き出した説明のシート")
    if own and own.read == "skip":
        account.decorate(grid.filled, "対応表で読まないとしたシート")
        return SheetUse(grid.name, "skipped", "対応表で読まないとしたシート")
    if grid.hidden and mapping.hidden_sheets != "read" and not own:
        if mapping.hidden_sheets == "skip":
            account.decorate(grid.filled, "対応表で読まないとした非表示のシート")
        account.leave(
            grid.filled,
            "非表示のシートなので読みませんでした",
            "読むときは、対応表に hidden_sheets: read、読まないなら hidden_sheets: skip と書いてください。",
        )
        return SheetUse(grid.name, "skipped", "非表示のシート")
    if not tables:
        return _without_tables(account, mapping)
    old = {table.over for table in tables if table.side == "old"} - {""}
    # what names the new side names the edition too
    texts = [*(t.over for t in tables if t.side == "new"), grid.name, *(x for t in tables for x in t.titles.all)]
    reading.texts += [text for text in texts if text and text not in old]
    reading.notices += about_cells(grid, mapping)
    return _read(reading=reading, account=account, tables=tables, mapping=mapping, legend=legend, basis=basis)


def _without_tables(account: CellAccount, mapping: WorkbookMapping) -> SheetUse:
    grid = account.grid
    if not grid.filled:
        return SheetUse(grid.name, "skipped", "空のシート")
    if _DOCUMENT_SHEETS.fullmatch(folded(grid.name)):
        account.decorate(grid.filled, "表紙・履歴・凡例などのシート")
        return SheetUse(grid.name, "skipped", "表紙・履歴・凡例などのシート")
    why = f"項目の表でもコードの表でもない{_what_lacks(grid, mapping)}"
    account.leave(
        grid.filled,
        f"シートが{why}ので読みませんでした",
        "表なら、対応表の sheets: で見出しの行（header）と列（columns）を、要らないなら read: skip と書いてください。",
    )
    return SheetUse(grid.name, "skipped", why)


def _what_lacks(grid: Grid, mapping: WorkbookMapping) -> str:
    """Return which headings were seen in the row that is most like a header, and which are missing."""
    best: tuple[int, str] = (0, "")
    for kind, rows in seen_headings(grid, mapping).items():
        for row, fields in rows.items():
            missing = [_NAMES_JA[f] for f in NEEDED[kind] if f not in fields]
            if len(fields) > best[0] and missing:
                words = "・".join(text.replace("\n", "") for text in fields.values())
                best = len(fields), f"（{row} 行目に {words} の見出しはあるが、{'・'.join(missing)} の列がない）"
    return best[1]


def _read(
    reading: WorkbookReading,
    account: CellAccount,
    tables: list[FoundTable],
    mapping: WorkbookMapping,
    legend: Legend,
    basis: Basis,
) -> SheetUse:
    grid = account.grid
    several = len({t.titles.title for t in tables if t.kind == "codes"}) > 1
    several = (
        several or any(not t.alone and t.kind == "codes" for t in tables) or any(t.kind == "items" for t in tables)
    )
    pages = _Pages(grid.name)
    carry: RawList | None = None
    taken = 0
    for table in tables:
        if table.side == "old":
            account.leave(
                table.cells(grid),
                "新旧対照表の古い側と見て、新しい側を読みました",
                "古い側を読むときは、対応表の columns: で列を指定してください。",
            )
            continue
        if table.kind == "items":
            items, notices = read_items(account, table, mapping, legend=legend, basis=basis)
            reading.items += pages.of(table, [replace(raw, workbook=reading.number) for raw in items], reading.notices)
            taken += len(items)
        else:
            before = len(carry.values) if carry else 0
            lists, notices = read_lists(account, table, basis=basis, several=several, carry=carry)
            reading.lists += lists
            taken += sum(len(raw.values) for raw in lists) + (len(carry.values) - before if carry else 0)
            carry = lists[-1] if lists else carry
        reading.notices += notices
    reading.items[:] = pages.named(reading.items)
    _titles(reading, account, tables, pages)
    first = next((t for t in tables if t.side != "old"), tables[0])
    what = {"items": "項目の表", "codes": "コードの表"}[first.kind]
    why = what if len(tables) == 1 else f"{what}（{len(tables)} か所）"
    why = why if taken else f"{what}（見出しだけで、行がない）"
    sized = all(raw.item.length is not None for raw in reading.items if raw.sheet == grid.name)
    reading.notices += about_tables(grid, [t for t in tables if t.side != "old"], sized=sized)
    uses = tuple(table.use for table in tables if table.side != "old")
    return SheetUse(
        sheet=grid.name,
        read_as=first.kind,
        why=why,
        header_rows=first.header,
        columns=first.columns,
        rows=taken,
        tables=uses,
    )


def _is_first(grid: Grid, place: Place) -> bool:
    """Return True for a short text alone in the first line of a sheet: its title, whatever it says."""
    texts = grid.lines[place[0]]
    alone = place[0] == min(grid.lines) and len(texts) == 1
    return alone and len(texts[place[1]]) <= _TITLE and not re.search("[。※:：＝=]", texts[place[1]])


def _titles(reading: WorkbookReading, account: CellAccount, tables: list[FoundTable], pages: _Pages) -> None:
    """Claim what stands above the tables; what is not known to say nothing of a layout is left."""
    headings = {label for table in tables for label in table.labels.values()}
    names = [account.grid.name, reading.opened.name, *headings]
    for table in tables:
        account.head(table.titles.labels, "見出し")
        account.use(table.titles.places, "表の上の値")
        named = pages.names if len(set(pages.names)) > 1 else []
        sections = [p for p, text in table.titles.texts.items() if text.strip("■◆●【】").strip() in named]
        account.head(sections, "表の名前")
        overs = {t.over for t in tables} - {""}
        account.head([p for p, text in table.titles.texts.items() if side_of(text) or text in overs], "新旧の別")
        known = [
            p
            for p, text in table.titles.texts.items()
            if is_known(text, names) or _is_first(account.grid, p) or title_key(text) in pages.seen
        ]
        account.decorate(known, "表題")
        rest = [p for p in table.titles.texts if account.is_open(p)]
        account.leave(rest, "表の上か下にある文です。読み取りの対象ではありません")


@dataclass
class _Pages:
    """Which tables of one sheet are pages of one file, and which are files of their own."""

    sheet: str
    section: str = ""
    keys: set[str] = field(default_factory=set)
    last: int | None = None
    names: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """What stood above earlier pages, and stands above each again."""

    def of(self, table: FoundTable, items: list[RawItem], notices: list[Notice]) -> list[RawItem]:
        """Return the items of the next table with the section that they belong to."""
        if not items:
            return items
        title = table.titles.title
        key, first = title_key(title), items[0].ordinal
        follows = first is not None and self.last is not None and first == self.last + 1
        begins = not self.names or not (follows or not key or key in self.keys or key in folded(self.sheet))
        if self.names and not begins and not follows and first == 1 and not items[0].group and not key:
            what = f"項番が 1 から始まり直していますが、表題がないので、{self.sheet} の続きとして取り込みました"
            notices.append(
                Notice(
                    "problem",
                    items[0].place,
                    what,
                    "別の移行ファイルなら、対応表の tables: で layout を分けてください。",
                )
            )
        if begins:
            self.section = title.strip("■◆●【】").strip() or self.sheet
            self.names.append(self.section)
            self.keys = set()
        self.keys |= {title_key(text) for text in table.titles.all} - {""}
        self.seen |= {title_key(text) for text in table.titles.values.values()} | {title_key(self.sheet)}
        self.last = next((raw.ordinal for raw in reversed(items) if raw.ordinal is not None), self.last)
        return [raw if raw.group or raw.slug else replace(raw, section=self.section) for raw in items]

    def named(self, items: list[RawItem]) -> list[RawItem]:
        """Return the items without sections where the sheet is one file."""
        if len(set(self.names)) > 1:
            return items
        return [replace(raw, section="") if raw.sheet == self.sheet else raw for raw in items]
