from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from chukan.errors import PackError
from chukan.layouts.model import Layout
from chukan.sample.solver.constraints import Evaluator, constraints_of, read_by

MakeLayout = Callable[..., Layout]
ITEMS: list[dict[str, Any]] = [
    {"item": "区分", "type": "X", "length": 1},
    {"item": "金額", "type": "9", "length": 9},
    {"item": "支給開始年月日", "type": "DATE", "length": 8},
    {"item": "支給終了年月日", "type": "DATE", "length": 8},
]
DAY = dt.date(2026, 11, 23)


def columns(**values: list[Any]) -> dict[str, pa.Array]:
    rows = len(next(iter(values.values())))
    types = {"金額": pa.int64(), "支給開始年月日": pa.date32(), "支給終了年月日": pa.date32()}
    return {
        str(i["item"]): pa.array(values.get(str(i["item"]), [None] * rows), types.get(str(i["item"]), pa.string()))
        for i in ITEMS
    }


@pytest.fixture
def layout(make_layout: MakeLayout) -> Layout:
    rule = {"id": "positive", "assert": "金額 > 0", "when": "区分 = '1'", "message": "x"}
    return make_layout(ITEMS, rules=[rule], required_when={"金額": "区分 = '2'"})


def test_requirements_rules_and_the_order_of_days(layout: Layout) -> None:
    found = {c.name: c for c in constraints_of(layout)}

    assert {name for name, c in found.items() if c.of_layout} == {"required_when 金額", "positive"}
    assert [c.reads for c in found.values() if not c.of_layout] == [{"支給開始年月日", "支給終了年月日"}]


def test_what_an_edition_lacks_asks_for_nothing(make_layout: MakeLayout) -> None:
    rule = {"id": "r", "assert": "別の項目 > 0", "message": "x"}

    assert [c for c in constraints_of(make_layout(ITEMS[:2], rules=[rule])) if c.of_layout] == []


def test_a_condition_is_broken_where_it_is_false_only(layout: Layout) -> None:
    table = columns(区分=["1", "1", "1", "2", "2"], 金額=[1, 0, None, None, 5])
    constraints = [c for c in constraints_of(layout) if c.of_layout]

    broken = Evaluator(layout, DAY).broken(table, constraints)

    assert {c.name: broken[:, n].tolist() for n, c in enumerate(constraints)} == {
        "positive": [False, True, False, False, False],
        "required_when 金額": [False, False, False, True, False],
    }


def test_nothing_is_broken_where_nothing_is_asked(layout: Layout) -> None:
    assert Evaluator(layout, DAY).broken(columns(区分=["1"]), []).shape == (1, 0)


def test_values_that_do_not_fit_are_null(layout: Layout) -> None:
    made = Evaluator(layout, DAY).values(columns(区分=["a", "7"]), "区分", "INTEGER")

    assert made.to_pylist() == [None, 7]


def test_an_expression_that_cannot_run_is_named(layout: Layout) -> None:
    with pytest.raises(PackError, match="substr"):
        Evaluator(layout, DAY).holds(columns(区分=["a"]), "substr(区分) = 'a'")


def test_the_items_that_a_condition_reads(layout: Layout) -> None:
    assert read_by("区分 = '1' AND 金額 > 0", layout) == {"区分", "金額"}
    assert read_by(None, layout) == frozenset()
