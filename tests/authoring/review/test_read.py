"""What is refused of a sheet, with the cell named; what is read of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook
from tests.authoring.review.conftest import ITEMS, Sheet

from chukan.authoring.review import form
from chukan.authoring.review.read import read_review
from chukan.authoring.workbook.importer import import_workbook
from chukan.errors import InputError, PackError
from chukan.layouts.library import Library

RIGHT, WRONG, GONE, HELD = form.RESULTS
PERSON = "01-01 住民"


def refused(sheet: Sheet) -> str:
    with pytest.raises(PackError) as caught:
        read_review(sheet.path, sheet.library)
    return str(caught.value)


def set_cell(name: str, cell: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[name][cell].value = value

    return change


def test_a_sheet_that_nobody_touched(sheet: Sheet) -> None:
    review = read_review(sheet.path, sheet.library)

    assert (review.pack, review.edition, review.town) == ("town", "2", "甲市")
    assert (review.entries, review.changed, review.absent) == ((), (), ())
    layouts = [sheet.library.pack("town").layout("town", slug) for slug in ("person", "other")]
    assert review.open == sum(len(y.items) + len(y.body.declarations) for y in layouts) + 3


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


@pytest.mark.parametrize(
    "day", ["2026/11/29", "2026-11-29", "20261129", "令和8年11月29日", "R8.11.29", "２０２６年１１月２９日"]
)
def test_days_as_staff_write_them(sheet: Sheet, day: str) -> None:
    sheet.fill("住民", "備考", signed=False, 確認結果=RIGHT, 確認者="山田", 確認日=day)

    (entry,) = read_review(sheet.path, sheet.library).entries

    assert entry.signature.day == "2026-11-29"


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


def test_without_the_town_nothing_is_taken(sheet: Sheet) -> None:
    sheet.town("")
    sheet.fill("住民", "備考", 確認結果=RIGHT)

    assert "市区町村名がありません" in refused(sheet)


@pytest.mark.parametrize(
    ("cell", "value", "why"),
    [("D11", 60, "桁数「60」が、レイアウト集の今の定義「100」と違います"), ("F11", "必須", "必須「必須」")],
)
def test_a_cell_of_the_definition_that_was_changed_is_named(sheet: Sheet, cell: str, value: object, why: str) -> None:
    sheet.fill("住民", "備考", 確認結果=RIGHT)
    sheet.edit(set_cell(PERSON, cell, value))

    text = refused(sheet)

    assert f"{PERSON}!{cell}: {why}" in text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (set_cell(PERSON, "L4", "結果"), "見出し「確認結果」があるはずです"),
        (set_cell(PERSON, "B11", "備考２"), "「備考２」はこの版の定義にありません"),
        (set_cell(PERSON, "B11", "性別"), "「性別」の行が 8 行目にもあります"),
        (lambda book: book[PERSON].delete_rows(11), "「備考」の行がありません"),
        (lambda book: book.remove(book[form.CODES]), "シート「コード表」がありません"),
        (set_cell(PERSON, "B2", "town/nobody"), "定義「town/nobody」は town@2 にありません"),
        (set_cell(form.ABOUT, "B5", "1.9"), "版「1.9」は、いまの「town」にありません"),
        (set_cell(form.ABOUT, "B3", "elsewhere"), "レイアウト集「elsewhere」がありません"),
        (set_cell(form.ABOUT, "A1", "別の表"), "確認シートではありません"),
    ],
)
def test_a_foreign_or_broken_sheet_is_refused(sheet: Sheet, change: Callable[[Workbook], None], why: str) -> None:
    sheet.fill("住民", "氏名", 確認結果=RIGHT)
    sheet.edit(change)

    assert why in refused(sheet)


def test_a_sheet_that_was_taken_out_is_told(sheet: Sheet) -> None:
    sheet.fill("住民", "氏名", 確認結果=RIGHT)
    sheet.edit(lambda book: book.remove(book["01-02 転出者"]))

    assert read_review(sheet.path, sheet.library).absent == ("town/other",)


def changed_pack(sheet: Sheet, old: str, new: str) -> Library:
    folder = sheet.library.pack("town").folder
    (folder / "town" / "person.csv").write_text(ITEMS.replace(old, new), "utf-8")
    return Library([folder])


def test_a_pack_that_changed_elsewhere_is_told_and_one_that_changed_in_the_row_refused(sheet: Sheet) -> None:
    sheet.fill("住民", "備考", 確認結果=RIGHT)

    elsewhere = read_review(sheet.path, changed_pack(sheet, "氏名,N,50", "氏名,N,60"))
    assert elsewhere.changed == ("town/person",)
    assert len(elsewhere.entries) == 1
    with pytest.raises(PackError, match="今の定義「90」と違います"):
        read_review(sheet.path, changed_pack(sheet, "備考,XN,100", "備考,XN,90"))


def test_words_of_chukan_may_change_between_versions_where_the_layout_did_not(sheet: Sheet) -> None:
    """A sheet of an older chukan says the form of a value, or a rule, in other words: no reason to refuse it."""
    sheet.fill("住民", "備考", 確認結果=RIGHT)
    sheet.fill(form.RULES, "1", 確認結果=RIGHT)
    sheet.edit(set_cell(PERSON, "I11", "別の言い方"))
    sheet.edit(set_cell(form.RULES, "E2", "別の言い方"))

    assert len(read_review(sheet.path, sheet.library).entries) == 2
    with pytest.raises(PackError, match="確かめること「別の言い方」が"):
        read_review(sheet.path, changed_pack(sheet, "氏名,N,50", "氏名,N,60"))


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


def test_import_refuses_a_review_sheet_by_name(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="確認シートです") as caught:
        import_workbook(sheet.path, out=tmp_path / "out")

    assert "review-sheet --merge" in (caught.value.hint or "")
    assert not (tmp_path / "out").exists()


def test_what_is_no_workbook(tmp_path: Path, sheet: Sheet) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no")
    with pytest.raises(InputError):
        read_review(tmp_path / "a.xlsx", sheet.library)
    book = openpyxl.Workbook()
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(PackError, match="確認シートではありません"):
        read_review(tmp_path / "b.xlsx", sheet.library)
