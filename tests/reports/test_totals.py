"""The delivery note beside the file."""

from __future__ import annotations

from chukan.reports.totals import compared
from chukan.verification.result import Finding, Verification


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
