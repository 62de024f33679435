from __future__ import annotations

import pytest

from chukan.layouts.basis import BASES, Basis, basis_of_source, weakest


@pytest.mark.parametrize("basis", BASES)
def test_a_check_is_worth_its_weakest_statement(basis: Basis) -> None:
    stronger = BASES[: BASES.index(basis) + 1]

    assert weakest(stronger) == weakest(reversed(stronger)) == basis


def test_nothing_rests_on_nothing() -> None:
    assert weakest(()) == "official"


@pytest.mark.parametrize(
    ("source", "basis"),
    [
        ("地方税法343条", "statute"),
        ("印鑑登録条例", "statute"),
        ("住民記録システム標準仕様書 第1.0版 20.3.1", "public-standard"),
        ("全国地方公共団体コード仕様", "estimate"),
        ("業務知識（地方税法343条から推定）", "estimate"),
        ("文書管理規程", "estimate"),
        ("", "estimate"),
    ],
)
def test_a_source_names_its_basis(source: str, basis: str) -> None:
    assert basis_of_source(source) == basis
