"""Which code list an item gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authoring.workbook.conftest import CODE_SHEET, HEAD, Result, messages, run

MakeBook = Callable[..., Path]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1, ["1", "2"]),
        ("001", ["1", "2"]),
        ("性別", ["1", "2"]),
        ("0:不明\n1:男", ["0", "1"]),
        ("収納管理 7", ["A"]),
    ],
)
def test_code_cells(make_book: MakeBook, cell: object, expected: list[str]) -> None:
    linked = [["業務名", "コードID", "コード名", "コード値", "コード値の内容"], ["収納管理", 7, "科目", "A", "税"]]
    rows = [HEAD, [1, "性別区分", "X", 1, None, None, cell]]

    report, (layout,) = run(make_book({"住民": rows, "コード一覧（個別）": CODE_SHEET, "コード一覧（連携）": linked}))

    codes = layout.code_list(layout.items[0])
    assert codes is not None
    assert sorted(codes.codes) == sorted(expected)
    assert report.problems == ()


def test_a_code_cell_that_only_says_yes_finds_the_list_by_the_items_name(make_book: MakeBook) -> None:
    rows = [HEAD, [1, "続柄", "X", 1, None, None, "○"], [2, "謎", "X", 1, None, None, "○"]]

    report, (layout,) = run(make_book({"住民": rows, "コード": CODE_SHEET}))

    assert layout.code_list(layout.items[0]) is not None
    assert layout.items[1].code is None
    assert "「謎」のコード「○」の一覧がワークブックにありません" in messages(report, "problem")


Read = Callable[..., Result]


def test_codes_in_notes(read: Read) -> None:
    made = read("codes_in_notes")

    assert made.codes("住民", "区分1") == {"1": "男", "2": "女"}
    assert made.codes("住民", "区分2") == {"01": "転入", "02": "転出"}
    assert made.codes("住民", "区分3") == {}
    assert made.codes("住民", "区分5") == {"11": "東", "12": "西"}
    layout = made.layouts()["住民"]
    assert [bool((found := layout.code_list(i)) and found.is_open) for i in layout.items] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_the_codes_of_one_workbook_serve_the_items_of_another(read: Read) -> None:
    made = read("items_and_codes_in_two_workbooks")

    assert made.codes("住民", "続柄") == {"01": "世帯主"}
    assert made.problems == ""
    assert made.layouts()["住民"].origin.workbook == "住民基本台帳_V2.7.xlsx"


def test_notes_make_a_list_only_where_they_can_be_all_values(read: Read) -> None:
    made = read("notes_that_list_no_codes")

    assert [sorted(made.codes("S", f"項目{n}")) for n in range(1, 6)] == [[], [], [], ["0", "1"], ["1", "2"]]
    assert "1:円単位" in made.problems
    layout = made.layouts()["S"]
    with_exception = layout.code_list(layout.items[4])
    assert with_exception is not None
    assert with_exception.is_open
