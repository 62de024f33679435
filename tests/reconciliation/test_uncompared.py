"""What is no pass, whatever a project chose: differences that do not count, and files without a record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reconciliation.conftest import Bench, found, only, person

from chukan.reconciliation.job import Pair
from chukan.severity import Severities

PEOPLE = [person(n) for n in range(1, 11)]


@pytest.mark.parametrize("chosen", ["off", "info", "warning"])
@pytest.mark.parametrize(
    ("rule", "loaded"),
    [
        ("M01", PEOPLE[1:]),
        ("M02", [*PEOPLE, person(77)]),
        ("M03", [person(1, 税額="7"), *PEOPLE[1:]]),
        ("M04", [*PEOPLE, PEOPLE[0]]),
    ],
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


@pytest.mark.parametrize("chosen", ["off", "warning"])
def test_a_count_other_than_the_target_system_states_is_no_pass_whatever_was_chosen(bench: Bench, chosen: str) -> None:
    bench.compare(PEOPLE, PEOPLE)
    delivered, loaded = bench.specs()
    pairs = [Pair(delivered, replace(loaded, expected_records=12))]

    file = only(bench.compare(PEOPLE, PEOPLE, job={"pairs": pairs, "severities": Severities({"M05": chosen})}))

    assert (file.verdict, [n.rule for n in file.not_run]) == ("not_checked", ["M05"])


@pytest.mark.parametrize("chosen", ["off", "warning"])
def test_a_file_that_nobody_delivered_is_told_whatever_was_chosen(bench: Bench, chosen: str) -> None:
    outcome = bench.compare(PEOPLE, PEOPLE, job={"strangers": ["extra.csv"], "severities": Severities({"M06": chosen})})

    assert outcome.verdict == "not_checked"
    (told,) = outcome.reconciliation.general
    assert "「extra.csv」" in told.message
    assert "M06" in told.message


def test_a_delivered_file_without_its_counterpart_is_told_though_the_rule_is_off(bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE)
    pair = Pair(bench.specs()[0], None, "--loaded のフォルダにありません。")

    outcome = bench.compare(
        PEOPLE, PEOPLE, job={"pairs": [pair], "single": False, "severities": Severities({"M06": "off"})}
    )

    file = only(outcome)
    assert (outcome.verdict, file.records.only_delivered) == ("not_checked", 10)
    assert "off にされて" in file.not_run[0].why
    assert "フォルダにありません" in file.not_run[0].why


def test_a_loaded_file_in_another_encoding_than_agreed_is_no_pass(bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE)  # both are CP932
    delivered, loaded = bench.specs()
    pair = Pair(delivered, replace(loaded, agreement=loaded.agreement.merged({"encoding": "utf-8"})))

    strict = bench.compare(PEOPLE, PEOPLE, job={"pairs": [pair]})
    off = bench.compare(PEOPLE, PEOPLE, job={"pairs": [pair], "severities": Severities({"M10": "off"})})

    assert (strict.verdict, found(strict)) == ("fail", {("M10", None): 1})
    assert "移行条件は utf-8" in strict.differences[0].finding.message
    assert (off.verdict, [n.rule for n in only(off).not_run]) == ("not_checked", ["M10"])


def test_a_delivered_file_in_another_encoding_than_agreed_is_told(bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE)
    delivered, loaded = bench.specs()
    pair = Pair(replace(delivered, agreement=delivered.agreement.merged({"encoding": "utf-8"})), loaded)

    outcome = bench.compare(PEOPLE, PEOPLE, job={"pairs": [pair]})

    assert (outcome.verdict, found(outcome)) == ("pass", {("M10", None): 1})
