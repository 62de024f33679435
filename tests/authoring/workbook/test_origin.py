"""Authority only falls: what chukan wrote from a reference pack is known again, however its workbook was changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from chukan.authoring.export.excel import write_excel
from chukan.authoring.workbook.importer import import_workbooks
from chukan.authoring.workbook.opening import open_grids
from chukan.authoring.workbook.origin import stated_by
from chukan.errors import PackError
from chukan.layouts.library import Library

Edit = Callable[[Workbook], Workbook]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    layout = Library.default().layout("mic@2.7/resident_register/household")
    path = tmp_path_factory.mktemp("export") / "household.xlsx"
    write_excel([layout], path, edition="2.7")
    return path


def untouched(book: Workbook) -> Workbook:
    return book


def renamed(book: Workbook) -> Workbook:
    for n, sheet in enumerate(book.worksheets):
        sheet.title = f"シート{n}"
    return book


def without_its_own_sheets(book: Workbook) -> Workbook:
    for name in ("はじめに", "定義"):
        del book[name]
    return book


def heads_removed(book: Workbook) -> Workbook:
    for name in ("はじめに", "定義"):
        book[name]["A1"] = "住民の定義"
    return book


def authority_overwritten(book: Workbook) -> Workbook:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "reference":
                    cell.value = "official"
    return book


def copied_cells(book: Workbook, *columns: str) -> Workbook:
    """Return the table by itself in a new workbook, without some columns: no property and no margin goes with it."""
    new = openpyxl.Workbook()
    sheet = new.worksheets[0]
    sheet.title = "世帯"
    for row in book["項目"].iter_rows(values_only=True):
        sheet.append(list(row))
    for n in range(sheet.max_column, 0, -1):
        if sheet.cell(1, n).value in columns:
            sheet.delete_cols(n)
    return new


def copied(book: Workbook) -> Workbook:
    return copied_cells(book)


def copied_without_bases(book: Workbook) -> Workbook:
    return copied_cells(book, "根拠")


def copied_without_bases_and_words(book: Workbook) -> Workbook:
    return copied_cells(book, "根拠", "出典", "備考")


def edited_without_bases(book: Workbook) -> Workbook:
    made = copied_cells(book, "根拠", "出典")
    sheet = made.worksheets[0]
    sheet.delete_rows(5)
    sheet["G4"] = "99"
    return made


@pytest.mark.parametrize(
    "edit",
    [
        untouched,
        renamed,
        without_its_own_sheets,
        heads_removed,
        authority_overwritten,
        copied,
        copied_without_bases,
        copied_without_bases_and_words,
        edited_without_bases,
    ],
)
def test_a_reference_stays_one(edit: Edit, exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    edit(openpyxl.load_workbook(exported)).save(path)

    report = import_workbooks([path], out=tmp_path / "again", edition="2.7")[0]

    assert report.authority == "reference"
    with pytest.raises(PackError, match="公式のものとは申告できません"):
        import_workbooks([path], out=tmp_path / "official", edition="2.7", declared_by="情報課 山田")
    assert not (tmp_path / "official").exists()


def test_one_reference_among_several_workbooks_makes_all_of_them_one(exported: Path, tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    for row in (["業務名", "固定資産税"], ["項番", "項目名", "データ型", "桁数"], [1, "物件番号", "X", 15]):
        other.worksheets[0].append(row)
    other.save(tmp_path / "other.xlsx")

    [report] = import_workbooks([tmp_path / "other.xlsx", exported], out=tmp_path / "both", edition="2.7")

    assert report.authority == "reference"


def test_a_workbook_of_others_states_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["業務名", "住民基本台帳"],
        ["項番", "項目名", "データ型", "桁数", "根拠"],
        [1, "宛名番号", "X", 15, "住民基本台帳法7条"],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "theirs.xlsx")

    assert stated_by(open_grids(tmp_path / "theirs.xlsx")) is None
    report = import_workbooks([tmp_path / "theirs.xlsx"], out=tmp_path / "pack", declared_by="情報課 山田")[0]
    assert report.authority == "official"
