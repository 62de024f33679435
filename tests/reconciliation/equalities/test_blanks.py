"""Blanks and padding."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.reconciliation.equalities.base import Column
from chukan.reconciliation.equalities.blanks import Blanks

WHO = {"id": "x", "agreed_by": "課長", "why": "合意"}


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        (" 花子\u3000", "花子"),
        ("花 子", "花 子"),
        ("\u3000", ""),
    ],
)
def test_blanks_at_the_ends_do_not_count(value: str, normal: str) -> None:
    rule = Blanks(**WHO, items=["氏名"])  # type: ignore[arg-type]
    column = Column(LAYOUT.by_name["氏名"], "delivered", ("00000000",))

    assert rule.normal(pa.array([value, "", value]), column).to_pylist() == [
        normal,
        rule.normal(pa.array([""]), column)[0].as_py(),
        normal,
    ]
