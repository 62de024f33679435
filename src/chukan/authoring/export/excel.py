"""An Excel workbook of layouts, for staff to read and mark up; ``chukan layouts import`` reads it back.

Sheets: はじめに (what it is), 項目 (items), コード (code values), 定義 (keys to other files, histories, rules as text).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from chukan.authoring.labels import formats_used
from chukan.authoring.workbook.definition import (
    ABOUT,
    COLUMNS,
    INTERMEDIATE,
    KINDS,
    MARK,
    PROPERTY,
    SHEET,
    STANDARD,
    origin_rows,
)
from chukan.authoring.workbook.write import dump_yaml
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item, Layout
from chukan.layouts.origin import REFERENCE_SENTENCE

ITEM_HEADINGS: tuple[tuple[str, int], ...] = (
    ("業務", 16),
    ("定義ID", 30),
    ("移行ファイル", 18),
    ("No", 6),
    ("項目名", 28),
    ("データ型", 8),
    ("桁数", 6),
    ("小数桁", 7),
    ("必須", 13),
    ("主キー", 7),
    ("コード", 22),
    ("書式", 20),
    ("版（開始）", 9),
    ("版（終了）", 9),
    ("根拠", 14),
    ("出典", 34),
    ("備考", 50),
)
CODE_HEADINGS: tuple[tuple[str, int], ...] = (
    ("コードID", 26),
    ("コード名", 22),
    ("コード値", 12),
    ("コード値の内容", 36),
    ("根拠", 14),
    ("出典", 34),
    ("備考", 40),
)
REQUIRED = {"required": "必須", "conditional": "条件付き必須", "optional": "任意"}
TYPES = ("X", "N", "XN", "9", "S9", "9V", "S9V", "DATE", "YM", "YEAR", "TIME", "BLOB")


def write_excel(layouts: Sequence[Layout], file: Path | BinaryIO, *, edition: str) -> None:
    """Write layouts as a workbook: a sheet a layout, their code lists, what they declare.

    Args:
        layouts: layouts of one edition of one pack.
        file: where to.
        edition: their edition.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        # the same layouts give the same bytes
        book.set_properties({"title": "移行ファイル定義", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - Excel has no time zones
        styles = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}),
            "key": book.add_format(
                {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E2F3F9"}
            ),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _about(book.add_worksheet("はじめに"), layouts, styles)
        _items(book.add_worksheet("項目"), layouts, styles)
        _codes(book.add_worksheet("コード"), layouts, styles)
        _definition(book.add_worksheet(SHEET), layouts, edition, styles)
        _mark(book, layouts[0])


def _mark(book: Any, layout: Layout) -> None:
    """Say what the export rests on where a sheet that is renamed or copied still has it: on its printed page too."""
    origin = layout.origin
    book.set_custom_property(PROPERTY, origin.authority, "text")
    what = f"{origin.pack}@{layout.edition}"
    if origin.authority == "reference":
        what = f"{what} {REFERENCE_SENTENCE}"
    for sheet in book.worksheets():
        sheet.set_header(f"&R&8{what.replace('&', '&&')}")


def _about(sheet: Any, layouts: Sequence[Layout], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, ABOUT, styles["title"])
    origin = layouts[0].origin
    lines = [
        ("レイアウト集", f"{origin.pack}（{origin.pack_name}）"),
        ("版", layouts[0].edition),
        ("定義の出所", origin.statement),
        *origin_rows(layouts),
        ("定義の数", f"{len(layouts)}（項目 {sum(len(y.items) for y in layouts)}）"),
        (
            "読み方",
            "「項目」は移行ファイルの列、「コード」は項目が取りうる値、「定義」は参照・履歴・検査規則などです。",
        ),
        ("直し方", "直したブックは chukan layouts import で取り込めます。見出しとシート名は変えないでください。"),
    ]
    lines += [("定義", f"{y.business_name} {y.name}（{len(y.items)} 項目）") for y in layouts]
    lines += [(f"書式 {token}", meaning) for token, meaning in formats_used(layouts)]
    for row, (label, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, label, styles["plain"])
        sheet.write_string(row, 1, text, styles["plain"])


def _items(sheet: Any, layouts: Sequence[Layout], styles: dict[str, Any]) -> None:
    _head(sheet, ITEM_HEADINGS, styles)
    row = 0
    for layout in layouts:
        for item in layout.items:
            row += 1
            style = styles["key"] if item.key else styles["text"]
            for column, text in enumerate(_item_row(layout, item)):
                sheet.write_string(row, column, text, style)
    _for_paper(sheet, 0)
    sheet.freeze_panes(1, 5)
    sheet.autofilter(0, 0, max(row, 1), len(ITEM_HEADINGS) - 1)
    columns = [name for name, _ in ITEM_HEADINGS]
    for heading, choices in (("データ型", list(TYPES)), ("必須", list(REQUIRED.values()))):
        column = columns.index(heading)
        sheet.data_validation(1, column, max(row, 1), column, {"validate": "list", "source": choices})


def _item_row(layout: Layout, item: Item) -> list[str]:
    def number(value: int | None) -> str:
        return "" if value is None else str(value)

    return [
        layout.business_name,
        layout.path,
        layout.name,
        str(item.no),
        item.name,
        item.type,
        number(item.length),
        number(item.scale or None),
        REQUIRED[item.required],
        number(item.key),
        item.code or "",
        " ".join(item.formats),
        item.since or "",
        item.until or "",
        item.basis,
        item.source,
        item.note,
    ]


def _codes(sheet: Any, layouts: Iterable[Layout], styles: dict[str, Any]) -> None:
    _head(sheet, CODE_HEADINGS, styles)
    lists: dict[str, CodeList] = {code.id: code for layout in layouts for code in layout.codes.values()}
    row = 0
    for code_id in sorted(lists):
        codes = lists[code_id]
        rows = [[v.code, v.name, v.basis, v.source, v.note] for v in codes.values] or [[""] * 5]
        for values in rows:
            row += 1
            for column, text in enumerate([codes.id, codes.name, *values]):
                sheet.write_string(row, column, text, styles["text"])
    _for_paper(sheet, 0)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row, 1), len(CODE_HEADINGS) - 1)


