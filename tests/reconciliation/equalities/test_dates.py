"""How days are written."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.reconciliation.equalities.base import Column
from chukan.reconciliation.equalities.dates import Dates

WHO = {"id": "x", "agreed_by": "課長", "why": "合意"}


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("2023-04-01", "20230401"),
        ("2023/4/1", "20230401"),
        ("2023年4月1日", "20230401"),
        ("2023-04-01 00:00:00", "20230401"),
        ("2023-04-01T12:30:00", "2023-04-01T12:30:00"),
        ("2023-13-01", "2023-13-01"),
        ("20230401", "20230401"),
        ("00000000", "00000000"),
        ("2023-04", "202304"),
    ],
)
def test_western_days_become_digits(value: str, normal: str) -> None:
    rule = Dates(**WHO, items=["異動日"])  # type: ignore[arg-type]
    column = Column(LAYOUT.by_name["異動日"], "delivered", ("00000000",))

    assert rule.normal(pa.array([value, "", value]), column).to_pylist() == [
        normal,
        rule.normal(pa.array([""]), column)[0].as_py(),
        normal,
    ]
