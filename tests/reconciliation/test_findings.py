"""From tables of differences to findings: exact counts, the first places, what a sheet lists."""

from __future__ import annotations

import pytest
from tests.reconciliation.conftest import Bench, found, only, person, places

from chukan.errors import UsageError
from chukan.severity import Severities
from chukan.verification.decisions.model import Decision, Decisions

PEOPLE = [person(n) for n in range(1, 21)]
SECRET = bytes(range(32))
WRONG = [{**row, "税額": "1"} for row in PEOPLE]


def test_counts_are_exact_and_the_first_places_are_kept(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE, WRONG, sample_limit=3)

    assert found(outcome) == {("M03", "税額"): 20}
    assert sorted(record or 0 for _, record, _, _ in places(outcome)) == [1, 2, 3]


def test_what_a_sheet_lists_is_recognised_beyond_the_places_that_are_kept(bench: Bench) -> None:
    """An acceptance of the last of many findings covers that one, and no other."""
    job = {"secret": lambda: SECRET}
    last = bench.compare(PEOPLE, WRONG, job=job).differences[-1].finding
    decision = Decision(
        rule="M03",
        item="税額",
        scope="",
        fingerprint=last.fingerprint,
        action="了承",
        reason="照会中",
        owner="",
        until="",
        who="課長",
        when="2026-11-20",
        is_loose=False,
        place="a.xlsx",
        cells={},
        addresses={},
    )

    outcome = bench.compare(PEOPLE, WRONG, job=job | {"decisions": Decisions(rows=(decision,))}, sample_limit=2)

    (count,) = [c for c in only(outcome).counts if c.rule == "M03"]
    assert (count.count, count.waived) == (20, 1)
    assert {(d.finding.record, d.finding.waived) for d in outcome.differences} == {(1, False), (2, False), (20, True)}


@pytest.mark.parametrize(("chosen", "kept"), [("off", {}), ("info", {("M03", "税額"): 20})])
def test_a_project_may_weaken_a_rule_and_it_is_no_pass_then(
    bench: Bench, chosen: str, kept: dict[tuple[str, str], int]
) -> None:
    outcome = bench.compare(PEOPLE, WRONG, job={"severities": Severities({"M03": chosen})})

    assert found(outcome) == kept
    assert outcome.verdict == "not_checked"
    assert any(n.rule == "M03" and "20 件" in n.why for n in only(outcome).not_run)


def test_a_weight_that_does_not_exist_is_an_error(bench: Bench) -> None:
    with pytest.raises(UsageError):
        bench.compare(PEOPLE, WRONG, job={"severities": {"M03": "offf"}})


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("300", "310", "（2 文字目から違う）"),
        ("300", "3000", "（長さが違う）"),
        ("3", "4", "が違います。"),
        ("300", "", "では空になっています"),
        ("", "300", "移行元は空ですが"),
    ],
)
def test_a_difference_says_where_it_begins(bench: Bench, old: str, new: str, words: str) -> None:
    outcome = bench.compare([person(1, 税額=old)], [person(1, 税額=new)], show_values=True)

    (difference,) = outcome.differences
    assert words in difference.finding.message


def test_of_an_individual_number_nothing_is_said_but_that_it_differs(bench: Bench) -> None:
    old, new = "123456789018", "123456789026"

    outcome = bench.compare([person(1, 個人番号=old)], [person(1, 個人番号=new)], show_values=True)

    (difference,) = outcome.differences
    said = f"{difference.finding.message}{difference.finding.value}{difference.loaded_value}"
    assert old not in said
    assert new not in said
    assert "文字目" not in said


def test_a_finding_of_the_target_system_names_its_file_and_record(bench: Bench) -> None:
    outcome = bench.compare(PEOPLE[:-1], [*PEOPLE[5:], *PEOPLE[:5]])

    (difference,) = outcome.differences
    assert (difference.finding.rule, difference.finding.file, difference.finding.record) == ("M02", "new.csv", 15)
    assert (difference.loaded_record, difference.loaded_line) == (15, 16)
