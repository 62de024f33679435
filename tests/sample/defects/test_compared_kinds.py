"""Defects that only the comparison of two files shows."""

from __future__ import annotations

import pytest
from tests.sample.defects.conftest import Case


@pytest.mark.parametrize(("kind", "rule"), [("sum_off", "K06"), ("other_value", "K07")])
def test_the_record_that_is_listed_has_another_value_in_the_item_that_is_named(
    case: Case, kind: str, rule: str
) -> None:
    _, before, across = case
    made = [(name, d) for name, defects in across.defects.items() for d in defects if d.kind == kind]

    assert made
    for name, defect in made:
        old, new = (tables[name].column(defect.item)[defect.record - 1].as_py() for tables in (before, across.tables))
        assert defect.rule == rule
        assert old != new
        assert new
        if kind == "sum_off":
            assert int(new) == int(old) + 1
