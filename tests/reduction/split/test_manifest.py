"""What a split leaves beside its files."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.reduction.conftest import SECRET

from chukan.reduction.report.report import Report


def test_the_manifest_proves_what_it_says(made: tuple[Report, Path]) -> None:
    _, out = made
    with (out / "archive_manifest.csv").open(encoding="utf-8-sig", newline="") as f:
        (row,) = csv.DictReader(f)

    assert row["媒体"] == "'=LTO"  # no formula in a spreadsheet
    assert (row["件数"], row["規則"], row["空欄にした個人番号"], row["個人番号の列に残る値"]) == ("3", "JK01", "3", "0")
    assert (row["年（最初）"], row["年（最後）"]) == ("2010", "2014")
    assert "2014-06-20）より前" in row["根拠"]
    assert SECRET not in (out / row["ファイル"]).read_text(encoding="cp932")
