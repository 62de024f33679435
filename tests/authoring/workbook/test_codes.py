"""The code tables of a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.authoring.workbook.conftest import HEAD, Result, messages, run

MakeBook = Callable[..., Path]


def test_lost_leading_zeros_are_suspected(make_book: MakeBook) -> None:
    codes = [["コードID", "コード値", "内容"], [1, "01", "一"], [1, 2, "二"], [1, "10", "十"]]

    report, _ = run(make_book({"住民": [HEAD, [1, "区分", "X", 2, None, None, 1]], "コード": codes}))

    assert "先頭の 0 が消えた疑い" in messages(report, "problem")


def test_a_code_list_a_sheet(make_book: MakeBook) -> None:
    codes = [["コード", "名称"], ["1", "男"], ["2", "女"]]

    _, (layout,) = run(make_book({"住民": [HEAD, [1, "性別", "X", 1, None, None, "性別"]], "性別": codes}))

    found = layout.code_list(layout.items[0])
    assert found is not None
    assert dict(found.codes) == {"1": "男", "2": "女"}


Read = Callable[..., Result]


def test_a_workbook_of_codes_only(read: Read) -> None:
    made = read("codes_only")

    assert made.layouts() == {}
    assert sorted((name, n) for _, name, n in made.reports[0].code_lists) == [("性別", 2), ("続柄", 2)]
    assert made.problems == ""


def test_code_tables_named_by_labels(read: Read) -> None:
    made = read("code_tables_named_by_labels")

    assert sorted((name, n) for _, name, n in made.reports[0].code_lists) == [("性別", 2), ("続柄", 1)]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "続柄") == {"01": "妻"}
    assert made.problems == ""
