"""Which record belongs to which: by key, then by what is in it."""

from __future__ import annotations

from tests.reconciliation.conftest import Bench, found, only, person

ONE, OTHER, THIRD = person(1), person(1, 税額="7"), person(1, 税額="8")


def test_of_one_key_the_same_records_find_each_other_whatever_their_order(bench: Bench) -> None:
    outcome = bench.compare([ONE, OTHER, THIRD], [THIRD, ONE, OTHER])

    assert (outcome.verdict, only(outcome).records.same, only(outcome).records.duplicate_keys) == ("pass", 3, 1)


def test_more_on_one_side_than_on_the_other_are_told_on_that_side(bench: Bench) -> None:
    records = only(bench.compare([ONE, ONE, ONE], [ONE])).records

    assert (records.same, records.unmatched_delivered, records.unmatched_loaded) == (1, 2, 0)


def test_two_that_are_left_on_each_side_are_not_guessed(bench: Bench) -> None:
    outcome = bench.compare([ONE, OTHER], [THIRD, person(1, 税額="9")])

    assert found(outcome) == {("M04", None): 4}


def test_duplicates_on_both_sides_keep_other_keys_apart(bench: Bench) -> None:
    delivered = [ONE, ONE, person(2), person(2, 税額="5"), person(3)]
    loaded = [ONE, person(2), person(2, 税額="6"), person(3), person(3)]

    outcome = bench.compare(delivered, loaded)

    assert found(outcome) == {("M03", "税額"): 1, ("M04", None): 2}
    assert {(d.finding.rule, d.finding.file, d.finding.record) for d in outcome.differences} == {
        ("M03", "old.csv", 4),
        ("M04", "old.csv", 2),
        ("M04", "new.csv", 5),
    }
