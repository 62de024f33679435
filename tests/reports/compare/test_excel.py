"""The comparison as sheets."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from tests.reports.compare.conftest import MakeRun

from chukan.reports.compare.compare import compare
from chukan.reports.compare.write import write_comparison


def test_ranges_are_words_in_a_sheet(run: MakeRun, tmp_path: Path) -> None:
    write_comparison(tmp_path, compare(run(["a"], more=3), run(["b"], more=3)))

    book = openpyxl.load_workbook(tmp_path / "comparison.xlsx")
    assert [c.value for c in book["内訳"][2]][6:12] == [4, 4, "0〜4", "0〜4", "0〜4", 0]
