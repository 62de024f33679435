from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Layout
from chukan.sample.records.shape import shape_of

MakeLayout = Callable[..., Layout]


def key(name: str, at: int, kind: str = "X", **more: Any) -> dict[str, Any]:
    return {"item": name, "type": kind, "length": 4, "required": "required", "key": at, **more}


def test_a_history_names_its_entity_and_its_number(make_layout: MakeLayout) -> None:
    items = [key("宛名番号", 1), key("履歴番号", 2, "9")]
    shape = shape_of(make_layout(items, history={"of": ["宛名番号"], "number": "履歴番号", "start_at": 0}))

    assert (shape.entity, shape.number, shape.start, shape.units) == (("宛名番号",), "履歴番号", 0, False)


def test_a_running_number_of_the_key_counts_the_records(make_layout: MakeLayout) -> None:
    shape = shape_of(make_layout([key("宛名番号", 1), key("口座連番", 2, "9")]))

    assert (shape.entity, shape.number, shape.start) == (("宛名番号",), "口座連番", 1)


@pytest.mark.parametrize("items", [[key("宛名番号", 1)], [key("宛名番号", 1), key("業務", 2)]])
def test_a_key_without_a_counter_is_an_entity_a_record(make_layout: MakeLayout, items: list[dict[str, Any]]) -> None:
    shape = shape_of(make_layout(items))

    assert (shape.number, shape.most) == (None, 1)
    assert shape.entity == tuple(i["item"] for i in items)


def test_a_counter_has_no_more_room_than_its_range(make_layout: MakeLayout) -> None:
    shape = shape_of(make_layout([key("宛名番号", 1), key("期", 2, "9", format="1..4")]))

    assert shape.most == 4
