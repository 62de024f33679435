"""Layouts as values: what follows from their items and declarations."""

from __future__ import annotations

import pytest

from chukan.layouts.library import Library
from chukan.layouts.model import Item, Layout


@pytest.fixture(scope="module")
def person(library: Library) -> Layout:
    return library.layout("mic@2.7/resident_register/person")


def test_addresses(person: Layout) -> None:
    assert (person.address, person.path) == ("mic@2.7/resident_register/person", "resident_register/person")
    assert (person.target("household"), person.target("tax/payer")) == ("resident_register/household", "tax/payer")


def test_the_key_is_in_key_order(person: Layout) -> None:
    swapped = person.model_copy(update={"items": tuple(reversed(person.items))})

    assert person.key == swapped.key == ("宛名番号", "履歴番号")


def test_references_lead_to_parents(person: Layout) -> None:
    assert person.parents == {p for p in person.parents if person.references_to(p)}
    assert "resident_register/household" in person.parents
    assert person.references_to("nothing/at_all") == ()


@pytest.mark.parametrize(
    ("formats", "expected"),
    [("0..10", (0.0, 10.0)), ("digits -1.5..2", (-1.5, 2.0)), ("digits", None), ("1...2", None)],
)
def test_the_range_of_a_format(formats: str, expected: tuple[float, float] | None) -> None:
    assert Item.model_validate({"no": 1, "item": "a", "type": "9V", "format": formats}).range == expected


def test_my_number_is_secret_and_nothing_else() -> None:
    item = {"no": 1, "item": "a", "type": "X"}

    assert Item.model_validate({**item, "format": "digits my_number"}).is_secret
    assert not Item.model_validate({**item, "format": "digits"}).is_secret


def test_notes_and_sources_do_not_change_the_digest(person: Layout) -> None:
    first, *others = person.items
    noted = person.model_copy(update={"items": (first.model_copy(update={"note": "x", "source": "y"}), *others)})
    longer = person.model_copy(update={"items": (first.model_copy(update={"length": 16}), *others)})

    assert person.digest == Layout.model_validate(noted.model_dump(by_alias=True)).digest
    assert person.canonical != longer.canonical
