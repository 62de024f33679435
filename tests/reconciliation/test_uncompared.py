"""What is no pass, whatever a project chose: differences that do not count, and files without a record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reconciliation.conftest import Bench, only, person

from chukan.reconciliation.job import Pair
from chukan.severity import Severities

PEOPLE = [person(n) for n in range(1, 11)]


@pytest.mark.parametrize("chosen", ["off", "info", "warning"])
@pytest.mark.parametrize(
    ("rule", "loaded"),
    [("M01", PEOPLE[1:]), ("M03", [person(1, 税額="7"), *PEOPLE[1:]]), ("M04", [*PEOPLE, PEOPLE[0]])],
)
def test_differences_that_a_project_does_not_count_are_no_pass(
    bench: Bench, rule: str, loaded: list[dict[str, str]], chosen: str
) -> None:
    outcome = bench.compare(PEOPLE, loaded, job={"severities": Severities({rule: chosen})})

    file = only(outcome)
    assert (file.verdict, file.migrated) == ("not_checked", False)
    assert [n.rule for n in file.not_run] == [rule]
    assert "1 件" in file.not_run[0].why


def test_where_nothing_differs_a_weaker_rule_changes_nothing(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, job={"severities": Severities({"M01": "off", "M03": "info"})})

    assert outcome.verdict == "pass"


def test_two_files_without_a_record_are_no_pass(bench: Bench) -> None:
    file = only(bench.compare([], []))

    assert (file.verdict, file.migrated) == ("not_checked", False)
    assert "レコードがなく" in file.not_run[0].why


def test_no_record_is_a_pass_where_the_delivery_note_says_so(bench: Bench) -> None:
    bench.compare([], [])
    delivered, loaded = bench.specs()

    outcome = bench.compare([], [], job={"pairs": [Pair(replace(delivered, expected_records=0), loaded)]})

    assert outcome.verdict == "pass"
