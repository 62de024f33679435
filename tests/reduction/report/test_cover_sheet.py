"""The first sheet of the workbook: what comes to be left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from chukan.reduction.report import tables
from chukan.reduction.report.report import Report


def test_every_class_has_its_row_and_the_rows_add_up(made: tuple[Report, Path]) -> None:
    report, out = made
    sheet: Any = openpyxl.load_workbook(out / "reduction.xlsx")["総括"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[0]}
    all_ = tables.whole(report)

    counts = {
        name: rows[name][1] for name in ("削減候補", "要確認", "移行必須", "読取不可", "提出データ", "移行するデータ")
    }
    assert counts["提出データ"] == all_.total.records == sum(list(counts.values())[:4])
    assert counts["移行するデータ"] == counts["提出データ"] - counts["削減候補"]
    assert rows["提出データ"][3] == all_.total.bytes


def test_it_says_that_it_is_a_draft_and_of_which_day(made: tuple[Report, Path]) -> None:
    sheet: Any = openpyxl.load_workbook(made[1] / "reduction.xlsx")["総括"]

    assert str(sheet["A1"].value).startswith("【案】")
    assert "基準日 令和8年11月23日" in str(sheet["A2"].value)
    assert len(sheet._charts) <= 1
    notes = {str(row[0]) for row in sheet.iter_rows(values_only=True)}
    assert set(made[0].notes) <= notes
