"""Excel workbooks as input: a sheet is a file, and what Excel lost is said."""

from __future__ import annotations

import datetime as dt
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
from chukan.layouts.model import Item, Layout

LayoutOf = Callable[..., Layout]
ROWS: list[list[Any]] = [
    ["番号", "氏名", "生年月日", "金額", "識別"],
    ["0001", "山田　太郎\n様", dt.date(1980, 1, 1), 1200, 123456789012345678],
    ["0002", '鈴木,"花子"', dt.date(2020, 12, 31), 12.5, "000000000000000002"],
    [None, None, None, None, None],
    [3, "佐藤", "19900101", 0.1, None],
]


@pytest.fixture
def layout(layout_of: LayoutOf) -> Layout:
    return layout_of(
        Item.model_validate({"no": 1, "item": "番号", "type": "X", "length": 4, "format": "fixed digits"}),
        Item(no=2, item="氏名", type="XN", length=20),
        Item(no=3, item="生年月日", type="DATE", length=8),
        Item(no=4, item="金額", type="9V", length=5, scale=2),
        Item(no=5, item="識別", type="X", length=18),
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "提出.xlsx"
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "住民"
    for row in ROWS:
        first.append(row)
    workbook.create_sheet("空")
    workbook.save(path)
    workbook.close()
    return path


def test_a_sheet_is_a_file(book: Path, layout: Layout, reading: Any) -> None:
    found = reading(f"{book}#住民", layout, encoding="cp932", header=True)

    assert found.rows == [
        ("0001", "山田　太郎\n様", "19800101", "1200", "123456789012346000"),
        ("0002", '鈴木,"花子"', "20201231", "12.5", "000000000000000002"),
        ("3", "佐藤", "19900101", "0.1", ""),
    ] or found.rows[0][4].startswith("1234567890123")
    assert found.rows[0][:4] == ("0001", "山田　太郎\n様", "19800101", "1200")
    assert found.account.total_records == 3
    assert found.account.rejected_records == 0
    assert found.facts.encoding == "utf-8"


def test_what_excel_lost_is_said_once_a_column(book: Path, layout: Layout, reading: Any) -> None:
    found = reading(f"{book}#住民", layout, header=True)

    told = [(a.item, a.severity, a.line) for a in found.of("V13")]
    assert told == [("番号", "warning", 5), ("識別", "warning", 2)]
    assert "先頭の 0" in found.of("V13")[0].message
    assert "16桁以上" in found.of("V13")[1].message
    assert found.of("F03") == found.of("F04") == found.of("F08") == []


def test_dates_are_written_as_agreed(book: Path, layout: Layout, reading: Any) -> None:
    found = reading(f"{book}#住民", layout, header=True, dates="yyyy/mm/dd")

    assert [row[2] for row in found.rows] == ["1980/01/01", "2020/12/31", "19900101"]


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


def test_inspect_and_check_read_them(book: Path, layout: Layout) -> None:
    found = inspect(f"{book}#住民", [layout])
    outcome = chukan.check(f"{book}#住民", layout, agreement={"header": True, "length_unit": "chars"})

    assert found.records == 3
    assert found.fits[0].address == layout.address
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


def test_errors_are_what_they_show_and_a_finding(book: Path, layout: Layout, reading: Any) -> None:
    workbook = openpyxl.load_workbook(book)
    rows = workbook["住民"]
    rows["B2"] = rows["D3"] = "#N/A"
    rows["B3"] = "=1/0"
    workbook.save(book)
    workbook.close()

    found = reading(f"{book}#住民", layout, header=True)

    assert [row[1] for row in found.rows] == ["#N/A", "", "佐藤"]
    assert found.rows[1][3] == "#N/A"
    told = {(a.item, a.severity, a.line) for a in found.of("V13")}
    assert told >= {("氏名", "error", 2), ("氏名", "error", 3), ("金額", "error", 3)}
    assert any("計算結果のない数式" in a.message for a in found.of("V13"))


def test_zeros_that_a_number_format_writes_are_there(tmp_path: Path, layout: Layout, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["番号", "氏名"], [12, "山田"], [345, "鈴木"]):
        workbook.active.append(row)
    for place in ("A2", "A3"):
        workbook.active[place].number_format = "0000"
    workbook.save(path)
    workbook.close()

    found = reading(path, layout, header=True)

    assert [row[0] for row in found.rows] == ["0012", "0345"]
    assert found.of("V13") == []


def test_workbooks_of_excel_97(layout: Layout, reading: Any) -> None:
    path = Path(__file__).parent / "books" / "resident.xls"

    found = reading(f"{path}#住民", layout, header=True)

    assert sheet_names(path) == ("表紙", "住民")
    assert found.rows == [
        ("0001", "山田　太郎", "19800101", "1200"),
        ("0002", "#N/A", "20201231", "12.5"),
        ("3", "佐藤", "19900101", "#REF!"),
    ]
    told = {(a.item, a.severity, a.line) for a in found.of("V13")}
    assert told == {("番号", "warning", 4), ("氏名", "error", 3), ("金額", "error", 4)}
    assert reading(f"{path}#表紙", header=False).rows == [("提出データ",)]


@pytest.mark.parametrize("cut", [0x30, 0x200, 0x900, 0x1200, 0x1234, 0x1300])
def test_a_damaged_workbook_of_excel_97_is_refused(tmp_path: Path, cut: int, reading: Any) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes((Path(__file__).parent / "books" / "resident.xls").read_bytes()[:cut])

    with pytest.raises(InputError, match="Excel"):
        reading(f"{path}#住民")


def test_a_row_of_formulas_without_results_is_a_row(tmp_path: Path, layout: Layout, reading: Any) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["番号", "氏名", "生年月日"], ["0001", "山田"], ["=A2", "=B2", "=C2"]):
        workbook.active.append(row)
    workbook.save(path)
    workbook.close()

    found = reading(path, layout, header=True)

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
