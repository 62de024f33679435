"""The notes on cells of a sheet: errors, formulas without a result, zeros of a format."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.errors import InputError
from chukan.layouts.model import Layout


def test_errors_are_what_they_show_and_a_finding(book: Path, book_layout: Layout, reading: Any) -> None:
    workbook = openpyxl.load_workbook(book)
    rows = workbook["住民"]
    rows["B2"] = rows["D3"] = "#N/A"
    rows["B3"] = "=1/0"
    workbook.save(book)
    workbook.close()

    found = reading(f"{book}#住民", book_layout, header=True)

    assert [row[1] for row in found.rows] == ["#N/A", "", "佐藤"]
    assert found.rows[1][3] == "#N/A"
    told = {(a.item, a.severity, a.line) for a in found.of("V13")}
    assert told >= {("氏名", "error", 2), ("氏名", "error", 3), ("金額", "error", 3)}
    assert any("計算結果のない数式" in a.message for a in found.of("V13"))


def test_zeros_that_a_number_format_writes_are_there(tmp_path: Path, book_layout: Layout, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["番号", "氏名"], [12, "山田"], [345, "鈴木"]):
        workbook.active.append(row)
    for place in ("A2", "A3"):
        workbook.active[place].number_format = "0000"
    workbook.save(path)
    workbook.close()

    found = reading(path, book_layout, header=True)

    assert [row[0] for row in found.rows] == ["0012", "0345"]
    assert found.of("V13") == []


def test_a_row_of_formulas_without_results_is_a_row(tmp_path: Path, book_layout: Layout, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["番号", "氏名", "生年月日"], ["0001", "山田"], ["=A2", "=B2", "=C2"]):
        workbook.active.append(row)
    workbook.save(path)
    workbook.close()

    found = reading(path, book_layout, header=True)

    assert found.account.sheet_rows == 3
    assert {(a.item, a.severity, a.line) for a in found.of("V13")} == {
        (item, "error", 3) for item in ("番号", "氏名", "生年月日")
    }


@pytest.mark.parametrize(
    ("row", "cell"), [("4000000000", "A4000000000"), ("x", "A1"), ("1", "ZZZ1"), ("1048576", "XFD1048576")]
)
def test_a_cell_where_no_sheet_has_one(book: Path, tmp_path: Path, reading: Any, row: str, cell: str) -> None:
    path = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                extra = f'<row r="{row}"><c r="{cell}"><f>1/0</f></c></row></sheetData>'
                data = data.replace(b"</sheetData>", extra.encode())
            new.writestr(name, data)

    with pytest.raises(InputError, match=r"Excel|散らばって"):
        reading(f"{path}#住民")


@pytest.mark.parametrize("row", [b"1048576", b"1"])
def test_a_value_far_away_does_not_fill_the_memory(book: Path, tmp_path: Path, reading: Any, row: bytes) -> None:
    path = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            far = b'<row r="' + row + b'"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))

    with pytest.raises(InputError, match="散らばって"):
        reading(f"{path}#住民")
