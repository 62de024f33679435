"""Half and full width."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.reconciliation.equalities.base import Column
from chukan.reconciliation.equalities.width import Width

WHO = {"id": "x", "agreed_by": "課長", "why": "合意"}


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("ｱｲｳ", "アイウ"),
        ("ｶﾞﾊﾟｳﾞ", "ガパヴ"),
        ("ＡＢＣ１２３", "ABC123"),
        ("Ａ\u3000ｱ", "A ア"),
        ("ｱﾞ", "ア゛"),
        ("㈱①", "㈱①"),
        ("神", "神"),
    ],
)
def test_letters_become_half_and_kana_full_width(value: str, normal: str) -> None:
    rule = Width(**WHO, items=["カナ"])  # type: ignore[arg-type]
    column = Column(LAYOUT.by_name["カナ"], "delivered", ("00000000",))

    assert rule.normal(pa.array([value, "", value]), column).to_pylist() == [
        normal,
        rule.normal(pa.array([""]), column)[0].as_py(),
        normal,
    ]
