from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Item
from chukan.sample.records.block import SampleBlock, Setting, skeletons
from chukan.sample.records.dates import as_column, draw_dates, events, is_term, offset
from chukan.sample.records.shape import shape_of
from chukan.sample.records.typed import days

AS_OF = dt.date(2026, 11, 23)


@pytest.fixture
def block() -> SampleBlock:
    layout = Library().layout("mic@2.7/resident_register/person")
    return next(iter(skeletons(Setting(layout, Agreement(), AS_OF, "131016", 1), shape_of(layout), 500)))


def item(name: str, kind: str = "DATE") -> Item:
    return Item.model_validate({"no": 1, "item": name, "type": kind, "length": 8})


def test_events_of_an_entity_follow_each_other(block: SampleBlock) -> None:
    day = events(block, None)
    same = block.entity[1:] == block.entity[:-1]

    assert same.any()
    assert (np.diff(day)[same] > 0).all()
    assert day.max() < days(AS_OF)


def test_nobody_has_an_event_before_birth(block: SampleBlock) -> None:
    born = np.full(len(block.entities), days(AS_OF) - 400)

    assert (events(block, born) > born[block.local]).all()


@pytest.mark.parametrize(
    ("name", "low", "high"), [("在留期間満了年月日", 200, 1500), ("届出年月日", 0, 14), ("異動年月日", 0, 0)]
)
def test_an_item_s_name_says_how_far_it_lies_from_the_event(name: str, low: int, high: int) -> None:
    assert offset(item(name)) == (low, high)


def test_only_terms_lie_after_the_day_of_the_check(block: SampleBlock) -> None:
    rng, event = np.random.default_rng(1), np.full(300, days(AS_OF))

    assert is_term(item("在留期間満了年月日"))
    assert draw_dates(item("在留期間満了年月日"), event, block, rng, None).max() > days(AS_OF)
    assert draw_dates(item("資格喪失年月日"), event, block, rng, None).max() <= days(AS_OF)


def test_months_are_texts_and_days_are_days() -> None:
    day = np.array([0, 31])

    assert as_column(item("年月", "YM"), day).to_pylist() == ["197001", "197002"]
    assert as_column(item("年月日"), day).to_pylist() == [dt.date(1970, 1, 1), dt.date(1970, 2, 1)]
