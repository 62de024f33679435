"""What conversion tables lack: counted exactly, with the first record, and bounded."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT, WHO

from chukan.reconciliation.equalities.characters import Characters
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.lacking import Lacking, lacks_of
from chukan.reconciliation.plan import ItemPlan

REASON, NAME = LAYOUT.by_name["事由"], LAYOUT.by_name["氏名"]


def test_codes_that_a_table_lacks_are_counted_with_their_first_record() -> None:
    one = ItemPlan(REASON, conversion=Codes.model_validate({"id": "表", "items": ("事由",), "map": {"11": "1"}, **WHO}))
    values, records = pa.array(["11", "12", "", "20", "12"]), pa.array([7, 8, 9, 10, 11])

    assert list(lacks_of(one, values, records, (), frozenset(one.table(())))) == [
        ("表", "事由", {"12": (2, 8), "20": (1, 10)})
    ]


def test_gaiji_that_a_table_lacks_are_counted_one_by_one() -> None:
    one = ItemPlan(
        NAME,
        normalisers=(Characters.model_validate({"id": "外字", "items": ("氏名",), "map": {"U+E000": "辺"}, **WHO}),),
    )
    values, records = pa.array(["\ue000", "\ue001\ue001", "山"]), pa.array([1, 2, 3])

    assert list(lacks_of(one, values, records, (), frozenset())) == [("外字", "氏名", {"\ue001": (2, 2)})]


def test_where_nothing_is_lacking_nothing_is_said() -> None:
    assert list(lacks_of(ItemPlan(NAME), pa.array(["山"]), pa.array([1]), (), frozenset())) == []


def test_of_too_many_different_values_the_rest_is_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.reconciliation.lacking._MOST", 2)
    lacking = Lacking()

    lacking.add("表", "事由", {"1": (1, 1), "2": (1, 2), "3": (4, 3)})
    lacking.add("表", "事由", {"2": (5, 9), "4": (1, 10)})

    assert lacking.found["表", "事由"] == {"1": (1, 1), "2": (6, 2)}
    assert lacking.more["表", "事由"] == (5, 3)
