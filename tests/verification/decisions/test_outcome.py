"""What becomes of an acceptance: in force, or why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.verification.decisions.conftest import COUNTS, WAIVER, result

from chukan.severity import NOTHING_CHOSEN, Severities, Severity
from chukan.verification.decisions.outcome import last_day, no_secret, why_not_in_force
from chukan.verification.decisions.waivers import apply_waivers
from chukan.verification.job import Target


def test_w01_can_be_weighed(targets: list[Target]) -> None:
    bad = [replace(WAIVER, reason="")]
    files = [result(targets[0], *COUNTS)]

    places = [targets[0].place]

    weighed = apply_waivers(files, places, bad, Severities({"W01": "warning"})).problems
    assert [p.severity for p in weighed] == ["warning"]
    assert apply_waivers(files, places, bad, Severities({"W01": "off"})).problems == []


@pytest.mark.parametrize(
    ("missing", "when", "until", "why"),
    [
        ([], "2026-04-01", "", ""),
        ([], "2026-04-02", "2026-04-02", ""),
        (["理由", "了承日"], "", "", "理由・了承日がありません"),
        ([], "2026-04-03", "", "検証の日より後です"),
        ([], "2026-04-01", "2026-04-01", "期限 2026-04-01 を過ぎた"),
    ],
)
def test_an_acceptance_holds_from_its_day_to_its_last(missing: list[str], when: str, until: str, why: str) -> None:
    said = why_not_in_force(missing, when, until, "2026-04-02")

    assert (said == "") is (why == "")
    assert why in said
    assert (why_not_in_force(missing, when, until, "") == "") is (missing == [])


def test_a_day_between_the_day_of_the_check_and_today_may_stand_in_a_sheet() -> None:
    assert last_day("2026-04-01", "2026-04-22T09:30:00+09:00") == "2026-04-22"
    assert last_day("2026-05-01", "2026-04-22T09:30:00+09:00") == "2026-05-01"


def test_without_a_secret_it_is_said_unless_w01_is_off() -> None:
    (said,) = no_secret(NOTHING_CHOSEN)

    assert (said.rule, said.severity, said.fingerprint) == ("W01", Severity.INFO, "")
    assert no_secret(Severities({"W01": "off"})) == []
