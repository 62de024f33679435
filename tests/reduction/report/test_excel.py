"""The report as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from tests.reduction.conftest import SECRET

from chukan.reduction.report import tables
from chukan.reduction.report.report import Report


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


def test_the_workbook(made: tuple[Report, Path]) -> None:
    report, out = made
    names = openpyxl.load_workbook(out / "reduction.xlsx").sheetnames

    assert names == [
        "総括",
        "業務別",
        "ファイル別",
        "年別",
        "規則",
        "残す理由",
        "決めること",
        "比較",
        "件数表",
        "分割の収支",
    ]
    head, *rows = sheet(out / "reduction.xlsx", "件数表")
    counted = dict.fromkeys(("削減候補", "要確認", "移行必須"), 0)
    for row in rows:
        counted[row[head.index("分類")]] += row[head.index("件数")]
    all_ = tables.whole(report)
    assert list(counted.values()) == [all_.candidate.records, all_.check.records, all_.must.records]
    assert len(sheet(out / "reduction.xlsx", "決めること")) - 1 == len(report.decisions)
    text = str([sheet(out / "reduction.xlsx", n) for n in names])
    assert SECRET not in text
