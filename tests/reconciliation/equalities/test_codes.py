"""Code conversion tables: named items only, and a value that a table converts must be converted."""

from __future__ import annotations

import pyarrow as pa
import pytest
from pydantic import ValidationError
from tests.reconciliation.conftest import LAYOUT, WHO

from chukan.errors import ProjectError
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.equalities.zeros import Zeros
from chukan.reconciliation.plan import ItemPlan

REASON = LAYOUT.by_name["事由"]


def codes(**keys: object) -> Codes:
    return Codes.model_validate({"id": "表", "items": ("事由",), **WHO, **keys})


def test_only_delivered_values_are_converted() -> None:
    one = ItemPlan(REASON, conversion=codes(map={"11": "1", "12": "1"}))
    values = pa.array(["11", "12", "20", ""])

    assert one.normal(values, "delivered", ()).to_pylist() == ["1", "1", "20", ""]
    assert one.normal(values, "loaded", ()).to_pylist() == ["11", "12", "20", ""]


def test_codes_are_of_named_items() -> None:
    with pytest.raises(ValidationError, match="名前で"):
        codes(map={"1": "2"}, items=("*",))


def test_two_codes_that_another_rule_makes_one_must_not_have_two_new_ones() -> None:
    zeros = Zeros.model_validate({"id": "ゼロ", "items": ("事由",), **WHO})
    one = ItemPlan(REASON, normalisers=(zeros,), conversion=codes(map={"01": "A", "1": "B"}))

    with pytest.raises(ProjectError, match="二つの「旧」"):
        one.table(())
