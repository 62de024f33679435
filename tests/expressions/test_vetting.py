from __future__ import annotations

import pytest
from tests.expressions.conftest import ITEMS

from chukan.errors import PackError
from chukan.expressions.vetting import vet


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("種別 = '1'", ("種別",)),
        ("開始 <= 終了 AND 種別 IN ('1', '2')", ("開始", "終了", "種別")),
        ('"種別" IS NOT NULL', ("種別",)),
        ("kana LIKE 'ア%'", ("Kana",)),
        ("CASE WHEN 種別 = '1' THEN 開始 < as_of ELSE TRUE END", ("種別", "開始")),
        ("開始 + INTERVAL 15 YEAR <= as_of -- 年齢", ("開始",)),
        ("date_diff('day', 開始, 終了) BETWEEN 0 AND 30", ("開始", "終了")),
        ("COALESCE(種別, '0') || 在留資格 ~ '[0-9]+'", ("種別", "在留資格")),
        ("extract(year FROM 開始) % 4 = 0 AND NOT length(種別) > 2", ("開始", "種別")),
        ("TRY_CAST(種別 AS INTEGER) > DATE '2020-01-01' - 開始", ("種別", "開始")),
    ],
)
def test_what_an_expression_reads(text: str, reads: tuple[str, ...]) -> None:
    assert vet(text, ITEMS, PackError, "ここ").reads == reads


def test_names_that_are_no_items_are_handed_back() -> None:
    assert vet("種別２ = '1' OR t.種別 = '1'", ITEMS, PackError, "x").unknown == ("種別２", "t.種別")
