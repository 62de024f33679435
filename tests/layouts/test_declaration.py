"""What every declaration knows of itself, for all of them."""

from __future__ import annotations

import pytest

from chukan.layouts.declaration import Declaration, path_of
from chukan.layouts.library import Library
from chukan.layouts.select import of_pack


@pytest.fixture(scope="module")
def declarations() -> list[Declaration]:
    return [d for layout in of_pack(Library().pack("mic"), None) for d in layout.body.declarations]


def test_a_layout_of_the_same_business_needs_no_business() -> None:
    assert path_of("household", "resident_register") == "resident_register/household"
    assert path_of("resident_register/household", "seal_registration") == "resident_register/household"


def test_the_pack_uses_every_kind(declarations: list[Declaration]) -> None:
    assert {"required_when", "reference", "history", "household", "unique", "rule"} <= {d.kind for d in declarations}


def test_each_reads_to_people(declarations: list[Declaration]) -> None:
    told = [d.describe() for d in declarations]

    assert [(label, text) for label, text in told if not label.strip() or not text.strip()] == []


def test_each_names_items_and_its_conditions_by_key(declarations: list[Declaration]) -> None:
    assert [
        d for d in declarations if not (d.item_names or d.conditions or d.kind == "key")
    ] == []  # the key's items have marks of their own
    assert [d for d in declarations if not set(d.conditions) <= set(d.condition_keys)] == []


def test_each_is_equal_to_what_it_writes(declarations: list[Declaration]) -> None:
    # a required_when is a line of a mapping, the others are documents of their own
    documents = [d for d in declarations if d.kind != "required_when"]

    assert documents
    assert [d for d in documents if type(d).model_validate(d.written()).text != d.text] == []


def test_only_one_of_a_name_replaces_another(declarations: list[Declaration]) -> None:
    named = [d for d in declarations if d.identified]

    assert named
    assert all(d.replaces(d) for d in named)
    assert not any(d.replaces(d) for d in declarations if not d.identified)
