"""Writing the workbook: a table of contents, a sheet a layout, the code lists, the rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from chukan.authoring import labels
from chukan.authoring.review import form
from chukan.layouts.basis import BASES
from chukan.layouts.model import Layout
from chukan.output import colours
from chukan.output.excel import LINE, Book, Column, Mark
from chukan.output.text import display_width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A3 = 8
_ENTRY = {"bg_color": "#fffbe6", "locked": False}
_DAY = {**_ENTRY, "num_format": "yyyy-mm-dd"}
_GROUPS = ("いまの定義（書き換えないでください）", "ここに記入してください")
_MARKS = {
    text: Mark(text, ink, colours.BASIS_PALE[basis])
    for basis in BASES
    for ink in (colours.BASIS[basis],)
    for text in (labels.BASIS[basis], f"{labels.BASIS[basis]}（桁数は推定）")
}
_WIDTHS: dict[str, float] = {
    "No": 5,
    "項目名": 24,
    "型": 13,
    "桁数": 7,
    "小数桁": 7,
    "必須": 12,
    "キー": 6,
    "コード表": 20,
    "値の形": 30,
    "根拠": 22,
    "出典・備考": 42,
    "確認結果": 10,
    "正しい項目名": 20,
    "正しい型": 14,
    "正しい桁数": 8,
    "正しい小数桁": 8,
    "正しい必須": 13,
    "正しいキー": 8,
    "修正内容・理由": 32,
    "確認者": 14,
    "確認日": 12,
    "コード表ID": 26,
    "コード": 10,
    "内容": 34,
    "使う項目": 34,
    "正しいコード": 12,
    "正しい内容": 26,
    "定義ID": 34,
    "移行ファイル": 22,
    "種類": 13,
    "確かめること": 90,
}
_PROTECTED = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_HOW = (
    "黄色のセルにだけ記入してください。ほかのセルは、取り込むときに元の定義と比べます。",
    "確認結果: 正しい＝このままでよい／違う＝「正しい…」の列に直す値を書く／ない＝この項目・値・規則はない（使わない）／保留＝まだ決まらない。空欄は未確認です。",
    "根拠が「推定」（黄）の行から、事業者の設計書・実際のデータと突き合わせて確かめてください。",
    "足りない項目・コードは、表の「追加」の行に書いてください。行が足りなければ、シートの保護（パスワードなし）を外し、「追加」の行を下にコピーしてください。",
    "キーでない項目・桁数の上限がない項目は「なし」と書きます。ファイルの見出しが違う項目は「正しい項目名」に見出しを書きます。",
    "正しい・違う・ない・追加の行には、確認者と確認日（年月日）を必ず書いてください。市区町村名もこのシートに書いてください。",
    "書き終えたら: chukan layouts review-sheet --merge このファイル --pack 名前（英数字）。元の定義を拡張するレイアウト集ができます。",
    "確かめた項目の根拠は「確認済み」になり、検査でエラーにもなります。定義の位置付け（参考定義など）は上がりません。",
)


def write_review(layouts: Sequence[Layout], file: BinaryIO) -> None:
    """Write the review sheet of layouts.

    Args:
        layouts: of one edition of one pack, in its order.
        file: where to.
    """
    _write(form.Contents.of(layouts), file, entries=True)


def write_dictionary(layouts: Sequence[Layout], file: BinaryIO) -> None:
    """Write the same workbook without columns to fill in: a data dictionary.

    Args:
        layouts: of one edition of one pack, in its order.
        file: where to.
    """
    _write(form.Contents.of(layouts), file, entries=False)


def _write(contents: form.Contents, file: BinaryIO, *, entries: bool) -> None:
    layouts = contents.layouts
    title = form.MARK if entries else form.BOOK
    footer = f"{title} {layouts[0].origin.pack_name} 版 {layouts[0].edition}"
    with Book(file, title=title, day=dt.date(2000, 1, 1), largest=1, footer=footer) as book:
        _about(book, contents, title, entries=entries)
        contents_sheet = book.sheet(form.CONTENTS)
        sheets = [(name, layout, _layout(book, name, layout, entries=entries)) for name, layout in contents.sheets()]
        _contents(book, contents_sheet, sheets, entries=entries)
        _flat(book, form.CODES, form.CODE_BASE, form.CODE_ENTRY, _code_rows(contents, entries=entries), entries=entries)
        _flat(book, form.RULES, form.RULE_BASE, form.RULE_ENTRY, _rule_rows(contents), entries=entries)


def _about(book: Book, contents: form.Contents, title: str, *, entries: bool) -> None:
    sheet = book.sheet(form.ABOUT)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, title, book.style(bold=True, font_size=16, text_wrap=False))
    layouts, origin = contents.layouts, contents.layouts[0].origin
    items = sum(len(layout.items) for layout in layouts)
    rows = [
        (form.PACK, origin.pack),
        ("レイアウト集", origin.pack_name),
        (form.EDITION, layouts[0].edition),
        (form.AUTHORITY, labels.AUTHORITIES[origin.authority]),
        ("定義の出所", origin.statement),
        ("定義の数", f"{len(layouts)}（項目 {items:,}）"),
    ]
    row = 2
    for label, text in rows:
        sheet.write_string(row, 0, label, book.boxed(bold=True, bg_color=colours.HEADING))
        sheet.write_string(row, 1, text, book.boxed())
        row += 1
    if entries:
        for label in (form.TOWN, form.VENDOR):
            sheet.write_string(row, 0, label, book.boxed(bold=True, bg_color=colours.HEADING))
            sheet.write_blank(row, 1, None, book.boxed(**_ENTRY))
            row += 1
        row += 1
        sheet.write_string(row, 0, "記入のしかた", book.style(bold=True))
        for number, line in enumerate(_HOW, 1):
            sheet.write_string(row, 1, f"{number}. {line}", book.style())
            sheet.set_row(row, LINE * -(-display_width(f"{number}. {line}") // 112))
            row += 1
    row += 1
    sheet.write_string(row, 0, "根拠の意味", book.style(bold=True))
    for basis, count in labels.bases_counted(layouts).items():
        sheet.write_string(row, 0, labels.BASIS[basis], book.marked(_MARKS[labels.BASIS[basis]]))
        sheet.write_string(row, 1, f"{labels.BASIS_MEANS[basis]}（{count:,} 項目）", book.style())
        row += 1
    if entries:
        sheet.protect("", _PROTECTED)


def _contents(
    book: Book, sheet: Worksheet, sheets: Sequence[tuple[str, Layout, tuple[int, int]]], *, entries: bool
) -> None:
    bases = list(labels.bases_counted(layout for _, layout, _ in sheets))
    columns = [
        Column("業務", 24),
        Column("移行ファイル", 30),
        Column(form.LAYOUT_ID, 44),
        Column("項目", 8, "number"),
        *(Column(labels.BASIS[basis], 10, "number") for basis in bases),
        *([Column("記入済み", 10, "number"), Column("残り", 8, "number")] if entries else []),
    ]
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    rows: list[list[Any]] = []
    for _, layout, _ in sheets:
        count = Counter(item.basis for item in layout.items)
        numbers = [len(layout.items), *(count[basis] or "" for basis in bases)]
        rows.append([layout.business_name, layout.name, layout.path, *numbers, *(["", ""] if entries else [])])
    book.table(sheet, 0, columns, rows)
    link = book.boxed(font_color=colours.SEVERITY["info"], underline=1)
    number = book.boxed(num_format="#,##0_ ", align="right")
    result = len(form.ITEM_BASE)
    for row, (name, layout, (first, last)) in enumerate(sheets, 1):
        sheet.write_url(row, 1, f"internal:'{name}'!A1", link, layout.name)
        if entries:
            done, left = len(columns) - 2, len(columns) - 1
            cells = f"'{name}'!${_letter(result)}${first}:${_letter(result)}${last}"
            sheet.write_formula(row, done, f"=COUNTA({cells})", number, 0)
            sheet.write_formula(
                row, left, f"={_letter(3)}{row + 1}-{_letter(done)}{row + 1}", number, len(layout.items)
            )
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    if entries:
        sheet.protect("", _PROTECTED)


def _layout(book: Book, name: str, layout: Layout, *, entries: bool) -> tuple[int, int]:
    """Write one layout's sheet, and return the first and last row of its items, from 1."""
    sheet = book.sheet(name)
    columns = _columns(form.ITEM_BASE, form.ITEM_ENTRY if entries else ())
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    plain = book.style(text_wrap=False)
    sheet.write_string(
        0, 0, f"{layout.business_name} {layout.name}", book.style(bold=True, font_size=14, text_wrap=False)
    )
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, form.LAYOUT_ID, plain)
    sheet.write_string(1, 1, layout.path, plain)
    sheet.write_string(1, 4, form.DIGEST, plain)
    sheet.write_string(1, 6, layout.digest, plain)
    description = f"{layout.body.description}　{layout.origin.statement}".strip()
    sheet.write_string(2, 0, description, plain)
    if entries:
        _heads(book, sheet, form.HEAD_ROW - 2, len(form.ITEM_BASE), len(columns))
    rows = [_padded(form.item_cells(layout, item), columns) for item in layout.items]
    if entries:
        rows += [_padded([form.ADDED], columns) for _ in range(form.MORE_ITEMS)]
    end = book.table(sheet, form.HEAD_ROW - 1, columns, rows)
    first, last = form.HEAD_ROW + 1, form.HEAD_ROW + len(layout.items)
    sheet.freeze_panes(form.HEAD_ROW, 2)
    sheet.repeat_rows(form.HEAD_ROW - 1)
    sheet.set_paper(_A3)
    sheet.autofilter(form.HEAD_ROW - 1, 0, end - 1, len(columns) - 1)
    if entries:
        _choices(sheet, columns, form.HEAD_ROW, end - 1)
        sheet.protect("", _PROTECTED)
    return first, last


