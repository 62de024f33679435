"""The rows of an item table, each as an item of some group of some business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from chukan.authoring.workbook.account import CellAccount
from chukan.authoring.workbook.cell_words import END_MARKS, REQUIREMENTS
from chukan.authoring.workbook.cells import is_blank
from chukan.authoring.workbook.grid import Place, folded
from chukan.authoring.workbook.headings import BYTE_HEADINGS, NOT_TAKEN
from chukan.authoring.workbook.item_cells import (
    CARRIED,
    TableReading,
    add_characters,
    carry_down,
    cells_of,
    item_id_of,
    name_of,
)
from chukan.authoring.workbook.item_row import parse_row
from chukan.authoring.workbook.legend import Legend
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.pairs import Pairs
from chukan.authoring.workbook.report import Level, Notice
from chukan.authoring.workbook.tables import FoundTable
from chukan.layouts.basis import Basis
from chukan.layouts.model import Item

_SECTION = re.compile(r"[■◆●◎□◇▼▽★【〔＜<(（《].*|第?[0-9０-９]+[.．、章節]\s*\S.*")
_ROUND = {"◯": "○", "〇": "○"}
"""Marks that look the same."""
_STRUCTURES = frozenset(
    folded(w) for w in ("オブジェクト", "object", "配列", "array", "グループ", "group", "構造体", "集団項目")
)
_BYTES = frozenset(folded(w) for w in BYTE_HEADINGS)
_DELETED = frozenset(folded(w) for w in ("削除", "(削除)", "廃止", "(廃止)", "【削除】"))


@dataclass(frozen=True)
class RawItem:
    """One row that is an item.

    Attributes:
        slug: The layout's name in addresses, where the workbook names it (chukan's own export).
        number: The business's number: the first three digits of データ項目ID.
        together: It repeats with the other items below the same outer name.
        parent: The name over it, where names are spread over columns (大項目, 小項目).
        section: The title of its table, where its sheet has several.
        sheet: Its sheet.
        workbook: The number of its workbook among those that are imported together.
        ordinal: Its number in the column 項番; None = none.
        pairs: The code values that its notes list.
    """

    place: str
    item: Item
    business: str
    group: str
    slug: str = ""
    number: int | None = None
    code: str = ""
    repeat: str = ""
    together: bool = False
    inferred: tuple[str, ...] = ()
    parent: str = ""
    section: str = ""
    sheet: str = ""
    workbook: int = 0
    ordinal: int | None = None
    pairs: Pairs | None = None


def read_items(
    account: CellAccount, table: FoundTable, mapping: WorkbookMapping, *, legend: Legend, basis: Basis
) -> tuple[list[RawItem], list[Notice]]:
    """Return the items of one table, in order, and what was odd about them.

    Args:
        account: The sheet, and what became of its cells: those of the table are claimed.
        table: The place of the table in it.
        mapping: What to do with hidden rows, struck-out names and unknown words.
        legend: What the marks of a requirement mean.
        basis: The basis of an item when the workbook names none.

    Returns:
        The items in the order of the rows, and the notices.
    """
    grid = account.grid
    own, given = mapping.sheets.get(grid.name), table.given
    business = (given.business if given else None) or (own.business if own else None)
    layout = (given.layout if given else None) or (own.layout if own else None)
    reading = TableReading(
        account,
        table,
        mapping,
        legend,
        basis,
        business=business or table.titles.get("business"),
        group=layout or table.titles.get("group"),
    )
    account.head([(r, c) for r in table.header for c in range(table.span[0], table.span[1] + 1)], "見出し")
    found = [raw for row in table.rows if (raw := _row(reading, row)) is not None]
    reading.notices += _remarks(reading)
    return found, reading.notices


def _remarks(reading: TableReading) -> list[Notice]:
    """Return the notices on a table as a whole."""
    grid, table = reading.account.grid, reading.table
    name = grid.name
    notices: list[Notice] = []
    if len(table.levels) > 1:
        letters = ", ".join(get_column_letter(c) for c in table.levels)
        what = f"項目名が {len(table.levels)} 列（{letters}）に分かれています。いちばん右の名前を項目名としました"
        notices.append(Notice("info", name, what))
    if reading.hidden:
        verb = "読みませんでした" if reading.mapping.hidden_rows == "skip" else "読みました"
        rows = ", ".join(map(str, reading.hidden[:10])) + ("…" if len(reading.hidden) > 10 else "")
        what = f"非表示の行が {len(reading.hidden)} あります（{rows} 行目）。{verb}"
        notices.append(Notice("warning", name, what, "対応表の hidden_rows: read / skip で変えられます。"))
    explained = {folded(mark) for mark in (*reading.legend.marks, *reading.mapping.required)}
    marks = [mark for mark in reading.required if mark not in explained]
    if len(marks) > 1:
        what = f"必須の欄に「{'」「'.join(marks)}」がありますが、違いを言う凡例がありません。どれも必須としました"
        at = grid.place(table.header[-1], table.fields["required"])
        notices.append(Notice("problem", at, what, "対応表の required: で、それぞれの意味を書いてください。"))
    heading = table.label("length")
    if reading.in_bytes or folded(heading) in _BYTES or "バイト" in heading or "byte" in folded(heading):
        what = (
            f"桁数の見出し「{heading}」はバイト数のようです"
            if not reading.in_bytes
            else "桁数にバイト数のものがあります"
        )
        notices.append(
            Notice("warning", name, what, "検査するときは、移行条件に length_unit: bytes と書いてください。")
        )
    return notices


def _row(reading: TableReading, row: int) -> RawItem | None:
    """One row as an item, or None when it is not one (what it holds is claimed, or left with the reason)."""
    account, grid, fields = reading.account, reading.account.grid, reading.table.fields
    here = [(row, c) for c in range(reading.table.span[0], reading.table.span[1] + 1) if (row, c) in grid.filled]
    if (row, fields["item"]) in grid.struck:
        name = grid.struck[row, fields["item"]].replace("\n", "")
        why, hint = (
            f"取り消し線の引かれた項目「{name}」の行です",
            "生きている項目なら、対応表に struck: read と書いてください。",
        )
        if reading.mapping.struck == "skip":
            account.decorate(here, why)
        account.leave(here, why, hint)
        return None
    cell, used = cells_of(reading, row)
    add_characters(reading, row, cell, used)
    name, parent = name_of(reading, row)
    texts = [t for t in (*cell.values(), name) if t]
    if not texts or all(folded(t) in END_MARKS for t in texts):
        return None
    account.use(carry_down(reading, row), "業務・移行ファイル")
    if not name:
        _without_name(reading, here, cell)
        return None
    if not _is_item(reading, row, name, here, cell):
        return None
    _claim(reading, row, used)
    mark = folded(cell.get("required", ""))
    if len(mark) == 1 and REQUIREMENTS.get(mark) == "required" and not mark.isalnum():
        reading.required[_ROUND.get(mark, mark)] = None
    return _item(reading, row, name, parent, cell)


def _is_item(reading: TableReading, row: int, name: str, here: list[Place], cell: Mapping[str, str]) -> bool:
    """Return True for a row with a name that is an item; what another one holds is claimed, or left with the reason."""
    account = reading.account
    if reading.table.other and folded(name) in _DELETED:
        reading.note("info", row, "item", "新しい側で削除とされた行を除きました")
        account.decorate(here, "新しい側で削除とされた行")
        return False
    if not any(cell.get(f) for f in ("type", "length", "required", "key", "code", "id", "repeat")):
        _without_type(reading, row, name, here)
        return False
    if cell.get("repeat") and not cell.get("type") and not cell.get("length"):
        _group(reading, row, name, here, cell["repeat"])
        return False
    if folded(cell["type"]) in _STRUCTURES:
        account.leave(here, f"型が「{cell['type']}」の行は列ではないので、項目にしていません")
        return False
    if row in account.grid.hidden_rows:
        reading.hidden.append(row)
        if reading.mapping.hidden_rows == "skip":
            account.decorate(here, "対応表で読まないとした非表示の行")
            return False
    return True


def _without_name(reading: TableReading, here: list[Place], cell: Mapping[str, str]) -> None:
    only_number = not any(text for name, text in cell.items() if name not in ("no", *CARRIED))
    if only_number and re.fullmatch(r"[0-9-]*", folded(cell.get("no", ""))):
        reading.account.decorate(here, "番号だけの行")
    elif cell.get("type") or cell.get("length"):
        hint = "ワークブックを確かめ、項目名を書いてください。"
        reading.account.leave(here, "項目名が空の行です（型か桁数はあります）", hint)
    # else a footer: the account knows those that say nothing


def _without_type(reading: TableReading, row: int, name: str, here: list[Place]) -> None:
    """Claim or leave a row with a name only: a heading between items, or an item that lacks all else."""
    grid, table = reading.account.grid, reading.table
    at = max(c for c in table.levels if grid.at(row, c))
    wide = any(grid.merged.get((row, c)) == (row, at) for c in (at + 1, at + 2) if c not in table.levels)
    if _SECTION.fullmatch(name) or wide or (len(table.levels) > 1 and at < table.levels[-1]):
        reading.note("info", row, "item", f"見出し「{name}」と見て飛ばしました（型・桁数・必須のどれもない行）")
        reading.account.head(here, "項目の間の見出し")
        return
    if name.startswith(("※", "＊", "*", "注")):
        reading.account.leave(here, "表の中の注記です")
        return
    reading.account.leave(here, "型も桁数も必須区分もない行なので、項目か見出しか決められません")


def _group(reading: TableReading, row: int, name: str, here: list[Place], repeat: str) -> None:
    """Keep a number of repeats beside an outer name for all the items below it; leave one beside a plain heading."""
    table = reading.table
    at = max(c for c in table.levels if reading.account.grid.at(row, c))
    if len(table.levels) > 1 and at < table.levels[-1]:
        reading.grouped[name] = repeat
        reading.account.use(here, "繰り返す組")
        return
    why = f"繰り返し「{repeat}」が型も桁数もない行「{name}」に付いています。どの項目までの繰り返しか決められません"
    reading.account.leave(
        here, why, "繰り返す項目それぞれの行に回数を書き、対応表に repeat: together と書いてください。"
    )


def _claim(reading: TableReading, row: int, used: Mapping[str, list[Place]]) -> None:
    """Claim the cells of an item: its fields, and what other columns are known to repeat."""
    account, grid, table = reading.account, reading.account.grid, reading.table
    for name, places in used.items():
        number = name != "no" or re.fullmatch(
            r"[(（]?[0-9]+(?:[-.][0-9]+)*[)）.]?|[①-⑳]|[a-z]", folded(grid.at(*places[1]))
        )
        if not number:
            account.leave(places, f"「{table.label(name)}」の欄が番号ではありません")
        elif name in NOT_TAKEN:
            account.decorate(places, f"説明の列「{table.label(name)}」")
        else:
            account.use(places, name)
    account.use([(row, c) for c in table.levels], "item")
    for column, name in table.also.items():
        text = grid.down(row, column)
        if not text:
            continue
        label = table.labels[column].replace("\n", "")
        chosen = table.label(name)
        if name in NOT_TAKEN or is_blank(text) or _repeats(reading, row, name, label, text):
            account.decorate([(row, column)], f"「{chosen}」と同じことを言う列「{label}」")
        else:
            account.leave([(row, column)], f"「{label}」の列です。同じ意味の「{chosen}」の列を使いました")
    taken = {*table.fields.values(), *table.also, *table.levels, *table.other.values()}
    for column, label in table.labels.items():
        if column not in taken:
            account.leave([(row, column)], f"見出し「{label.replace(chr(10), '')}」の列は、何の列か決められません")


def _repeats(reading: TableReading, row: int, name: str, label: str, text: str) -> bool:
    """Return True when a second column of one meaning says what the first says, or counts the same length in bytes."""
    used = reading.account.grid.down(row, reading.table.fields[name])
    if folded(text) == folded(used):
        return True
    if name != "length" or not (folded(label) in _BYTES or "バイト" in label):
        return False
    digits, bytes_ = re.fullmatch(r"[0-9]+", folded(used)), re.fullmatch(r"[0-9]+", folded(text))
    return bool(digits and bytes_ and int(bytes_[0]) in (int(digits[0]) * n for n in (1, 2, 3, 4)))


def _item(reading: TableReading, row: int, name: str, parent: str, cell: Mapping[str, str]) -> RawItem:
    def notify(level: Level, column: str, message: str, hint: str) -> None:
        reading.note(level, row, column, message, hint)

    item_id, number = item_id_of(reading, row)
    parsed = parse_row(
        name,
        cell,
        mapping=reading.mapping,
        marks=reading.legend.marks,
        basis=reading.basis,
        item_id=item_id,
        notify=notify,
    )
    if parsed.in_bytes:
        reading.in_bytes.append(name)
    ordinal = folded(cell.get("no", ""))
    own_repeat = parsed.repeat if is_blank(cell.get("repeat", "")) else cell.get("repeat", "")
    return RawItem(
        place=reading.account.grid.place(row, reading.table.fields["item"]),
        item=parsed.item,
        business=reading.business,
        group=reading.group,
        slug=reading.slug,
        number=number,
        code="" if is_blank(cell.get("code", "")) else cell.get("code", ""),
        repeat=own_repeat or reading.grouped.get(parent, ""),
        together=not own_repeat and parent in reading.grouped,
        inferred=parsed.inferred,
        parent=parent,
        sheet=reading.account.grid.name,
        ordinal=int(ordinal) if re.fullmatch(r"[0-9]{1,6}", ordinal) else None,
        pairs=parsed.pairs,
    )
