"""The notes on cells of workbooks of Excel 97."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chukan.errors import InputError
from chukan.intake.source.workbook import sheet_names
from chukan.layouts.model import Layout


def test_workbooks_of_excel_97(book_layout: Layout, reading: Any) -> None:
    path = Path(__file__).parent / "books" / "resident.xls"

    found = reading(f"{path}#住民", book_layout, header=True)

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
