"""The rows of an item table, each as an item of some group of some business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from openpyxl.utils import get_column_letter

from chukan.authoring.workbook.cells import (
    is_blank,
    is_mark,
    read_key,
    read_length,
    read_requirement,
    read_type,
    with_decimals,
)
from chukan.authoring.workbook.formats import infer_formats
from chukan.authoring.workbook.grid import Grid, folded
from chukan.authoring.workbook.header import Table
from chukan.authoring.workbook.headings import DITTO, END_MARKS
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.report import Level, Notice
from chukan.layouts.basis import Basis
from chukan.layouts.model import Item

_ID = re.compile(r"([0-9]{3})([0-9]{1,5})?")


@dataclass(frozen=True)
class RawItem:
    """One row that is an item.

    Attributes:
        slug: The layout's name in addresses, where the workbook names it (chukan's own export).
        number: The business's number: the first three digits of データ項目ID.
        parent: The name over it, where names are spread over columns (大項目, 小項目).
    """

    place: str
    item: Item
    business: str
    group: str
    slug: str = ""
    number: int | None = None
    code: str = ""
    repeat: str = ""
    inferred: tuple[str, ...] = ()
    parent: str = ""


@dataclass
class _Reading:
    """The state that is carried from row to row."""

    grid: Grid
    table: Table
    mapping: WorkbookMapping
    basis: Basis
    business: str
    group: str
    slug: str = ""
    over: dict[int, str] = field(default_factory=dict)
    """Column of a name's outer part -> the last text in it."""
    struck: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def note(self, level: Level, row: int, column: str, message: str, hint: str = "") -> None:
        self.notices.append(Notice(level, self.grid.place(row, self.table.fields[column]), message, hint))


def read_items(
    grid: Grid, table: Table, mapping: WorkbookMapping, *, basis: Basis
) -> tuple[list[RawItem], list[Notice]]:
    """Return the items of one table, in order, and what was skipped and why.

    Args:
        grid: The sheet.
        table: The place of the table in it.
        mapping: What to do with hidden rows, struck-out names and unknown words.
        basis: The basis of an item when the workbook names none.

    Returns:
        The items in the order of the rows, and the notices.
    """
    own = mapping.sheets.get(grid.name)
    reading = _Reading(
        grid,
        table,
        mapping,
        basis,
        business=(own.business if own else None) or table.titles.get("business", ""),
        group=(own.layout if own else None) or table.titles.get("group", ""),
    )
    found = [raw for row in table.rows if (raw := _row(reading, row)) is not None]
    if len(table.levels) > 1:
        letters = ", ".join(get_column_letter(c) for c in table.levels)
        reading.notices.append(
            Notice(
                "info",
                grid.name,
                f"項目名が {len(table.levels)} 列（{letters}）に分かれています。いちばん右の名前を項目名としました",
            )
        )
    if reading.hidden:
        verb = "読みました" if mapping.hidden_rows == "read" else "読みませんでした"
        rows = ", ".join(map(str, reading.hidden[:10])) + ("…" if len(reading.hidden) > 10 else "")
        reading.notices.append(
            Notice(
                "warning",
                grid.name,
                f"非表示の行が {len(reading.hidden)} あります（{rows} 行目）。{verb}",
                "対応表の hidden_rows: read / skip で変えられます。",
            )
        )
    if reading.struck:
        names = "、".join(reading.struck[:5]) + ("…" if len(reading.struck) > 5 else "")
        reading.notices.append(
            Notice(
                "warning",
                grid.name,
                f"取り消し線の引かれた項目を {len(reading.struck)} 飛ばしました（{names}）",
                "生きている項目なら、対応表に struck: read と書いてください。",
            )
        )
    return found, reading.notices


def _row(reading: _Reading, row: int) -> RawItem | None:
    """One row as an item, or None when it is not one (with a notice where that matters)."""
    grid, fields = reading.grid, reading.table.fields
    cell = {f: grid.at(row, c) for f, c in fields.items()}
    _refuse_uncomputed(reading, row)
    name, parent = _name(reading, row)
    texts = [t for t in (*cell.values(), name) if t]
    if not texts or all(folded(t) in END_MARKS for t in texts):
        return None
    _carry_down(reading, row)
    if not name:
        if cell.get("type") and cell.get("length"):
            reading.note(
                "problem",
                row,
                "item",
                "項目名が空の行を飛ばしました（型と桁数はあります）",
                "ワークブックを確かめてください。",
            )
        return None
    if _is_heading(cell):
        reading.note("info", row, "item", f"見出し「{name}」と見て飛ばしました（型・桁数・必須のどれもない行）")
        return None
    if row in grid.hidden_rows:
        reading.hidden.append(row)
        if reading.mapping.hidden_rows == "skip":
            return None
    if (row, fields["item"]) in grid.struck and reading.mapping.struck == "skip":
        reading.struck.append(name)
        return None
    return replace(_item(reading, row, name, cell), parent=parent)


def _name(reading: _Reading, row: int) -> tuple[str, str]:
    """Return an item's name, and the name over it: the innermost that is written, and the next outer one that goes on."""
    levels = reading.table.levels
    written = {c: text for c in levels if (text := reading.grid.at(row, c).replace("\n", ""))}
    if not written:
        return "", ""
    column = max(written)
    reading.over = {c: t for c, t in reading.over.items() if c < min(written)} | written
    parent = next((reading.over[c] for c in reversed(levels) if c < column and c in reading.over), "")
    return written[column], parent


