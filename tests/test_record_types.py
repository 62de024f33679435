"""Files of several kinds of record, as an agreement describes them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from chukan.record_types import RecordTypes


def listed(**given: Any) -> list[tuple[str, int | None]]:
    return [(one.value, one.rule.times) for one in RecordTypes.model_validate(given).listed]


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
        {"trailer": "1", "end": "1"},
        {"header": "1", "data": "1"},
        {"header": "1", "trailer": "1", "end": "1"},
        {"header": ""},
        {"types": {"A": {"value": "1", "times": 1}, "B": {"value": 1, "times": 1}}},
        {"types": {"A": {"value": "1", "times": 1, "first": True}, "1": {}}},
        {"types": {"A": {"value": "1", "times": 2, "first": True}, "1": {"times": 1}}},
        {"column": 0},
        {"types": {"A": {"times": 0}}},
        {"types": {"A": {}, "T": {"count": {"件数": "B"}}}},
        {"types": {"A": {}, "T": {"count": {"件数": []}}}},
        {"types": {"A": {}, "T": {"sum": {"計": {"item": "額", "types": ["A", "C"]}}}}},
        {"types": {"A": {}, "T": {"sum": {"計": {"types": "A"}}}}},
    ],
)
def test_what_cannot_be_meant(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RecordTypes.model_validate(given)


def test_what_a_trailer_states_of_single_kinds() -> None:
    stated = {"count": {"明細": 2, "計": ["2", 3]}, "sum": {"額": "金額", "税": {"item": "税額", "types": 3}}}

    trailer = RecordTypes.model_validate({"types": {2: {}, 3: {}, "T": stated}}).listed[2].rule

    assert trailer.count == {"明細": ("2",), "計": ("2", "3")}
    assert {total: (one.item, one.types) for total, one in trailer.sum.items()} == {
        "額": ("金額", None),
        "税": ("税額", ("3",)),
    }


@pytest.mark.parametrize(
    "given",
    [
        {"header": "9", "data": "2", "trailer": "9"},
        {"header": "9", "end": "9"},
        {"types": {"頭": {"value": 9, "times": 1, "first": True}, "2": {}, "9": {"times": 2}}},
    ],
)
def test_one_value_may_mark_the_first_record_and_others_whose_number_is_known(given: dict[str, Any]) -> None:
    listed = RecordTypes.model_validate(given).listed

    assert [one.value for one in listed if one.rule.times] == ["9", "9"]
    assert len({one.key for one in listed}) == len(listed)