def _flat(
    book: Book, name: str, base: Sequence[str], entry: Sequence[str], rows: Sequence[list[str]], *, entries: bool
) -> None:
    columns = _columns(base, entry if entries else ())
    sheet, end = book.table_sheet(name, columns, [_padded(row, columns) for row in rows], fixed=3)
    sheet.set_paper(_A3)
    if entries:
        _choices(sheet, columns, 1, max(end - 1, 1))
        sheet.protect("", _PROTECTED)


def _code_rows(contents: form.Contents, *, entries: bool) -> list[list[str]]:
    rows = []
    for codes, users in contents.code_lists():
        rows += [form.code_cells(codes, value, users) for value in codes.values]
        if entries:
            rows += [[codes.id, codes.name, form.ADDED] for _ in range(form.MORE_CODES)]
    return rows


def _rule_rows(contents: form.Contents) -> list[list[str]]:
    return [form.rule_cells(*rule, contents.others) for rule in contents.rules()]


def _columns(base: Sequence[str], entry: Sequence[str]) -> list[Column]:
    marks = {"根拠": _MARKS}
    columns = [Column(title, _WIDTHS[title], marks=marks.get(title, {})) for title in base]
    if entry:
        columns += [
            Column(title, _WIDTHS[title], style=_DAY if title == form.SIGNED[-1] else _ENTRY)
            for title in (*entry, *form.SIGNED)
        ]
    return columns


