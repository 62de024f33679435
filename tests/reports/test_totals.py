"""The delivery note beside the file."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.totals import compared
from chukan.verification.result import FileResult, Finding, Verification


def test_counts_and_amounts(made: tuple[Verification, list[Finding]]) -> None:
    rows = [(c.file.municipality, c.what, c.difference, c.word) for c in compared(made[0].files)]

    assert rows == [
        ("990019", "レコード件数", 0, "一致"),
        ("990019", "所得金額の合計（円）", 100, "不一致"),
        ("990019", "所得割額の合計（円）", None, "納品書に記載なし"),
        ("990027", "レコード件数", 0, "一致"),
        ("990027", "所得金額の合計（円）", 0, "一致"),
        ("990027", "所得割額の合計（円）", None, "納品書に記載なし"),
    ]


def test_a_table_in_several_files_is_compared_in_all(made: tuple[Verification, list[Finding]]) -> None:
    file = next(f for f in made[0].files if f.expected_totals)
    silent = replace(file, path="b.csv", expected_records=None, expected_totals={})
    amount = "所得金額の合計（円）"

    def whole(*parts: FileResult) -> list[tuple[str, int | None, int]]:
        rows = [c for c in compared(parts) if c.file.path == f"{len(parts)}ファイルの計"]
        return [(c.what, c.expected, c.found) for c in rows if "所得割" not in c.what]

    found, expected = file.totals["所得金額"], file.expected_totals["所得金額"]
    assert whole(file) == []
    assert whole(file, replace(file, path="b.csv")) == [
        ("レコード件数", 2 * (file.expected_records or 0), 2 * file.records.total),
        (amount, 2 * expected, 2 * found),
    ]
    assert whole(file, silent) == [("レコード件数", None, 2 * file.records.total), (amount, None, 2 * found)]
