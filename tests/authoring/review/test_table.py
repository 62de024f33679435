"""The rows of one table: what was filled in, and what must not have changed."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook
from tests.authoring.review.conftest import HELD, PERSON, RIGHT, WRONG, Sheet, refused, set_cell

from chukan.authoring.review import form
from chukan.authoring.review.read import read_review


@pytest.mark.parametrize(
    ("cells", "signed", "why"),
    [
        ({"正しい桁数": 5}, True, "確認結果がありません"),
        ({"確認結果": "○"}, True, "確認結果「○」は使えません"),
        ({"確認結果": RIGHT, "正しい桁数": 5}, True, "正しい値が書いてあります"),
        ({"確認結果": WRONG}, True, "どう違うかがありません"),
        ({"確認結果": WRONG, "正しい桁数": "五"}, True, "「五」は 1 以上の整数ではありません"),
        ({"確認結果": WRONG, "正しい桁数": 0}, True, "1 以上の整数"),
        ({"確認結果": WRONG, "正しい型": "文字"}, True, "「文字」は使えません"),
        ({"確認結果": WRONG, "正しい必須": "◎"}, True, "「◎」は使えません"),
        ({"確認結果": RIGHT}, False, "確認者がありません"),
        ({"確認結果": RIGHT, "確認者": "山田"}, False, "確認日がありません"),
        ({"確認結果": RIGHT, "確認者": "山田", "確認日": "きのう"}, False, "日付「きのう」を読めません"),
        ({"確認結果": RIGHT, "確認者": "山田", "確認日": "2026/2/30"}, False, "読めません"),
    ],
)
def test_a_row_that_was_filled_in_wrongly_names_its_cell(
    sheet: Sheet, cells: dict[str, Any], signed: bool, why: str
) -> None:
    sheet.fill("住民", "備考", signed=signed, **cells)

    text = refused(sheet)

    assert why in text
    assert f"{PERSON}!" in text
    assert "11: " in text.replace(why, "")  # the row of 備考


def test_a_row_on_hold_needs_no_name(sheet: Sheet) -> None:
    sheet.fill("住民", "備考", signed=False, 確認結果=HELD)

    assert [e.result for e in read_review(sheet.path, sheet.library).entries] == [HELD]


def test_all_mistakes_are_named_at_once(sheet: Sheet) -> None:
    sheet.fill("住民", "備考", 確認結果="?")
    sheet.fill(form.CODES, "1", 確認結果=RIGHT, signed=False)

    text = refused(sheet)

    assert "3 あります" in text
    assert f"{PERSON}!L11" in text
    assert f"{form.CODES}!" in text


@pytest.mark.parametrize(
    ("cell", "value", "why"),
    [("D11", 60, "桁数「60」が、レイアウト集の今の定義「100」と違います"), ("F11", "必須", "必須「必須」")],
)
def test_a_cell_of_the_definition_that_was_changed_is_named(sheet: Sheet, cell: str, value: object, why: str) -> None:
    sheet.fill("住民", "備考", 確認結果=RIGHT)
    sheet.edit(set_cell(PERSON, cell, value))

    text = refused(sheet)

    assert f"{PERSON}!{cell}: {why}" in text


def test_struck_out_entries_are_not_read_as_if_they_stood(sheet: Sheet) -> None:
    sheet.fill("住民", "備考", 確認結果=WRONG, 正しい桁数=5)

    def strike(book: Workbook) -> None:
        book[PERSON]["O11"].font = Font(strike=True)

    sheet.edit(strike)

    assert f"{PERSON}!O11: 取り消し線" in refused(sheet)


@pytest.mark.parametrize(
    ("cells", "why"), [({"正しい項目名": "新"}, "「正しい型」"), ({"正しい型": "整数"}, "「正しい項目名」")]
)
def test_an_added_item_needs_a_name_and_a_type(sheet: Sheet, cells: dict[str, Any], why: str) -> None:
    sheet.fill("住民", form.ADDED, **cells)

    assert why in refused(sheet)


def test_rows_may_be_sorted(sheet: Sheet) -> None:
    sheet.fill("住民", "備考", 確認結果=RIGHT)

    def sort(book: Workbook) -> None:
        page = book[PERSON]
        rows = [[c.value for c in row] for row in page.iter_rows(min_row=5)]
        for place, row in enumerate(sorted(rows, key=lambda r: str(r[1])), 5):
            for column, value in enumerate(row, 1):
                page.cell(place, column).value = value

    sheet.edit(sort)

    assert [e.name for e in read_review(sheet.path, sheet.library).entries] == ["備考"]
