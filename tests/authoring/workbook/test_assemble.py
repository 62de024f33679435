"""From rows to layouts and code lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.authoring.workbook.conftest import CODE_SHEET, PERSON, Result, run

from chukan.layouts.select import of_pack

MakeBook = Callable[..., Path]


def test_lists_that_no_item_names_are_kept(make_book: MakeBook) -> None:
    report, _ = run(make_book({"住民": PERSON, "コード": CODE_SHEET}))

    assert [(name, n) for _, name, n in report.code_lists] == [("性別", 2), ("続柄コード", 2), ("使わない", 1)]


Read = Callable[..., Result]


def test_several_businesses(read: Read) -> None:
    made = read("several_businesses")

    assert {y.business: y.name for y in made.layouts().values()} == {
        "resident_register": "住民",
        "fixed_asset_tax": "土地",
    }


def test_each_workbook_has_its_own_business(read: Read) -> None:
    made = read("two_businesses_in_two_workbooks")

    found = {(y.business, y.slug): y.names for y in of_pack(made.pack, None)}
    assert found == {("resident_register", "基本"): ("宛名番号",), ("fixed_asset_tax", "基本"): ("物件番号",)}
    assert made.problems == ""


def test_names_that_become_one_keep_their_headings(read: Read) -> None:
    made = read("names_that_become_one")

    found = [(i.name, i.labels) for i in made.layouts()["S"].items]
    assert found == [("a_b", ()), ("c_d", ("c/d",)), ("c_d_2", ("c d",)), ("e_f", ("e f",)), ("e_f_2", ())]
    for word in ("「a|b」の「|」", "「c_d」が同じ移行ファイルに二度", "「e_f」が同じ移行ファイルに二度"):
        assert word in made.problems
