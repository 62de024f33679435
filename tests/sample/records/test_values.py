from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.sample.records.block import SampleBlock, Setting, skeletons
from chukan.sample.records.meaning import meaning
from chukan.sample.records.shape import shape_of
from chukan.sample.records.values import draw, fill_rate, identifiers, number_range


@pytest.fixture
def person() -> Layout:
    return Library().layout("mic@2.7/resident_register/person")


@pytest.fixture
def block(person: Layout) -> SampleBlock:
    return next(
        iter(skeletons(Setting(person, Agreement(), dt.date(2026, 11, 23), "131016", 1), shape_of(person), 300))
    )


def item(name: str, kind: str = "9", **more: Any) -> Item:
    return Item.model_validate({"no": 1, "item": name, "type": kind, "length": 9, **more})


@pytest.mark.parametrize(("name", "more"), [("備考", "氏名"), ("旧氏", "生年月日"), ("死亡年月日", "処理年月日")])
def test_some_items_are_filled_more_often(name: str, more: str) -> None:
    assert fill_rate(item(name)) < fill_rate(item(more)) <= 1


@pytest.mark.parametrize(
    ("made", "low", "high"),
    [
        (item("年齢"), 1, 95),
        (item("課税標準額", format="amount"), 0, 6_000_000),
        (item("割合", format="0..10"), 0, 10),
        (item("番号", length=3, format="fixed"), 100, 999),
    ],
)
def test_numbers_are_as_large_as_is_usual(made: Item, low: float, high: float) -> None:
    assert number_range(made)[:2] == (low, high)


def test_drawn_values_are_within_their_range(block: SampleBlock, person: Layout) -> None:
    made = item("割合", "9V", scale=2, format="0..10")
    values = [float(v) for v in draw(made, meaning(made, person), block, np.random.default_rng(1), 500).to_pylist()]

    assert 0 <= min(values) <= max(values) <= 10


def test_codes_are_of_the_list_and_the_first_are_usual(block: SampleBlock, person: Layout) -> None:
    gender = person.by_name["続柄_1"]
    codes = person.code_list(gender)
    values = draw(gender, meaning(gender, person), block, np.random.default_rng(1), 2000).to_pylist()

    assert codes is not None
    assert set(values) <= set(codes.codes)
    assert max(set(values), key=values.count) == next(iter(codes.codes))


def test_an_identifier_stays_the_same_through_a_history(block: SampleBlock, person: Layout) -> None:
    number = person.by_name["宛名番号"]
    made, own = identifiers(number, block).to_pylist(), identifiers(number, block, by_record=True).to_pylist()
    by_entity = dict(zip(block.entity.tolist(), made, strict=True))

    assert made == [by_entity[e] for e in block.entity.tolist()]
    assert len(set(by_entity.values())) == len(by_entity)
    assert len(set(own)) == block.rows
