"""What is refused of a sheet, with the cell named; what is read of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from tests.authoring.review.conftest import ITEMS, PERSON, RIGHT, Sheet, refused, set_cell

from chukan.authoring.review import form
from chukan.authoring.review.read import read_review
from chukan.authoring.workbook.importer import import_workbooks
from chukan.errors import InputError, PackError
from chukan.layouts.library import Library


def test_a_sheet_that_nobody_touched(sheet: Sheet) -> None:
    review = read_review(sheet.path, sheet.library)

    assert (review.pack, review.edition, review.town) == ("town", "2", "甲市")
    assert (review.entries, review.changed, review.absent) == ((), (), ())
    layouts = [sheet.library.pack("town").layout("town", slug) for slug in ("person", "other")]
    assert review.open == sum(len(y.items) + len(y.body.declarations) for y in layouts) + 3


@pytest.mark.parametrize(
    "day", ["2026/11/29", "2026-11-29", "20261129", "令和8年11月29日", "R8.11.29", "２０２６年１１月２９日"]
)
def test_days_as_staff_write_them(sheet: Sheet, day: str) -> None:
    sheet.fill("住民", "備考", signed=False, 確認結果=RIGHT, 確認者="山田", 確認日=day)

    (entry,) = read_review(sheet.path, sheet.library).entries

    assert entry.signature.day == "2026-11-29"


def test_without_the_town_nothing_is_taken(sheet: Sheet) -> None:
    sheet.town("")
    sheet.fill("住民", "備考", 確認結果=RIGHT)

    assert "市区町村名がありません" in refused(sheet)


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


def test_import_refuses_a_review_sheet_by_name(sheet: Sheet, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="確認シートです") as caught:
        import_workbooks([sheet.path], out=tmp_path / "out")

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
