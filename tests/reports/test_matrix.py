"""Municipalities and businesses."""

from __future__ import annotations

from collections.abc import Callable

from chukan.reports.matrix import cells, matrix
from chukan.verification.result import Finding, Verification


def test_each_delivery_has_its_word(made: tuple[Verification, list[Finding]]) -> None:
    table = matrix(made[0])

    assert table.businesses == ("住民基本台帳", "個人住民税", "国民健康保険", "印鑑登録")
    assert [(town, [c.word if c else None for c in row]) for town, row in table.rows] == [
        ("青葉野市", ["不合格", "不合格", "不合格", "免除（先行利用）"]),
        ("白波町", ["未検査あり", "合格", "未提出", "免除（先行利用）"]),
    ]


def test_a_cell_sums_its_files(made: tuple[Verification, list[Finding]]) -> None:
    first = cells(made[0])[0]

    assert (first.files, first.records, first.rejected) == (2, 61_234 + 28_410, 4)
    assert first.numbers.errors == 1_341 + 7


def test_a_wide_table_is_cut_for_paper(made: tuple[Verification, list[Finding]]) -> None:
    parts = list(matrix(made[0]).parts(3))

    assert [p.businesses for p in parts] == [("住民基本台帳", "個人住民税", "国民健康保険"), ("印鑑登録",)]
    assert all(len(row) == len(p.businesses) for p in parts for _, row in p.rows)


def test_files_that_no_delivery_expects_are_there(
    made: tuple[Verification, list[Finding]], narrow: Callable[..., Verification]
) -> None:
    table = matrix(narrow(made[0], deliveries=()))

    assert [(town, [c and c.word for c in row]) for town, row in table.rows] == [
        ("青葉野市", ["不合格", "不合格", "不合格"]),
        ("白波町", ["未検査あり", "合格", None]),
    ]
