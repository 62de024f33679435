"""The form of a review sheet: its sheets, its columns, and what stands in the cells that are not to be changed.

Writing and reading back share it: a cell that reads otherwise than it would be written is a changed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from chukan.authoring import labels
from chukan.authoring.workbook.own_books import DICTIONARY_MARK, REVIEW_MARK
from chukan.layouts.codes import CodeList, CodeValue
from chukan.layouts.declaration import Declaration
from chukan.layouts.model import Item, Layout
from chukan.output.text import visible

MARK, BOOK = REVIEW_MARK, DICTIONARY_MARK
"""In the first cell of はじめに: of a sheet to fill in, and of a dictionary, which has nothing to fill in."""
ABOUT, CONTENTS, CODES, RULES = "はじめに", "目次", "コード表", "規則"
PACK, EDITION, AUTHORITY = "レイアウト集ID", "版", "定義の位置付け"
TOWN, VENDOR = "市区町村名", "事業者名"
LAYOUT_ID, DIGEST = "定義ID", "SHA-256"
HEAD_ROW = 4
"""The row of an item table's headings, from 1; that of the flat tables is 1."""

RIGHT, WRONG, GONE, HELD = "正しい", "違う", "ない", "保留"
RESULTS = (RIGHT, WRONG, GONE, HELD)
ADDED = "追加"
"""In the first column of a row for what is missing."""
NONE = "なし"
"""What says that an item is no part of the key, or has no limit of its length."""

ITEM_BASE = ("No", "項目名", "型", "桁数", "小数桁", "必須", "キー", "コード表", "値の形", "根拠", "出典・備考")
ITEM_ENTRY = ("確認結果", "正しい項目名", "正しい型", "正しい桁数", "正しい小数桁", "正しい必須", "正しいキー")
CODE_BASE = ("コード表ID", "コード表", "コード", "内容", "使う項目", "根拠", "出典・備考")
CODE_ENTRY = ("確認結果", "正しいコード", "正しい内容")
RULE_BASE = (LAYOUT_ID, "移行ファイル", "No", "種類", "確かめること", "根拠")
RULE_ENTRY = ("確認結果",)
SIGNED = ("修正内容・理由", "確認者", "確認日")
"""The last columns of every table."""
MORE_ITEMS, MORE_CODES = 8, 3
"""Rows for what is missing, a layout and a code list."""

_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@dataclass(frozen=True)
class Contents:
    """What a review sheet is about: layouts of one edition of one pack.

    Attributes:
        layouts: in the pack's order.
        others: the same by their path, for what they refer to.
    """

    layouts: Sequence[Layout]
    others: Mapping[str, Layout] = field(default_factory=dict)

    @classmethod
    def of(cls, layouts: Sequence[Layout]) -> Contents:
        """Return the contents of these layouts."""
        return cls(tuple(layouts), labels.by_path(layouts))

    def sheets(self) -> Iterator[tuple[str, Layout]]:
        """Yield the name of each layout's sheet: number of the business, number within it, name."""
        for number, (_, some) in enumerate(groupby(self.layouts, key=lambda layout: layout.business), 1):
            for place, layout in enumerate(some, 1):
                yield f"{number:02d}-{place:02d} {layout.name.translate(_FORBIDDEN)}"[:_LONGEST_NAME].rstrip(), layout

    def code_lists(self) -> list[tuple[CodeList, str]]:
        """Return each code list with the items that use it, in words."""
        users: dict[str, list[str]] = {}
        lists: dict[str, CodeList] = {}
        for layout in self.layouts:
            for item in layout.items:
                if codes := layout.code_list(item):
                    lists[codes.id] = codes
                    users.setdefault(codes.id, []).append(f"{layout.name}の{item.name}")
        return [(lists[code], _listed(users[code])) for code in sorted(lists)]

    def rules(self) -> Iterator[tuple[Layout, int, Declaration]]:
        """Yield each declaration with its layout and its number in it, from 1."""
        for layout in self.layouts:
            for number, declaration in enumerate(layout.body.declarations, 1):
                yield layout, number, declaration


def item_cells(layout: Layout, item: Item) -> list[str]:
    """Return the cells of an item's row that are not to be changed, as `ITEM_BASE` names them."""
    codes = layout.code_list(item)
    return [
        str(item.no),
        visible(item.name),
        labels.TYPES[item.type],
        "" if item.length is None else str(item.length),
        str(item.scale or ""),
        labels.REQUIRED[item.required],
        str(item.key or ""),
        visible(codes.name) if codes else "",
        visible(labels.formats_in_words(item)),
        basis_cell(item),
        visible(labels.source_and_note(item)),
    ]


def code_cells(codes: CodeList, value: CodeValue, users: str) -> list[str]:
    """Return the cells of a code's row that are not to be changed, as `CODE_BASE` names them."""
    words = "; ".join(t for t in (value.source, value.note) if t)
    return [
        codes.id,
        visible(codes.name),
        visible(value.code),
        visible(value.name),
        visible(users),
        labels.BASIS[value.basis],
        visible(words),
    ]


def rule_cells(layout: Layout, number: int, declaration: Declaration, others: Mapping[str, Layout]) -> list[str]:
    """Return the cells of a rule's row that are not to be changed, as `RULE_BASE` names them."""
    word, sentence = labels.in_words(declaration, layout, others)
    basis = labels.BASIS[declaration.rests_on]
    return [layout.path, visible(layout.name), str(number), word, visible(sentence, 2_000), basis]


def basis_cell(item: Item) -> str:
    """Return what an item rests on; an estimated length is named where the item itself rests on more."""
    estimated = item.length_basis == "estimate" != item.basis
    return f"{labels.BASIS[item.basis]}（桁数は推定）" if estimated else labels.BASIS[item.basis]


def _listed(users: Sequence[str], most: int = 3) -> str:
    return "、".join(users[:most]) + (f" ほか {len(users) - most}" if len(users) > most else "")
