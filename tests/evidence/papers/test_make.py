"""All papers of a case, by their names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from tests.evidence.conftest import filled, papers

from chukan.errors import ProjectError
from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, TARGETS


def test_two_vendors_of_the_same_name_get_two_papers(make: Any, project: dict[str, Any]) -> None:
    project["vendors"][0]["name"], project["vendors"][1]["name"] = "事業者/X", "事業者:X"

    names = [n for n in papers(make(project)) if "131016" in n]

    assert names == [
        "データ移行確認書_131016_みどり市_事業者_X.docx",
        "データ移行確認書_131016_みどり市_事業者_X_2.docx",
    ]


def test_a_group_without_any_file_still_gets_its_papers(make: Any, project: dict[str, Any]) -> None:
    for town in project["municipalities"]:
        for plan in town["businesses"]:
            plan.update(method="exempt_in_use", reason="先行利用", files=[])

    names = set(papers(make(project)))

    assert names == {TARGETS.template, CHAPTER.template, CHECKLIST.template}


def excel_template(tmp_path: Path, edit: Callable[[Any, Any], None]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "様式"  # type: ignore[union-attr]
    edit(book, page)
    path = tmp_path / TARGETS.template
    book.save(path)
    return path


def name_cell(book: Any, name: str, cell: str, page: str = "様式") -> None:
    book.defined_names[name] = DefinedName(name, attr_text=f"'{page}'!{cell}")


def test_an_excel_template_of_ones_own_grows_and_keeps_what_stands_below(make: Any, tmp_path: Path) -> None:
    def edit(book: Any, page: Any) -> None:
        name_cell(book, "グループ名", "$A$1")
        name_cell(book, "対象業務.市区町村", "$A$3")
        name_cell(book, "対象業務.件数", "$C$3")
        name_cell(book, "団体.市区町村", "$A$6")
        name_cell(book, "_自団体", "$Z$9")
        page["C3"].number_format = "#,##0"
        page["B3"].font = Font(bold=True)
        page["A4"] = "下の注"
        page.merge_cells("A4:C4")
        page["A7"] = "印"
        page.row_dimensions[7].height = 50
        page.print_area = "A1:C7"

    page = filled(make, excel_template(tmp_path, edit))

    assert page["A1"].value == "みどり地域クラウド協議会"
    assert [page.cell(r, 1).value for r in range(3, 12)] == [
        "みどり市",
        "みどり市",
        "あおば町",
        "あおば町",
        "下の注",
        None,
        "みどり市",
        "あおば町",
        "印",
    ]
    assert [page.cell(r, 3).number_format for r in range(3, 7)] == ["#,##0"] * 4
    assert page["B6"].font.bold
    assert [str(r) for r in page.merged_cells.ranges] == ["A7:C7"]
    assert page.row_dimensions[11].height == 50
    assert page.row_dimensions[7].height is None
    assert page.print_area == "'様式'!$A$1:$C$11"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"グルプ名": "$A$1"}, ["グルプ名", "グループ名", "シート「様式」", "A1"]),
        ({"対象業務.市区町": "$B$2"}, ["対象業務.市区町", "対象業務.市区町村", "B2"]),
        ({"団体": "$A$1"}, ["「団体」"]),
        ({"対象業務.件数": "$A$1", "対象業務.業務": "$B$2"}, ["一つの行"]),
        ({"グループ名": "#REF!"}, ["セルを指していません"]),
    ],
)
def test_a_mistake_in_an_excel_template_names_the_cell(
    make: Any, tmp_path: Path, names: dict[str, str], words: list[str]
) -> None:
    def edit(book: Any, page: Any) -> None:
        for name, cell in names.items():
            if cell.startswith("#"):
                book.defined_names[name] = DefinedName(name, attr_text=cell)
            else:
                name_cell(book, name, cell)

    with pytest.raises(ProjectError) as e:
        filled(make, excel_template(tmp_path, edit))

    assert all(word in str(e.value) for word in [*words, TARGETS.template])
