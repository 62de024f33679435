"""Workbooks of plain tables."""

from __future__ import annotations

import datetime as dt
import gc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from chukan.output.excel import Book, Column, Mark

DAY = dt.date(2026, 11, 23)
COLUMNS = (Column("項目", 20), Column("件数", 10, "number"), Column("割合", 10, "percent"))


def book(path: Path) -> Book:
    return Book(path, title="試験", day=DAY, largest=10, footer="基準日 2026-11-23 & 案")


def test_a_table_has_a_frozen_head_a_filter_and_a_head_on_each_page(tmp_path: Path) -> None:
    with book(tmp_path / "a.xlsx") as made:
        _, end = made.table_sheet("一覧", COLUMNS, [("氏名", 3, 12.5), ("性別", 0, 0.0)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["一覧"]

    assert end == 3
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B2", "A1:C3", "$1:$1")
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["項目", "件数", "割合"],
        ["氏名", 3, 12.5],
        ["性別", 0, 0],
    ]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.invalid"])
def test_a_value_is_never_a_formula_nor_a_link(tmp_path: Path, value: str) -> None:
    with book(tmp_path / "a.xlsx") as made:
        made.table_sheet("一覧", (Column("値", 20),), [(value,)])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["一覧"]["A2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (value, "s", None)


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    with book(tmp_path / "a.xlsx") as made:
        made.table_sheet("一覧", COLUMNS, [], empty="指摘はありません。")

    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["一覧"]["A2"].value == "指摘はありません。"


def test_a_mark_is_a_word_and_a_colour(tmp_path: Path) -> None:
    column = Column("判定", 10, marks={"fail": Mark("× 不合格", "#ffffff", "#b3261e")})
    with book(tmp_path / "a.xlsx") as made:
        made.table_sheet("一覧", (column,), [("fail",), ("別",)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["一覧"]

    assert (sheet["A2"].value, sheet["A2"].fill.fgColor.rgb) == ("× 不合格", "FFB3261E")
    assert sheet["A3"].value == "別"


def test_a_long_text_makes_its_row_higher(tmp_path: Path) -> None:
    with book(tmp_path / "a.xlsx") as made:
        made.table_sheet("一覧", (Column("文", 10),), [("短い",), ("とても長い文なので、欄の中で折り返します。" * 3,)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["一覧"]

    assert sheet.row_dimensions[3].height > 3 * (sheet.row_dimensions[2].height or 15)


def test_a_path_has_room_where_it_is_broken_at_its_slashes_only(tmp_path: Path) -> None:
    texts = ("137987/national_health_insurance/insured.csv", "137987-national_health_insurance-insured.csv")
    with book(tmp_path / "a.xlsx") as made:
        made.table_sheet("一覧", (Column("ファイル", 30),), [(text,) for text in texts])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["一覧"]

    assert sheet.row_dimensions[2].height > sheet.row_dimensions[3].height


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        with book(tmp_path / name) as made:
            made.table_sheet("一覧", COLUMNS, [("氏名", 3, 12.5)])

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_folder_that_takes_no_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError), book(tmp_path / "none" / "a.xlsx") as made:
        made.table_sheet("一覧", COLUMNS, [])

    assert gc.isenabled()


def test_rows_that_say_the_same_are_written_as_others(tmp_path: Path) -> None:
    rows = [
        (text, number, share)
        for text in ("=1", "氏名", "", "長い文" * 200)
        for number in (1, None)
        for share in (0.5, 1)
    ]
    for name, largest in (("held.xlsx", 16), ("apart.xlsx", 1_000_000)):  # a large book is written cell by cell
        with Book(tmp_path / name, title="表", day=DAY, largest=largest, footer="") as made:
            made.table_sheet("一覧", COLUMNS, [*rows, *rows])
    held, apart = (openpyxl.load_workbook(tmp_path / name)["一覧"] for name in ("held.xlsx", "apart.xlsx"))

    assert [*held.values] == [*apart.values]
    assert [held.row_dimensions[n].height for n in range(1, 34)] == [
        apart.row_dimensions[n].height for n in range(1, 34)
    ]
    assert [[c.number_format for c in row] for row in held] == [[c.number_format for c in row] for row in apart]
    with zipfile.ZipFile(tmp_path / "held.xlsx") as book_of:
        texts = 3 + 2 * sum(not isinstance(cell, int | float) for row in rows for cell in row)
        assert f'count="{texts}"' in book_of.read("xl/sharedStrings.xml").decode().split(">")[1]
