"""Zeros that say nothing."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.reconciliation.equalities.base import Column
from chukan.reconciliation.equalities.zeros import Zeros

WHO = {"id": "x", "agreed_by": "課長", "why": "合意"}


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("000123", "123"),
        ("0", "0"),
        ("000", "0"),
        ("-0012", "-12"),
        ("1.50", "1.5"),
        ("1.00", "1"),
        ("100", "100"),
        ("0A1", "0A1"),
        ("0.5", "0.5"),
        ("10.0", "10"),
    ],
)
def test_zeros_in_front_and_behind_go(value: str, normal: str) -> None:
    rule = Zeros(**WHO, items=["税額"])  # type: ignore[arg-type]
    column = Column(LAYOUT.by_name["税額"], "delivered", ("00000000",))

    assert rule.normal(pa.array([value, "", value]), column).to_pylist() == [
        normal,
        rule.normal(pa.array([""]), column)[0].as_py(),
        normal,
    ]
