"""However a definition is laid out in a workbook, the import reads the same items."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from chukan.authoring.workbook.importer import import_workbooks
from chukan.errors import PackError
from chukan.layouts.model import Item
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

HEADINGS = {
    "no": ("項番", "No.", "№", "通番"),
    "item": ("項目名", "データ項目", "項目名称", "移行項目"),
    "type": ("データ型", "型", "デ ー タ 型", "属性"),
    "length": ("桁数", "最大桁数", "文字数", "長さ"),
    "required": ("必須", "データ出力条件", "必須／任意", "必須区分"),
    "key": ("主キー", "キー", "PK"),
    "note": ("備考", "摘要", "備考（改定履歴）"),
}
TYPE_WORDS = {
    "X": ("X", "Ｘ", "半角文字列"),
    "N": ("N", "Ｎ", "全角文字列"),
    "9": ("9", "９", 9, "整数"),
    "S9": ("S9", "Ｓ９"),
    "9V": ("9V", "９Ｖ"),
    "S9V": ("S9V", "Ｓ９Ｖ"),
    "DATE": ("DATE", "日付"),
}
REQUIRED_WORDS = {
    "required": ("必須", "○", "◯"),
    "conditional": ("条件付き必須", "△"),
    "optional": ("任意", "", "－", None),
}

NAMES = st.lists(
    st.text(st.sampled_from("宛名番号氏住所年月日世帯主続柄_コド区分"), min_size=2, max_size=8),
    min_size=1,
    max_size=12,
    unique=True,
)


@st.composite
def tables(draw: st.DrawFn) -> list[Item]:
    """Item tables, the first item the key."""
    items = []
    for no, name in enumerate(draw(NAMES), 1):
        kind = draw(st.sampled_from(sorted(TYPE_WORDS)))
        items.append(
            Item.model_validate(
                {
                    "no": no,
                    "item": f"項{no}{name}",
                    "type": kind,
                    "length": {"DATE": 8}.get(kind, draw(st.integers(1, 300))),
                    "scale": draw(st.integers(1, 9)) if kind in ("9V", "S9V") else 0,
                    "required": "required" if no == 1 else draw(st.sampled_from(sorted(REQUIRED_WORDS))),
                    "key": 1 if no == 1 else None,
                    "note": draw(st.sampled_from(["", "備考の文", "※※あるとき"])),
                }
            )
        )
    return items


def cells_of(draw: st.DrawFn, item: Item) -> dict[str, Any]:
    length: Any = item.length
    if item.scale:
        length = draw(st.sampled_from([f"{item.length},{item.scale}", f"{item.length}，{item.scale}"]))
    elif draw(st.booleans()):
        length = str(item.length)
    return {
        "no": item.no,
        "item": item.name,
        "type": draw(st.sampled_from(TYPE_WORDS[item.type])),
        "length": length,
        "required": draw(st.sampled_from(REQUIRED_WORDS[item.required])),
        "key": "○" if item.key else None,
        "note": item.note or None,
    }


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[list[Item], openpyxl.Workbook]:
    """Return a table, and a workbook that holds it somewhere, in some order of columns, under some titles."""
    items = draw(tables())
    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "住民"
    columns = draw(st.permutations(sorted(HEADINGS)))
    left, top = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    two = draw(st.booleans())
    if top > 1 and draw(st.booleans()):
        sheet.cell(1, left, "移行ファイル一覧")
    if top > 3 and draw(st.booleans()):
        sheet.cell(2, left, "業務名")
        sheet.cell(2, left + 1, "住民基本台帳")
    first = top + (2 if two else 1)
    for column, field in enumerate(columns, left):
        sheet.cell(top, column, draw(st.sampled_from(HEADINGS[field])))
        if two and draw(st.booleans()):
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    row = first
    for item in items:
        row += draw(st.sampled_from([0, 0, 0, 1]))
        for field, value in cells_of(draw, item).items():
            if value is not None:
                sheet.cell(row, left + columns.index(field), value)
        row += 1
    if draw(st.booleans()):
        for column in range(left, left + len(columns) + 1):
            sheet.cell(row, column, "e")
    return items, book


@settings(max_examples=60, deadline=None)
@given(laid_out())
def test_any_lay_out_reads_the_same(case: tuple[list[Item], openpyxl.Workbook]) -> None:
    items, book = case
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)

        report = import_workbooks([path], out=Path(folder) / "pack")[0]
        (layout,) = of_pack(Pack(Path(folder) / "pack"), None)

    assert report.problems == ()

    def plain(of: Item) -> tuple[object, ...]:
        return (of.no, of.name, of.type, of.length, of.scale, of.required, of.key, of.note)

    assert [plain(i) for i in layout.items] == [plain(i) for i in items]


PLACES = st.tuples(st.integers(1, 12), st.integers(1, 10))
STRAY = "迷い込んだ文"


@settings(max_examples=60, deadline=None)
@given(PLACES, st.sampled_from(["cell", "struck", "part", "comment"]))
def test_a_text_anywhere_is_in_the_pack_or_in_the_report(place: tuple[int, int], how: str) -> None:
    """Nothing is lost in silence: a text put into any cell is taken over, or the report has it as 要確認."""
    head = ["項番", "項目名", "データ型", "桁数", "必須", "主キー", "備考"]
    rows: list[list[Any]] = [
        ["業務名", "住民基本台帳"],
        [],
        head,
        *([n, f"項目{n}", "X", n, "○", "○" if n == 1 else None] for n in range(1, 5)),
    ]
    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "住民"
    for row in rows:
        sheet.append(row)
    cell = sheet.cell(*place)
    if how == "comment":
        cell.comment = Comment(STRAY, "x")
    elif how == "part":
        cell.value = CellRichText(TextBlock(InlineFont(strike=True), STRAY), TextBlock(InlineFont(), "残る文"))
    else:
        cell.value = STRAY
        cell.font = Font(strike=how == "struck")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)
        try:
            report = import_workbooks([path], out=Path(folder) / "pack")[0]
        except PackError:
            return  # the table has lost a heading that it needs: refused, not read by halves
        pack = "".join(p.read_text("utf-8-sig") for p in (Path(folder) / "pack").rglob("*.*"))
        said = "".join(n.message for n in report.problems)
        counted = sum(use.cells[state] for use in report.sheets for state in use.cells)
        assert counted == sum(c.value is not None for row in sheet.iter_rows() for c in row)
    heading = how == "cell" and place[0] == 3 and place[1] > 7  # over an empty column: nothing hangs on it
    assert STRAY in said or (STRAY in pack and how == "cell") or heading
