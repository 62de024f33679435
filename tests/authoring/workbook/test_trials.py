"""The trial workbooks of ``workbooks.py``, each with its right answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlrd
from tests.authoring.workbook.conftest import Result
from tests.authoring.workbooks import KINDS, save

from chukan.authoring.lint import lint_folder
from chukan.authoring.workbook.importer import read_workbooks
from chukan.errors import PackError

NO_TABLE = {"a_comparison", "a_blank_table_definition", "master_data"}


Read = Callable[..., Result]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_cell_is_accounted_for(name: str, tmp_path: Path) -> None:
    """Counted by the reader of the file itself: what holds something is used, a heading, known, or in a 要確認."""
    for path in save(KINDS[name](), tmp_path):
        [reading] = read_workbooks([path]).readings

        counted = {use.sheet: sum(use.cells.values()) for use in reading.sheets}
        assert counted == filled(path)
        said = "\n".join(f"{n.place}: {n.message}" for n in reading.notices if n.level == "problem")
        for account in reading.accounts.values():
            for cell in account.cells():
                assert cell.state != "unused" or cell.why in said


def filled(path: Path) -> dict[str, int]:
    if path.suffix == ".xls":
        old = xlrd.open_workbook(str(path), logfile=io.StringIO())
        return {s.name: sum(c.value != "" for r in range(s.nrows) for c in s.row(r)) for s in old.sheets()}
    book = openpyxl.load_workbook(path)
    return {s.title: sum(c.value is not None for row in s.iter_rows() for c in row) for s in book.worksheets}


@pytest.mark.parametrize("name", sorted(set(KINDS) - NO_TABLE))
def test_lint_accepts_what_the_import_made(name: str, read: Read) -> None:
    made = read(name)

    assert [f for f in lint_folder(made.pack.folder) if f.severity == "error"] == []


@pytest.mark.parametrize("name", sorted(NO_TABLE))
def test_a_workbook_without_a_table_is_refused(name: str, read: Read) -> None:
    with pytest.raises(PackError, match="項目の表もコードの表も見つかりません"):
        read(name)


def test_table_definitions(read: Read) -> None:
    made = read("table_definitions")

    assert made.items("住民") == [
        ("住民ID", "N", 10, 0, "required", 1),
        ("金額", "9V", 6, 2, "optional", None),
        ("更新日時", "X", None, 0, "required", None),
        ("登録日", "DATE", 8, 0, "required", None),
    ]
    assert made.layouts()["住民"].by_name["金額"].note == "初期値 0"
    assert made.problems == ""


def test_an_interface_file(read: Read) -> None:
    made = read("an_interface_file")

    layout = made.layouts()["入金ファイル"]
    assert [i.name for i in layout.items] == ["区分", "利率", "件数"]
    assert layout.business_name != "データ型について"
    rate = layout.by_name["利率"]
    assert (rate.type, rate.length, rate.scale) == ("S9V", 3, 2)
    assert layout.by_name["件数"].formats == ("digits",)
    assert made.codes("入金ファイル", "区分") == {"1": "ヘッダ", "2": "明細"}
    assert "別紙（データ型について）!A1" in made.problems


def test_ministry_style(read: Read) -> None:
    made = read("ministry_style")

    assert made.reports[0].edition == "2.7"
    assert made.items("住民") == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("性別", "X", 1, 0, "required", None),
        ("元号", "X", 2, 0, "optional", None),
        ("異動年月日", "9", 9, 0, "optional", None),
        ("生年月日", "DATE", 8, 0, "optional", None),
    ]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "元号") == {"01": "明治", "02": "大正", "03": "昭和"}
    assert made.problems == ""


def test_types_of_a_host_are_said(read: Read) -> None:
    made = read("types_of_a_host")

    assert [i[1] for i in made.items("住民")] == ["XN", "XN", "XN", "X", "XN"]
    for word in "CZP":
        assert f"型「{word}」がわかりません" in made.problems


def test_requirements_of_several_businesses_are_said(read: Read) -> None:
    assert "住民!E2" in read("required_by_three_businesses").problems
