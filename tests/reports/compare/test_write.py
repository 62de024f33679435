"""A comparison as files: whole or absent, the same numbers in each."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.reports.compare.conftest import MakeRun

from chukan.errors import OutputError
from chukan.reports.compare.compare import compare
from chukan.reports.compare.html import to_html
from chukan.reports.compare.write import write_comparison


def test_every_view_has_the_same_numbers(run: MakeRun, tmp_path: Path) -> None:
    comparison = compare(run(["a", "b", "c"]), run(["c", "d"]))

    write_comparison(tmp_path / "out", comparison)

    assert {p.name for p in (tmp_path / "out").iterdir()} == {"comparison.json", "comparison.html", "comparison.xlsx"}
    document = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    total = document["totals"]["error"]
    assert (total["solved"], total["still"], total["new"]) == (
        {"low": 2, "high": 2},
        {"low": 1, "high": 1},
        {"low": 1, "high": 1},
    )
    assert [f["state"] for f in document["findings"]] == ["new", "still", "solved", "solved"]
    book = openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx")
    assert [c.value for c in book["検査項目別"][2]][3:9] == [3, 2, 2, 1, 1, 0]
    assert [row[0].value for row in book["指摘一覧"].iter_rows(min_row=2)] == ["新しく", "引き続き", "解消", "解消"]
    assert "エラー: 解消 2 件、引き続き 1 件、新しく 1 件（前回 3 件 → 今回 2 件）" in to_html(comparison)


def test_again_into_the_same_folder(run: MakeRun, tmp_path: Path) -> None:
    comparison = compare(run(["a"]), run([]))
    write_comparison(tmp_path, comparison)
    write_comparison(tmp_path, comparison)

    assert {p.name for p in tmp_path.iterdir()} == {"comparison.json", "comparison.html", "comparison.xlsx"}


def test_a_file_of_somebody_else_stays(run: MakeRun, tmp_path: Path) -> None:
    (tmp_path / "comparison.html").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError):
        write_comparison(tmp_path, compare(run(["a"]), run([])))
    assert (tmp_path / "comparison.html").read_text(encoding="utf-8") == "mine"
