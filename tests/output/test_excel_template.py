"""Excel templates: filled from a plain mapping, strict about names."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from chukan.errors import ProjectError
from chukan.output.excel_template import fill


def template(folder: Path, **names: str) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "様式"
    book.worksheets[0]["A5"] = "下の注"
    for name, cell in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'様式'!{cell}")
    path = folder / "様式.xlsx"
    book.save(path)
    return path


def test_texts_and_rows_and_no_formula(tmp_path: Path) -> None:
    path = template(tmp_path, 名="$A$1", **{"表.値": "$A$3"})

    data = fill(path, {"名": "=1+1", "表": [{"値": 1}, {"値": "い"}]}, {"表": ("値",)})

    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert [sheet.cell(r, 1).value for r in range(3, 7)] == [1, "い", None, "下の注"]


def test_a_table_without_rows_leaves_its_row_blank(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(
        io.BytesIO(fill(template(tmp_path, **{"表.値": "$A$3"}), {"表": []}, {"表": ("値",)}))
    ).worksheets[0]

    assert [sheet.cell(r, 1).value for r in (3, 5)] == [None, "下の注"]


@pytest.mark.parametrize("name", ["名前", "表.価", "表"])
def test_an_unknown_name_is_reported_with_its_cell(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProjectError, match=f"知らない差込項目「{name}」") as e:
        fill(template(tmp_path, **{name: "$B$2"}), {"名": "a", "表": []}, {"表": ("値",)})

    assert "シート「様式」 B2" in str(e.value)
