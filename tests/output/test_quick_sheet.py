"""The same workbook, byte for byte, as XlsxWriter's own sheet writes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from chukan.output.quick_sheet import QuickSheet

MIDNIGHT = dt.datetime.combine(dt.date(2026, 11, 29), dt.time.min)


def write_like(sheet: Any, row: int, form: Any) -> None:
    """Write a row that says what the first one does, between a cell of its own and a day."""
    cells = {column: sheet.written(0, column) for column in (0, 1, 3, 30, 32, 33)} if hasattr(sheet, "written") else {}
    sheet.write_number(row, 2, row, form)
    if any(cells.values()):
        sheet.write_again(row, cells)
        return
    for column, text in ((0, "氏名"), (1, ""), (3, 'a<b>&"c"')):
        sheet.write_string(row, column, text, form)
    sheet.write_number(row, 30, 1234567.25, form)
    sheet.write_blank(row, 32, None, form)
    sheet.write_datetime(row, 33, MIDNIGHT, form)


def parts(sheet_class: type[Worksheet], *, large: bool, comment: bool) -> dict[str, bytes]:
    """Return what a workbook with a cell of every kind is made of."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"constant_memory": large, "in_memory": not large})
    workbook.set_properties({"created": MIDNIGHT})
    sheet: Any = workbook.add_worksheet("表", worksheet_class=sheet_class)
    bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_row(0, 30, bold)
    sheet.set_column(1, 1, 20, day)
    for row, form in enumerate((bold, None)):
        for column, text in enumerate(("氏名", "", " 前と後 ", 'a<b>&"c"', "=1+1", "_x0041_", "\x01", "＊" * 300)):
            sheet.write_string(row, column, text, form)
        sheet.write_number(row, 30, 1234567.25, form)
        sheet.write_number(row, 31, -3, form)
        sheet.write_blank(row, 32, None, form)
        sheet.write_datetime(row, 33, MIDNIGHT, form or day)
        sheet.write_formula(row, 34, '=COUNTIF(A1:A2,"a&b")', form, 0)
        sheet.write_boolean(row, 35, True, form)
        sheet.write_url(row, 36, "https://example.jp/?a=1&b=2", form)
    for row in range(2, 40):
        write_like(sheet, row, bold)
    sheet.write_string(15, 3, "十六行目")
    sheet.write_number(47, 40, 1)
    sheet.set_row(70, 30)
    if comment:
        sheet.write_comment(20, 1, "注記")
    sheet.protect("", {"sort": True})
    sheet.data_validation(0, 0, 5, 0, {"validate": "list", "source": ["a&b", "<c>"]})
    sheet.autofilter(0, 0, 1, 8)
    workbook.close()
    with zipfile.ZipFile(target) as made:
        return {name: made.read(name) for name in made.namelist()}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("comment", [False, True])
def test_every_kind_of_cell_is_written_as_xlsxwriter_writes_it(large: bool, comment: bool) -> None:
    made, expected = (parts(sheet, large=large, comment=comment) for sheet in (QuickSheet, Worksheet))
    assert made == expected
