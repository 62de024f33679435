"""Items that the new system sets by itself."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.reconciliation.conftest import LAYOUT, WHO, Bench, found, only, person

from chukan.reconciliation.equalities.base import EVERY
from chukan.reconciliation.equalities.derived import Derived

PEOPLE = [person(n) for n in range(1, 31)]


def test_nobody_agrees_to_compare_nothing_at_all() -> None:
    with pytest.raises(ValidationError, match="名前で書いてください"):
        Derived.model_validate({"id": "導出", "items": [EVERY], **WHO})


def test_items_that_the_new_system_derives_are_counted_and_no_finding(bench: Bench) -> None:
    loaded = [{**row, "カナ": "ミホン"} for row in PEOPLE]

    outcome = bench.rule("derived", items=["カナ"]).compare(PEOPLE, loaded)

    assert (outcome.verdict, only(outcome).items[0].explained) == ("pass", {"derived": 30})


def test_an_item_that_the_new_system_does_not_keep_is_none(bench: Bench) -> None:
    names = [n for n in LAYOUT.names if n != "カナ"]

    assert bench.rule("derived", items=["カナ"]).compare(PEOPLE, PEOPLE, loaded_names=names).verdict == "pass"


def test_other_items_of_the_record_are_compared_all_the_same(bench: Bench) -> None:
    loaded = [{**PEOPLE[0], "カナ": "ミホン", "税額": "1"}, *PEOPLE[1:]]

    outcome = bench.rule("derived", items=["カナ"]).compare(PEOPLE, loaded)

    assert found(outcome) == {("M03", "税額"): 1}
