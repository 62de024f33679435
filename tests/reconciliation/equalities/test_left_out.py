"""Records that were not to be loaded."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from tests.reconciliation.conftest import WHO, Bench, found, only, person

from chukan.reconciliation.equalities.left_out import LeftOut

PEOPLE = [person(n) for n in range(1, 6)]


@pytest.mark.parametrize("keys", [{}, {"when": "  "}, {"manifest": "m.csv", "when": "税額 < 1"}])
def test_a_manifest_or_a_condition_says_what_is_left_out(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="どちらか一つ"):
        LeftOut.model_validate({"id": "除票", **WHO, **keys})


def test_a_manifest_is_a_file_that_is_read() -> None:
    assert LeftOut.model_validate({"id": "除票", "manifest": "m.csv", **WHO}).files == ("m.csv",)
    assert LeftOut.model_validate({"id": "除票", "when": "税額 < 1", **WHO}).files == ()


def test_what_was_left_out_is_counted_under_the_rule(bench: Bench) -> None:
    outcome = bench.rule("left_out", "除票", when="税額 < 300").compare(PEOPLE, PEOPLE[2:])

    assert (outcome.verdict, only(outcome).records.left_out) == ("pass", 2)
    assert [(r.id, r.count) for r in outcome.reconciliation.rules] == [("除票", 2)]


def test_a_missing_record_of_which_nothing_is_known_is_missing(bench: Bench) -> None:
    people = [*PEOPLE, person(6, 税額="")]

    outcome = bench.rule("left_out", when="税額 < 300").compare(people, people[2:-1])

    assert found(outcome) == {("M01", None): 1}
    assert outcome.verdict == "fail"


def test_a_record_that_was_to_be_left_out_and_is_there_all_the_same_is_a_finding(bench: Bench) -> None:
    outcome = bench.rule("left_out", "除票", when="税額 < 300").compare(PEOPLE, PEOPLE)

    assert found(outcome) == {("M09", None): 2}
