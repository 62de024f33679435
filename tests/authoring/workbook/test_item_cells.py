"""The cells of a row, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.workbook.workbook import Workbook
from tests.authoring.workbook.conftest import HEAD, Result, messages, run

MakeBook = Callable[..., Path]


LEVELS = [
    ["個人", "宛名番号", "X", 15],
    [None, "氏名", "X", 20],
    ["住所", None, None, None],
    [None, "郵便番号", "X", 7],
    ["前住所", "郵便番号", "X", 7],
    ["備考", None, "N", 100],
]


NAMES = ["宛名番号", "氏名", "住所_郵便番号", "前住所_郵便番号", "備考"]


def test_names_in_two_columns_under_one_merged_heading(make_book: MakeBook) -> None:
    rows = [["データ項目", None, "データ型", "桁数"], ["大項目", "小項目"], *LEVELS]

    def edit(book: Workbook) -> None:
        for area in ("A1:B1", "C1:C2", "D1:D2", "A3:A4"):
            book["S"].merge_cells(area)

    report, (layout,) = run(make_book({"S": rows}, edit=edit))

    assert [i.name for i in layout.items] == NAMES
    assert "項目名が 2 列（A, B）に分かれています" in messages(report, "info")
    assert "住所_郵便番号、前住所_郵便番号" in messages(report, "info")
    assert report.problems == ()


def test_names_in_two_columns_without_headings_of_their_own(make_book: MakeBook) -> None:
    rows = [["項目名", None, "データ型", "桁数"], *LEVELS]

    _, (layout,) = run(make_book({"S": rows}, edit=lambda book: book["S"].merge_cells("A1:B1")))

    assert [i.name for i in layout.items] == NAMES


def test_names_in_columns_of_one_heading_row(make_book: MakeBook) -> None:
    _, (layout,) = run(make_book({"S": [["大項目", "小項目", "データ型", "桁数"], *LEVELS]}))

    assert [i.name for i in layout.items] == NAMES


def test_classes_beside_a_name_are_no_names(make_book: MakeBook) -> None:
    rows = [["大項目", "項目名", "データ型", "桁数"], ["個人", "宛名番号", "X", 15], ["個人", None, "X", 20]]

    report, (layout,) = run(make_book({"S": rows}))

    assert [i.name for i in layout.items] == ["宛名番号"]
    assert "項目名が空の行" in messages(report, "problem")


def test_groups_make_layouts_and_hold_until_the_next(make_book: MakeBook) -> None:
    rows = [
        ["移行ファイル名", *HEAD],
        ["住民", 1, "宛名番号", "X", 15, "○", 1],
        [None, 2, "氏名", "N", 50],
        ["〃", 3, "性別", "X", 1],
        ["世帯", 1, "世帯番号", "X", 15, "○", 1],
    ]

    report, layouts = run(make_book({"定義書（住民基本台帳）": rows}))

    assert {y.name: [i.name for i in y.items] for y in layouts} == {
        "住民": ["宛名番号", "氏名", "性別"],
        "世帯": ["世帯番号"],
    }
    assert [i.no for i in layouts[1].items] == [1]
    assert {y.business for y in layouts} == {"resident_register"}
    assert len(report.layouts) == 2


def test_merged_group_cells(make_book: MakeBook) -> None:
    rows = [["ファイル名", *HEAD], ["住民", 1, "宛名番号", "X", 15], [None, 2, "氏名", "N", 50]]

    _, (layout,) = run(make_book({"S": rows}, edit=lambda b: b["S"].merge_cells("A2:A3")))

    assert [i.name for i in layout.items] == ["宛名番号", "氏名"]


Read = Callable[..., Result]


def test_characters_beside_the_type(read: Read) -> None:
    made = read("characters_beside_the_type")

    assert [(i.type, i.formats) for i in made.layouts()["S"].items] == [("X", ("digits",)), ("N", ()), ("XN", ())]
    assert "「外字可」" in made.problems
    assert "「半角数字」" not in made.problems


def test_dittos_and_merged_cells(read: Read) -> None:
    made = read("dittos_and_merged_cells")

    assert made.items("S") == [
        ("住所_郵便番号", "X", 7, 0, "required", None),
        ("町名", "N", 50, 0, "required", None),
        ("前住所_郵便番号", "N", 50, 0, "optional", None),
    ]
    assert [i.note for i in made.layouts()["S"].items] == ["転出先も同じ"] * 3
    assert made.problems == ""
