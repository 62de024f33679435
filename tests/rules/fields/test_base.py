"""What the items are that rules apply to, and what every declared rule has."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.rules.fields import FIELD_RULES
from chukan.rules.fields.base import FieldRule, is_coded, is_dated, is_plain, is_plain_number, is_plain_text
from chukan.rules.settings import Settings


@pytest.fixture(scope="module")
def person() -> Layout:
    return Library().layout("mic@2.7/resident_register/person")


def test_an_item_is_coded_dated_or_plain(person: Layout) -> None:
    kinds = [(is_coded(i, person), is_dated(i), is_plain(i, person)) for i in person.items]

    assert {sum(kind) for kind in kinds} == {1}
    assert {is_plain(i, person) for i in person.items} == {True, False}


def test_a_plain_item_is_text_or_a_number(person: Layout) -> None:
    plain = [i for i in person.items if is_plain(i, person)]

    assert [i.name for i in plain if is_plain_text(i, person) == is_plain_number(i, person)] == []


@pytest.mark.parametrize("kind", FIELD_RULES, ids=lambda kind: kind.__name__)
def test_each_rule_is_in_the_catalogue_and_knows_its_items(kind: type[FieldRule], person: Layout) -> None:
    made = [rule for i in person.items if isinstance(rule := kind.applies(i, person, Settings()), FieldRule)]

    assert RULES[kind.entry.id] is kind.entry
    assert all(rule.item in person.items for rule in made)


def test_a_short_code_tells_of_nobody() -> None:
    def rule(**more: Any) -> FieldRule:
        return FieldRule(Item.model_validate({"no": 1, "item": "項目", "type": "X", "length": 12, **more}))

    assert rule().short_code("0042")
    assert not rule().short_code("00042")
    assert not rule().short_code("男")
    assert not rule(format="personal").short_code("1")
    assert not rule(format="my_number").short_code("1")


def test_a_message_never_holds_a_secret() -> None:
    secret = FieldRule(
        Item.model_validate({"no": 1, "item": "個人番号", "type": "X", "length": 12, "format": "my_number"})
    )

    assert not secret.shows(show=True)
    assert "123456789012" not in secret.quoted("123456789012", show=True)
