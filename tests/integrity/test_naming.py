"""How messages name layouts, items and the places of other records."""

from __future__ import annotations

from typing import Any

from chukan.integrity.naming import joined, named, place_of
from chukan.integrity.views import Table


def test_a_layout_is_named_with_its_business_where_that_is_another_one(layout: Any) -> None:
    person, tax = layout("person", "番号", name="住民"), layout("tax", "番号", business="individual_tax", name="賦課")

    assert named(person, person) == "住民"
    assert named(person, tax) == "台帳の住民"


def test_a_place_names_the_file_unless_it_is_the_same(delivery: Any, layout: Any) -> None:
    person = layout("person", "番号")
    parts = delivery.add(person, []).add(person, []).parts()
    table = Table("131016", person, tuple(parts))

    assert place_of(table, {"rank": 1, "record": 1200, "line": 1201}, parts[1]) == "同じファイルの1,200件目・1,201行目"
    assert place_of(table, {"rank": 0, "record": 1, "line": 2}, parts[1]) == "person_0.csvの1件目・2行目"


def test_items_are_joined_as_one_key() -> None:
    assert joined(("課税年度", "宛名番号")) == "課税年度・宛名番号"
