"""The tables of a sheet, above and beside each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.authoring.workbook.conftest import HEAD, Result, run

MakeBook = Callable[..., Path]


def test_two_tables_of_two_files_on_one_sheet(make_book: MakeBook) -> None:
    rows = [["■住民"], HEAD, [1, "宛名番号", "X", 15], [], ["■世帯"], HEAD, [1, "世帯番号", "X", 15]]

    _, layouts = run(make_book({"全部": rows}))

    assert {y.name: [i.name for i in y.items] for y in layouts} == {"住民": ["宛名番号"], "世帯": ["世帯番号"]}


Read = Callable[..., Result]


def test_code_tables_side_by_side(read: Read) -> None:
    made = read("code_tables_side_by_side")

    assert sorted(name for _, name, _ in made.reports[0].code_lists) == ["性別", "続柄", "証明"]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "続柄") == {"01": "世帯主", "02": "妻"}
    layout = made.layouts()["住民"]
    open_list = layout.code_list(layout.by_name["続柄"])
    assert open_list is not None
    assert open_list.is_open
    assert made.problems == ""


def test_code_tables_that_begin_in_different_rows(read: Read) -> None:
    made = read("code_tables_that_begin_in_different_rows")

    assert sorted((name, n) for _, name, n in made.reports[0].code_lists) == [("性別", 2), ("続柄", 2)]
    assert made.problems == ""


def test_a_code_table_below_the_items(read: Read) -> None:
    made = read("a_code_table_below_the_items")

    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.problems == ""


def test_items_and_codes_under_one_header_row(read: Read) -> None:
    made = read("items_and_codes_under_one_header_row")

    assert [i.name for i in made.layouts()["住民"].items] == ["性別", "続柄", "備考"]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "続柄") == {"01": "世帯主", "02": "妻"}
    assert made.problems == ""


def test_codes_left_of_the_items_under_one_header_row(read: Read) -> None:
    made = read("codes_and_items_under_one_header_row")

    assert [i.name for i in made.layouts()["住民"].items] == ["性別", "氏名"]
    assert [n for _, _, n in made.reports[0].code_lists] == [2]


def test_columns_of_one_table_are_not_taken_apart(make_book: MakeBook) -> None:
    """Without an empty column between them, code and name are remarks of the item."""
    _, layouts = run(make_book({"住民": [[*HEAD, "コード", "名称"], [1, "性別", "X", 1, None, None, None, "1", "男"]]}))

    assert [[i.name for i in y.items] for y in layouts] == [["性別"]]
