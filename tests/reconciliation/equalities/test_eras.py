"""和暦 and 西暦."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.reconciliation.equalities.base import Column
from chukan.reconciliation.equalities.eras import Eras

WHO = {"id": "x", "agreed_by": "課長", "why": "合意"}


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("R5.4.1", "20230401"),
        ("令和5年4月1日", "20230401"),
        ("5050401", "20230401"),
        ("令和元年5月1日", "20190501"),
        ("H31.5.1", "20190501"),
        ("2023-04-01", "20230401"),
        ("20230401", "20230401"),
        ("99999999", "99999999"),
        ("X5.4.1", "X5.4.1"),
    ],
)
def test_days_become_western(value: str, normal: str) -> None:
    rule = Eras(**WHO, items=["異動日"])  # type: ignore[arg-type]
    column = Column(LAYOUT.by_name["異動日"], "delivered", ("00000000",))

    assert rule.normal(pa.array([value, "", value]), column).to_pylist() == [
        normal,
        rule.normal(pa.array([""]), column)[0].as_py(),
        normal,
    ]
