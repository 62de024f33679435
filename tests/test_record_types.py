"""Files of several kinds of record, as an agreement describes them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from chukan.record_types import RecordTypes


def listed(**given: Any) -> list[tuple[str, int | None]]:
    return [(one.key, one.rule.times) for one in RecordTypes.model_validate(given).listed]


def test_the_short_form_is_in_the_order_of_a_file() -> None:
    assert listed(end="9", data="2", header="1", trailer="8") == [("1", 1), ("2", None), ("8", 1), ("9", 1)]
    assert [one.is_data for one in RecordTypes(header="H", data="D").listed] == [False, True]


def test_the_first_and_the_last_kind_have_their_places() -> None:
    kinds = {"Z": {"last": True}, 1: {}, "A": {"first": True, "times": 1}}

    assert listed(types=kinds) == [("A", 1), ("1", None), ("Z", None)]


def test_without_a_key_of_data_the_rest_is_data() -> None:
    assert RecordTypes(header="H").others_are_data
    assert not RecordTypes(header="H", data="D").others_are_data
    assert not RecordTypes.model_validate({"types": {"A": {}}}).others_are_data


@pytest.mark.parametrize(
    "given",
    [
        {"types": {}},
        {"types": {"A": {}}, "header": "H"},
        {"header": "1", "end": "1"},
        {"column": 0},
        {"types": {"A": {"times": 0}}},
    ],
)
def test_what_cannot_be_meant(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RecordTypes.model_validate(given)
