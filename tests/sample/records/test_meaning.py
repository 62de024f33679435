from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Layout
from chukan.sample.records.meaning import meaning

MakeLayout = Callable[..., Layout]


@pytest.mark.parametrize(
    ("item", "kind", "group"),
    [
        ({"item": "氏名", "type": "N", "length": 40, "format": "person_name"}, "name", ""),
        ({"item": "児童_氏名カナ", "type": "N", "length": 40, "format": "kana person_name"}, "kana", "児童"),
        ({"item": "世帯主氏名", "type": "N", "length": 40}, "name", "世帯主"),
        ({"item": "氏_日本人_読み仮名", "type": "N", "length": 40, "format": "kana"}, "family_kana", ""),
        ({"item": "氏名_外国人アルファベット", "type": "N", "length": 40}, "alphabet", ""),
        ({"item": "旧氏カナ", "type": "N", "length": 40, "format": "kana"}, "former_kana", ""),
        ({"item": "住所_町字", "type": "N", "length": 40}, "town", ""),
        ({"item": "送付先_住所", "type": "N", "length": 40}, "address", "送付先"),
        ({"item": "住所_方書_フリガナ", "type": "N", "length": 40}, "building_kana", ""),
        ({"item": "郵便番号", "type": "X", "length": 7, "format": "fixed postal_code"}, "postal_code", ""),
        (
            {"item": "前住所_市区町村コード", "type": "X", "length": 6, "format": "municipality_code"},
            "municipality_code",
            "前",
        ),
        ({"item": "生年月日", "type": "DATE", "length": 8}, "birth", ""),
        ({"item": "性別", "type": "X", "length": 1, "code": "gender"}, "gender", ""),
        ({"item": "状態", "type": "X", "length": 1, "code": "status"}, "code", "状態"),
        ({"item": "口座名義カナ", "type": "X", "length": 40, "format": "kana_half"}, "name_half", "口座義"),
        ({"item": "世帯員並び順", "type": "9", "length": 3}, "number", "世帯員並び順"),
        ({"item": "個人番号", "type": "X", "length": 12, "format": "my_number"}, "my_number", "個人番号"),
        ({"item": "医療機関名", "type": "N", "length": 60}, "hospital", "医療機関"),
        ({"item": "備考", "type": "N", "length": 60}, "remark", "備考"),
        ({"item": "異動年月日", "type": "DATE", "length": 8}, "date", "異動年月日"),
    ],
)
def test_an_item_tells_what_it_is_by_name_type_and_format(
    make_layout: MakeLayout, item: dict[str, Any], kind: str, group: str
) -> None:
    layout = make_layout([item])

    assert meaning(layout.items[0], layout).kind == kind
    assert meaning(layout.items[0], layout).group == group
