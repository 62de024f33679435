"""Records that the new system made by itself."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.reconciliation.conftest import WHO, Bench, found, only, person

from chukan.reconciliation.equalities.added import Added

PEOPLE = [person(n) for n in range(1, 6)]


def test_without_a_condition_nothing_is_added() -> None:
    with pytest.raises(ValidationError):
        Added.model_validate({"id": "初期", "when": "", **WHO})


def test_only_what_the_condition_says_was_to_be_there(bench: Bench) -> None:
    loaded = [*PEOPLE, person(900, 氏名="試験"), person(901)]

    outcome = bench.rule("added", "初期データ", when="氏名 = '試験'").compare(PEOPLE, loaded)

    assert (only(outcome).records.added, only(outcome).records.only_loaded) == (1, 1)
    assert found(outcome) == {("M02", None): 1}


def test_a_condition_that_cannot_be_known_adds_nothing(bench: Bench) -> None:
    """Where its item is blank, a condition is neither true nor false: the record is a difference."""
    outcome = bench.rule("added", when="税額 > 0").compare(PEOPLE, [*PEOPLE, person(900, 税額="")])

    assert found(outcome) == {("M02", None): 1}


def test_a_record_that_was_delivered_is_never_an_added_one(bench: Bench) -> None:
    outcome = bench.rule("added", when="税額 > 0").compare(PEOPLE, [*PEOPLE[:-1], {**PEOPLE[-1], "税額": "7"}])

    assert found(outcome) == {("M03", "税額"): 1}
