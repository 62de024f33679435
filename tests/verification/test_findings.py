"""Findings about a whole file or about none, and all findings as results carry them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.verification.decisions.conftest import result

from chukan.severity import Severity
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.watch import Watch
from chukan.verification.findings import about_whole, as_finding, findings_of, report
from chukan.verification.job import Target
from chukan.verification.result import Count
from chukan.verification.tally import SampledFinding, Tally

SECRET = bytes(range(32))
ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(record: int, rule: str = "V04", item: str = "性別", **more: object) -> SampledFinding:
    made = SampledFinding(
        record=record, line=record + 1, item=item, rule=rule, severity=ERROR, value="9", message="コードにない"
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_finding_about_a_whole_names_no_record_and_is_recognised_by_its_words() -> None:
    own = Fingerprints(SECRET, "139998", "resident/person", "person.csv")

    one, again, other = (about_whole("F06", ERROR, text, own) for text in ("列がない", "列がない", "列が多い"))
    elsewhere = about_whole("F06", ERROR, "列がない", replace(own, municipality="139997"))

    assert (one.record, one.line, one.value) == (0, 0, "")
    assert one.fingerprint == again.fingerprint != ""
    assert len({one.fingerprint, other.fingerprint, elsewhere.fingerprint}) == 3
    assert about_whole("F06", ERROR, "列がない").fingerprint == ""


def test_several_findings_of_one_rule_and_item_have_fingerprints_of_their_own() -> None:
    own = Fingerprints(SECRET)

    prints = {about_whole("M07", ERROR, "表にない", own, item="続柄", check=check).fingerprint for check in ("1", "2")}

    assert len(prints) == 2


def test_a_whole_that_a_sheet_lists_is_recognised() -> None:
    own = Fingerprints(SECRET)
    listed = about_whole("F06", ERROR, "列がない", own).fingerprint
    watch = Watch(own, {("F06", ""): frozenset({listed})})
    tally = Tally()

    report(tally, watch, about_whole("F06", ERROR, "列がない", own))
    report(tally, watch, about_whole("F06", ERROR, "列が多い", own))

    assert [c.count for c in tally.as_counts()] == [2]
    assert [key[1] for key in tally.recognised] == [listed]


def test_a_finding_is_waived_by_its_fingerprint_or_with_all_of_its_kind(target: Callable[..., Target]) -> None:
    places = [found(1, fingerprint="a"), found(2, fingerprint="b"), found(3, rule="V03"), found(4, rule="V03", item="")]
    counts = (
        Count("V04", "性別", ERROR, 2, waived=1),
        Count("V03", "性別", ERROR, 1, waived=1),
        Count("V03", None, ERROR, 1, waived=0),
    )

    findings = list(findings_of(places, result(target(Path("people.csv")), *counts), frozenset({"b"})))

    assert [(f.record, f.rule, f.item, f.waived) for f in findings] == [
        (1, "V04", "性別", False),
        (2, "V04", "性別", True),
        (3, "V03", "性別", True),
        (4, "V03", None, False),
    ]


def test_an_acceptance_of_one_weight_or_ground_says_nothing_of_another(target: Callable[..., Target]) -> None:
    counts = (Count("V04", "性別", ERROR, 1, waived=1, ground="estimate"), Count("V04", "性別", WARNING, 1, waived=1))

    (finding,) = findings_of([found(1)], result(target(Path("people.csv")), *counts), frozenset())

    assert not finding.waived


@pytest.mark.parametrize("text", ["123456789018", "住民 123456789018 の記録"])
def test_no_individual_number_leaves_a_finding(text: str) -> None:
    finding = as_finding(found(1, value=text, message=text))

    assert "123456789018" not in finding.value + finding.message
