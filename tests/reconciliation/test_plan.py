"""What is compared of a pair, and by which items its records are found."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT, make_layout

from chukan.errors import ProjectError
from chukan.reconciliation.equalities import KINDS
from chukan.reconciliation.plan import plan_of
from chukan.reconciliation.rules_file import NO_RULES, Rules

WHO = {"agreed_by": "課長", "why": "合意"}
ALL = LAYOUT.names


def rules(*given: dict[str, Any], **other: Any) -> Rules:
    return Rules(
        tuple(KINDS[g["kind"]].model_validate({"id": str(n), **WHO, **g}) for n, g in enumerate(given)), **other
    )


@pytest.mark.parametrize(
    ("delivered", "loaded", "key", "by_content", "not_compared"),
    [
        (ALL, ALL, ("番号", "枝番"), False, ()),
        (ALL, ALL[1:], ALL[1:], True, ("番号",)),
        (ALL, ("番号", "枝番", "新項目"), ("番号", "枝番"), False, (*ALL[2:], "新項目")),
    ],
)
def test_records_are_found_by_the_key_or_by_all_that_both_sides_have(
    delivered: tuple[str, ...],
    loaded: tuple[str, ...],
    key: tuple[str, ...],
    by_content: bool,
    not_compared: tuple[str, ...],
) -> None:
    plan = plan_of(LAYOUT, delivered, loaded, NO_RULES)

    assert (plan.key, plan.by_content, plan.not_compared) == (key, by_content, not_compared)


def test_a_rules_file_may_name_the_key() -> None:
    plan = plan_of(make_layout(keyed=False), ALL, ALL, Rules(key={"s": ("番号",)}))

    assert (plan.key, plan.by_content) == (("番号",), False)


def test_a_star_means_every_item_that_the_kind_fits() -> None:
    plan = plan_of(LAYOUT, ALL, ALL, rules({"kind": "dates", "items": ["*"]}, {"kind": "zeros", "items": ["*"]}))

    named = {name: [r.kind for r in one.normalisers] for name, one in plan.by_name.items() if one.normalisers}
    assert named == {
        "枝番": ["zeros"],
        "生年月日": ["dates"],
        "異動日": ["dates"],
        "異動年月": ["dates"],
        "税額": ["zeros"],
    }


def test_a_table_goes_through_the_other_rules_of_its_item() -> None:
    given = ({"kind": "zeros", "items": ["事由"]}, {"kind": "codes", "items": ["事由"], "map": {"011": "0001"}})
    one = plan_of(LAYOUT, ALL, ALL, rules(*given)).by_name["事由"]

    assert one.table(()) == {"11": "1"}
    assert one.normal(pa.array(["11", "0011", "12"]), "delivered", ()).to_pylist() == ["1", "1", "12"]
    assert one.normal(pa.array(["11", "0001"]), "loaded", ()).to_pylist() == ["11", "1"]


def test_a_table_that_becomes_ambiguous_under_other_rules_is_refused() -> None:
    given = (
        {"kind": "zeros", "items": ["事由"]},
        {"kind": "codes", "items": ["事由"], "map": {"011": "1", "11": "2"}},
    )

    with pytest.raises(ProjectError, match="同じになります"):
        plan_of(LAYOUT, ALL, ALL, rules(*given)).by_name["事由"].table(())
