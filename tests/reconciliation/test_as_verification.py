"""A reconciliation as the reports' building blocks see it."""

from __future__ import annotations

from tests.reconciliation.conftest import LAYOUT, Bench, person

from chukan.reconciliation.as_verification import as_verification

PEOPLE = [person(n) for n in range(1, 9)]


def test_counts_and_what_did_not_run_are_taken_over(bench: Bench) -> None:
    r = bench.compare(PEOPLE, PEOPLE[1:], loaded_names=LAYOUT.names[:-1]).reconciliation

    v = as_verification(r)

    assert (v.verdict, v.totals.errors, v.totals.files) == (r.verdict, 1, 1)
    assert {rule.rule: rule.state for rule in v.rules}["M03"] == "could_not_run"
    assert {rule.rule[0] for rule in v.rules} == {"M", "W"}