def _padded(cells: Sequence[str], columns: Sequence[Column]) -> list[str]:
    return [*cells, *[""] * (len(columns) - len(cells))]


def _heads(book: Book, sheet: Worksheet, row: int, base: int, total: int) -> None:
    """Write the line above the headings that says which part is whose."""
    # the description is in this line: only the part to fill in is named in it
    sheet.merge_range(
        row, base, row, total - 1, _GROUPS[1], book.boxed(bold=True, align="center", bg_color=_ENTRY["bg_color"])
    )


def _choices(sheet: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
    """Let Excel offer and check what may be filled in."""
    lists: dict[str, Sequence[str]] = {
        "確認結果": form.RESULTS,
        "正しい型": list(labels.TYPES.values()),
        "正しい必須": list(labels.REQUIRED.values()),
    }
    for index, column in enumerate(columns):
        if column.title in lists:
            sheet.data_validation(
                first,
                index,
                last,
                index,
                {
                    "validate": "list",
                    "source": list(lists[column.title]),
                    "error_title": column.title,
                    "error_message": "一覧から選んでください。",
                },
            )
        if column.title == form.SIGNED[-1]:
            sheet.data_validation(
                first,
                index,
                last,
                index,
                {
                    "validate": "date",
                    "criteria": ">=",
                    "value": dt.date(2000, 1, 1),
                    "error_title": column.title,
                    "error_message": "年月日を 2026/4/1 のように書いてください。",
                },
            )


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
