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
