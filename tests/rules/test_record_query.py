"""One query a block, and what it remembers."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from chukan.expressions.conditions import Condition, RecordView
from chukan.layouts.model import Item
from chukan.rules.record_query import RecordQuery

ITEMS = {n: Item.model_validate({"no": i, "item": n, "type": "X"}) for i, n in enumerate(("甲", "乙", "丙"), 1)}
SAME = Condition("same", "甲 = 乙", None, ("甲", "乙"))
ONE = Condition("one", "丙 = '1'", None, ("丙",))


@pytest.fixture
def query(monkeypatch: pytest.MonkeyPatch) -> tuple[RecordQuery, list[int]]:
    """Return a query of two conditions, and how many of them were asked each time."""
    made, asked = RecordQuery(RecordView(ITEMS), (SAME, ONE)), list[int]()
    run = RecordView.failing

    def counted(view: RecordView, table: Any, conditions: Any) -> Any:
        asked.append(len(conditions))
        return run(view, table, conditions)

    monkeypatch.setattr(RecordView, "failing", counted)
    return made, asked


def batch(**columns: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def broken(query: RecordQuery, table: pa.RecordBatch, condition: Condition) -> list[bool]:
    mask = query.failing(table, condition)
    return [False] * table.num_rows if mask is None else mask.to_pylist()


def test_all_conditions_are_one_query(query: tuple[RecordQuery, list[int]]) -> None:
    made, asked = query
    table = batch(甲=["1", "2"], 乙=["1", "3"], 丙=["2", "1"])

    assert broken(made, table, SAME) == [False, True]
    assert broken(made, table, ONE) == [True, False]
    assert asked == [2]


def test_other_data_is_asked_anew(query: tuple[RecordQuery, list[int]]) -> None:
    made, asked = query
    first, second = (batch(甲=["1"], 乙=[v], 丙=["1"]) for v in "12")

    assert [broken(made, t, SAME) for t in (first, second, first)] == [[False], [True], [False]]
    assert asked == [2, 2, 2]


def test_what_a_batch_lacks_breaks_nothing(query: tuple[RecordQuery, list[int]]) -> None:
    made, _ = query
    table = batch(甲=["1"], 丙=["2"])

    assert (broken(made, table, SAME), broken(made, table, ONE)) == ([False], [True])


def test_queries_that_look_at_other_items_are_not_the_same() -> None:
    """A frame of pandas is converted once for equal queries: one that looks at fewer items would hide what the other finds."""
    view = RecordView(ITEMS)

    assert RecordQuery(view, (ONE,), ("丙",)) == RecordQuery(view, (ONE,), ("丙",))
    assert RecordQuery(view, (ONE,), ("丙",)) != RecordQuery(view, (ONE,), ("丙", "甲"))
