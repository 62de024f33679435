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


def test_a_row_of_several_findings_has_their_gravest_severity(run: MakeRun, tmp_path: Path) -> None:
    write_comparison(tmp_path, compare(run(["a"]), run(["b"])))

    book = openpyxl.load_workbook(tmp_path / "comparison.xlsx")
    heads = {name: [c.value for c in book[name][1]] for name in ("検査項目別", "項目別", "ファイル別", "内訳")}
    assert {name: head[0] for name, head in heads.items()} == {
        "検査項目別": "最も重い重大度",
        "項目別": "最も重い重大度",
        "ファイル別": "最も重い重大度",
        "内訳": "重大度",
    }
    assert {name for name, head in heads.items() if "ファイル" in head} == {"ファイル別", "内訳"}
