"""Excel workbooks as input: a sheet is a file, and what Excel lost is said."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import chukan
from chukan.errors import InputError
from chukan.intake.inspect import inspect
from chukan.intake.source.workbook import sheet, sheet_names
from chukan.layouts.model import Layout

LayoutOf = Callable[..., Layout]


def test_a_sheet_is_a_file(book: Path, book_layout: Layout, reading: Any) -> None:
    found = reading(f"{book}#住民", book_layout, encoding="cp932", header=True)

    assert found.rows == [
        ("0001", "山田　太郎\n様", "19800101", "1200", "123456789012346000"),
        ("0002", '鈴木,"花子"', "20201231", "12.5", "000000000000000002"),
        ("3", "佐藤", "19900101", "0.1", ""),
    ] or found.rows[0][4].startswith("1234567890123")
    assert found.rows[0][:4] == ("0001", "山田　太郎\n様", "19800101", "1200")
    assert found.account.total_records == 3
    assert found.account.rejected_records == 0
    assert found.facts.encoding == "utf-8"


def test_the_sheet_must_be_named_where_there_are_several(book: Path, reading: Any) -> None:
    assert sheet_names(book) == ("住民", "空")
    with pytest.raises(InputError, match="シートが 2 あります") as several:
        reading(book)
    assert "提出.xlsx#シート名" in (several.value.hint or "")
    with pytest.raises(InputError, match="「なし」がありません"):
        reading(f"{book}#なし")
    assert reading(f"{book}#空").rules == ["F02"]


def test_a_single_sheet_need_not_be_named(tmp_path: Path, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["k", "v"], ["a", 1], ["b", True]):
        workbook.active.append(row)
    workbook.save(path)
    workbook.close()

    found = reading(path, header=True)

    assert found.rows == [("a", "1"), ("b", "TRUE")]
    assert sheet(path, None).rows == 3
    assert sheet(path, None).cells == 6


def test_inspect_and_check_read_them(book: Path, book_layout: Layout) -> None:
    found = inspect(f"{book}#住民", [book_layout])
    outcome = chukan.check(f"{book}#住民", book_layout, agreement={"header": True, "length_unit": "chars"})

    assert found.records == 3
    assert found.fits[0].address == book_layout.address
    assert outcome.verification.files[0].records.read == 3
    assert outcome.verification.files[0].account["sheet_rows"] == 5
    assert outcome.verification.files[0].account["sheet_cells"] == 19
    assert (found.account.sheet_rows, found.account.sheet_cells) == (5, 19)
    assert "V13" in {f.rule for f in outcome.findings}


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)

    with pytest.raises(InputError, match="Excel"):
        reading(path)


def test_a_file_whose_name_holds_the_mark(tmp_path: Path, reading: Any) -> None:
    path = tmp_path / "a#1.csv"
    path.write_text("k,v\n1,2\n", encoding="utf-8")

    assert reading(path).rows == [("1", "2")]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_cells_merged_over_several_records_are_reported(tmp_path: Path, kind: str, reading: Any) -> None:
    """Only the first of them has the value that the sheet shows for all; titles and headers are often merged, and lose nothing."""
    path = tmp_path / f"a.{kind}"
    rows = [["表題", "", ""], ["番号", "氏名", "金額"], ["1", "山田", "5"], ["2", "", "6"], ["3", "佐藤", "7"]]
    if kind == "xlsx":
        workbook = openpyxl.Workbook()
        assert workbook.active is not None
        for row in rows:
            workbook.active.append(row)
        for place in ("A1:C1", "B3:B4", "C5:D5"):
            workbook.active.merge_cells(place)
        workbook.save(path)
    else:
        import xlwt

        old = xlwt.Workbook()
        page = old.add_sheet("住民")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if (number, column) not in ((0, 1), (0, 2), (3, 1)):
                    page.write(number, column, value)
        page.merge(0, 0, 0, 2)
        page.merge(2, 3, 1, 1)
        old.save(str(path))

    found = reading(path, header=True, skip={"first": 1})

    assert found.rows[:2] == [("1", "山田", "5"), ("2", "", "6")]
    (merged,) = [a for a in found.of("V13") if "結合" in a.message]
    assert (merged.item, merged.severity, merged.line) == ("氏名", "error", 3)


def test_a_merged_header_of_two_rows_is_no_loss(tmp_path: Path, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["番号", "氏名"], [None, None], ["1", "山田"]):
        workbook.active.append(row)
    workbook.active.merge_cells("A1:A2")
    workbook.save(path)

    assert [a for a in reading(path, header=True).of("V13") if "結合" in a.message] == []


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_refused(
    tmp_path: Path, part: str, encoding: str, book: Path, reading: Any
) -> None:
    """They would be left out of the values without a word, or grow to gigabytes."""
    path = tmp_path / "made.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(path, "w") as made:
        for name in {*source.namelist(), part}:
            data = source.read(name) if name in source.namelist() else b"<sst/>"
            if name == part:
                root = data[data.index(b"<", 2) if data.startswith(b"<?") else 0 :].decode()
                data = f'<!--{"x" * 2_000_000}--><!DOCTYPE a [<!ENTITY b "c">]>{root}'.encode(encoding)
            made.writestr(name, data)

    with pytest.raises(InputError, match="DOCTYPE"):
        reading(f"{path}#住民")
    with pytest.raises(InputError, match="DOCTYPE"):
        sheet_names(path)


@pytest.mark.parametrize("written", ["春_x000D_日", "春_x000D_\n日", "_x000D_"])
def test_a_carriage_return_in_a_cell_ends_no_row(tmp_path: Path, reading: Any, written: str) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["番号", "備考"], ["1", written], ["2", 'あ,"い"']):
        workbook.active.append(row)
    workbook.save(path)
    workbook.close()

    found = reading(path, header=True)

    assert found.rows == [("1", written.replace("_x000D_", "\r")), ("2", 'あ,"い"')]
    assert found.account.rejected_records == 0