def _refuse_uncomputed(reading: _Reading, row: int) -> None:
    for name, column in reading.table.fields.items():
        if (row, column) in reading.grid.computed and not reading.grid.at(row, column):
            reading.note(
                "problem",
                row,
                name,
                "数式のセルに計算結果が保存されていません。空として読みました",
                "Excel で開いて保存し直すか、値の貼り付けに変えてください。",
            )


def _carry_down(reading: _Reading, row: int) -> None:
    """Carry business and group down to the next one that is written: cells are merged, blank, or 〃."""
    for name in ("business", "group", "slug"):
        column = reading.table.fields.get(name)
        text = reading.grid.seen(row, column).replace("\n", "") if column else ""
        if text and folded(text) not in DITTO:
            setattr(reading, name, text)


def _is_heading(cell: Mapping[str, str]) -> bool:
    """Return True for a line between items: a name, but no other value of an item."""
    return not any(cell.get(f) for f in ("type", "length", "required", "key", "code", "id"))


def _item(reading: _Reading, row: int, name: str, cell: Mapping[str, str]) -> RawItem:
    kind = read_type(cell["type"], reading.mapping.types)
    if kind.type is None:
        shown = f"型「{cell['type']}」がわかりません" if cell["type"] else "型が空です"
        reading.note(
            "problem",
            row,
            "type",
            f"項目「{name}」の{shown}。XN（制限のゆるい文字列）として取り込みました",
            "対応表の types: で型を指定してください。",
        )
    elif kind.remark:
        reading.note("warning", row, "type", f"項目「{name}」: {kind.remark}")
    model_type = kind.type or "XN"
    length = read_length(cell.get("length", ""), model_type)
    if length.remark:
        level: Level = "problem" if length.length is None else "warning"
        reading.note(level, row, "length", f"項目「{name}」: {length.remark}", "ワークブックの桁数を確かめてください。")
    scale = length.scale or kind.scale or _number(cell.get("scale", ""))
    if scale:
        model_type = with_decimals(model_type)
    required = read_requirement(cell.get("required", ""), reading.mapping.required)
    if required is None:
        reading.note(
            "problem",
            row,
            "required",
            f"項目「{name}」の必須区分「{cell['required']}」がわかりません。任意として取り込みました",
            "対応表の required: で指定してください。",
        )
    item_id, number = _item_id(reading, row)
    words = "\n".join(cell.get(f, "") for f in ("definition", "description"))
    item = Item.model_validate(
        {
            "no": 1,
            "item": name,
            "type": model_type,
            "length": length.length or kind.length,
            "scale": scale,
            "required": required or "optional",
            "key": read_key(cell.get("key", "")),
            "basis": _basis(cell.get("basis", "")) or reading.basis,
            "source": _source(cell, item_id),
            "note": _note(cell),
        }
    )
    inferred: tuple[str, ...] = ()
    if "format" in cell:
        item = item.model_copy(update={"formats": tuple(cell["format"].split())})
    elif reading.mapping.formats == "infer":
        inferred = infer_formats(item, words)
        item = item.model_copy(update={"formats": inferred})
    return RawItem(
        place=reading.grid.place(row, reading.table.fields["item"]),
        item=item,
        business=reading.business,
        group=reading.group,
        slug=reading.slug,
        number=number,
        code="" if is_blank(cell.get("code", "")) else cell.get("code", ""),
        repeat="" if is_blank(cell.get("repeat", "")) else cell.get("repeat", ""),
        inferred=inferred,
    )


def _item_id(reading: _Reading, row: int) -> tuple[str, int | None]:
    """データ項目ID, printed as ``031`` and ``1`` in two cells or ``03100001`` in one, and the business's number."""
    column = reading.table.fields.get("id")
    if column is None:
        return "", None
    text = reading.grid.at(row, column)
    neighbour = column + 1
    header = reading.table.header[0]
    if reading.grid.merged.get((header, neighbour)) == reading.grid.merged.get((header, column), (0, 0)):
        tail = reading.grid.at(row, neighbour)
        text += tail.zfill(5) if re.fullmatch(r"[0-9]{1,5}", tail) and len(text) == 3 else tail
    m = _ID.fullmatch(text)
    return text, int(m[1]) if m and m[2] else None


def _source(cell: Mapping[str, str], item_id: str) -> str:
    """Return the place of an item in the workbook: its id, its roman name, the section it comes from."""
    identity = " ".join(t for t in (f"データ項目ID {item_id}" if item_id else "", cell.get("romaji", "")) if t)
    return "; ".join(_line(t) for t in (cell.get("source", ""), identity, cell.get("spec", "")) if t)


def _note(cell: Mapping[str, str]) -> str:
    """Return the words of the workbook on an item; a condition (※※...) stays as it is written."""
    parts = [cell.get(f, "") for f in ("definition", "description", "note")]
    if repeat := cell.get("repeat", ""):
        parts.append("" if is_blank(repeat) else f"繰り返し {repeat}")
    if is_mark(cell.get("foreign", "")):
        parts.append("外部キー")
    return "／".join(_line(p) for p in parts if p)


def _line(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _basis(text: str) -> Basis | None:
    return cast("Basis", text) if text in get_args(Basis) else None


def _number(text: str) -> int:
    word = folded(text)
    return int(word) if re.fullmatch(r"[0-9]+", word) else 0