def _definition(sheet: Any, layouts: Sequence[Layout], edition: str, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 110)
    sheet.write_string(0, 0, MARK, styles["title"])
    origin = layouts[0].origin
    head = [
        ("版", edition),
        ("レイアウト集", origin.pack_name),
        ("もとの定義", origin.statement),
        *origin_rows(layouts),
        *([(STANDARD, INTERMEDIATE)] if origin.intermediate_standard else []),
    ]
    for row, (label, text) in enumerate(head, 1):
        sheet.write_string(row, 0, label, styles["plain"])
        sheet.write_string(row, 1, text, styles["plain"])
    for column, heading in enumerate(COLUMNS):
        sheet.write_string(len(head) + 1, column, heading, styles["head"])
    row = len(head) + 1
    for first, kind, content in definition_rows(layouts):
        row += 1
        for column, text in enumerate((first, kind, content)):
            sheet.write_string(row, column, text, styles["text"])
    _for_paper(sheet, len(head) + 1)
    sheet.freeze_panes(len(head) + 2, 0)


def definition_rows(layouts: Sequence[Layout]) -> list[tuple[str, str, str]]:
    """Return (定義ID, 種類, 内容) of all that the item tables do not hold.

    Args:
        layouts: layouts of one edition of one pack.
    """
    word = {field: japanese for japanese, field in KINDS.items()}
    rows: list[tuple[str, str, str]] = []
    businesses = {layout.business: layout.business_name for layout in layouts}
    rows += [(slug, word["business"], dump_yaml({"name": name}).strip()) for slug, name in businesses.items()]
    for layout in layouts:
        body = layout.body
        texts = ((word["name"], body.name), (word["description"], body.description))
        rows += [(layout.path, kind, text) for kind, text in texts if text]
        rows += [(layout.path, d.label, dump_yaml(d.written()).strip()) for d in body.declarations]
    return rows


def _for_paper(sheet: Any, heading: int) -> None:
    """Set A3 landscape (17 columns), as wide as the page, with the heading on each page."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
    sheet.set_footer("&L&A&R&P / &N")


def _head(sheet: Any, headings: tuple[tuple[str, int], ...], styles: dict[str, Any]) -> None:
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles["head"])
