"""The rows that head a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.workbook.workbook import Workbook
from tests.authoring.workbook.conftest import HEAD, PERSON, Result, run, table

MakeBook = Callable[..., Path]


def test_one_header_row_under_titles(make_book: MakeBook) -> None:
    report, (layout,) = run(make_book({"住民": PERSON}))

    assert layout.address == "pack@2.7/resident_register/住民"
    assert (layout.business_name, layout.name) == ("住民基本台帳", "住民")
    assert table(layout) == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("履歴番号", "9", 3, 0, "required", 2),
        ("氏名", "N", 100, 0, "conditional", None),
        ("所得金額", "9V", 12, 2, "optional", None),
    ]
    assert layout.items[2].note == "氏名のあるとき"
    assert report.problems == ()


def test_two_header_rows_with_merged_cells(make_book: MakeBook) -> None:
    rows = [
        ["表題"],
        ["№", "項目", None, "属性", None, None, "キー"],
        [None, "名称", "ローマ字", "型", "整数部", "小数部", None],
        [1, "税率", "zeiritsu", "9V", 3, 2, None],
        [2, "年度", "nendo", "YEAR", 4, None, 1],
    ]

    def edit(book: Workbook) -> None:
        for area in ("B2:C2", "D2:F2", "A2:A3", "G2:G3"):
            book["税率"].merge_cells(area)

    _, (layout,) = run(make_book({"税率": rows}, edit=edit))

    assert table(layout) == [("税率", "9V", 3, 2, "optional", None), ("年度", "YEAR", 4, 0, "required", 1)]
    assert layout.items[0].source == "zeiritsu"


def test_the_first_data_row_is_not_taken_for_a_second_header_row(make_book: MakeBook) -> None:
    rows = [HEAD, [1, "番号", "X", 5, "○", 1], [2, "業務", "X", 3], [3, "コード", "X", 2]]

    _, (layout,) = run(make_book({"S": rows}))

    assert [i.name for i in layout.items] == ["番号", "業務", "コード"]


Read = Callable[..., Result]


def test_headers_on_each_page(read: Read) -> None:
    made = read("page_headers")

    assert {name: made.names(name) for name in made.layouts()} == {"資格": ["宛名番号", "氏名", "生年月日", "性別"]}
    assert made.layouts()["資格"].by_name["氏名"].required == "required"
    assert made.layouts()["資格"].business_name == "国民健康保険"
    assert made.problems == ""
