"""A small pack, its review sheet, and a hand that fills it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from tests.layouts.conftest import make_book, make_pack

from chukan.authoring.review import form
from chukan.authoring.review.read import read_review
from chukan.authoring.review.write import write_review
from chukan.errors import PackError
from chukan.layouts.library import Library
from chukan.layouts.select import of_pack

__all__ = ["make_book", "make_pack"]

ITEMS = """no,item,type,length,scale,required,key,code,format,since,until,basis,source,note
1,宛名番号,X,15,,required,1,,digits,,,statute,法7条,桁数は推定
2,履歴番号,9,4,,required,2,,,,,estimate,,登録のたびに1つ増える。桁数は推定
3,氏名,N,50,,required,,,person_name personal,,,statute,法7条1号,
4,性別,X,1,,optional,,gender,,,,estimate,,窓口で使う
5,生年月日,DATE,8,,conditional,,,unknown_date,,,statute,法7条2号,判明したとき
6,面積,9V,5,2,optional,,,0..999,,,estimate,,課税のため
7,備考,XN,100,,optional,,,,,,estimate,,そのほか
"""
CODES = """list,code,name,since,until,basis,source,note
性別,1,男,,,estimate,,番号は推定
性別,2,女,,,estimate,,番号は推定
性別,…,ほか,,,estimate,,
"""
BODY = """business: town
name: 町の業務
layouts:
  person:
    name: 住民
    required_when:
      生年月日: 性別 = '1'
    history:
      of: [宛名番号]
      number: 履歴番号
    rules:
      - {id: man_has_a_note, when: "性別 = '1'", assert: 備考 IS NOT NULL, items: [備考, 性別], message: 備考がありません。}
      - {id: wide, assert: 面積 > 0, items: [面積], message: 面積がありません。, source: 法1条}
  other:
    name: 転出者
"""
OTHER = """no,item,type,length,required,key,code,basis,source,note
1,番号,X,15,required,1,,statute,法1条,
2,性別,X,1,optional,,gender,statute,法2条,
"""
FILES = {"town/person.csv": ITEMS, "town/other.csv": OTHER, "town/business.yaml": BODY, "codes/gender.csv": CODES}


class Sheet:
    """A review sheet on disk that somebody fills in.

    Attributes:
        path: the workbook.
        library: where its pack is.
    """

    def __init__(self, path: Path, library: Library) -> None:
        self.path = path
        self.library = library

    def edit(self, change: Callable[[Workbook], None]) -> None:
        """Change the workbook as Excel would."""
        with closing(openpyxl.load_workbook(self.path)) as book:
            change(book)
            book.save(self.path)

    def town(self, name: str = "甲市", vendor: str = "") -> None:
        """Write the town's name."""

        def change(book: Workbook) -> None:
            for row in book[form.ABOUT].iter_rows(max_col=2):
                if row[0].value in (form.TOWN, form.VENDOR):
                    row[1].value = name if row[0].value == form.TOWN else vendor or None

        self.edit(change)

    def fill(self, sheet: str, row: str, *, signed: bool = True, nth: int = 0, reason: str = "", **cells: Any) -> str:
        """Fill in a row that has `row` in one of its first cells, and return the place of its result.

        Args:
            sheet: its name, or the end of it.
            row: what one of its first three cells holds.
            signed: also write who and when.
            nth: which of several such rows, from 0.
            reason: what is written beside it.
            cells: heading to value.
        """
        places: list[str] = []

        def change(book: Workbook) -> None:
            page = next(s for s in book.worksheets if s.title.endswith(sheet))
            head = 1 if sheet in (form.CODES, form.RULES) else form.HEAD_ROW
            columns: dict[Any, int] = {c.value: c.column or 0 for c in page[head]}
            found = [r for r in page.iter_rows(min_row=head + 1) if row in [c.value for c in r[:3]]]
            number = found[nth][0].row or 0
            values = {**cells, **({form.SIGNED[0]: reason} if reason else {})}
            if signed:
                values = {"確認者": "山田花子", "確認日": dt.date(2026, 11, 29), **values}
            for heading, value in values.items():
                page.cell(number, columns[heading]).value = value
            places.append(f"{page.title}!{page.cell(number, columns['確認結果']).coordinate}")

        self.edit(change)
        return places[0]


@pytest.fixture
def sheet(make_pack: Callable[..., Path], tmp_path: Path) -> Sheet:
    """Write the review sheet of the small pack, with the town's name in it."""
    library = Library([make_pack(FILES)])
    path = tmp_path / "review.xlsx"
    with path.open("wb") as file:
        write_review(of_pack(library.pack("town"), None), file)
    made = Sheet(path, library)
    made.town()
    return made


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
