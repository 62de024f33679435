"""Every pair of a job, then the verdict over all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.reconciliation.conftest import Bench, person

from chukan.errors import InputError
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.run import run
from chukan.severity import Severities, Severity
from chukan.verification.decisions.model import Waiver

PEOPLE = [person(n) for n in range(1, 6)]
OPTIONS = ReconcileOptions(jobs=1)


@pytest.fixture
def pair(bench: Bench) -> Pair:
    """Return two files that are alike."""
    bench.compare(PEOPLE, PEOPLE)
    return Pair(*bench.specs(), municipality="139998", municipality_name="見本市")


@pytest.mark.parametrize("chosen", [{}, {"M06": "off"}, {"M06": "info"}])
def test_a_file_that_belongs_to_nobody_is_told_whatever_a_project_chose(pair: Pair, chosen: dict[str, str]) -> None:
    job = ReconcileJob([pair], strangers=["余り.csv"], severities=Severities(chosen))

    result = run(job, OPTIONS)

    (finding,) = result.reconciliation.general
    assert (finding.rule, finding.file, finding.municipality) == ("M06", "", "")
    assert "余り.csv" in finding.message
    assert result.reconciliation.verdict != "pass"
    assert result.findings[0] is finding


def test_a_file_that_is_missing_in_a_project_spoils_no_other(pair: Pair, tmp_path: Path) -> None:
    gone = replace(pair.loaded, path=tmp_path / "gone.csv") if pair.loaded else None

    result = run(ReconcileJob([pair, replace(pair, loaded=gone)]), OPTIONS).reconciliation

    assert [f.verdict for f in result.files] == ["pass", "fail"]
    (total,) = result.totals
    assert (total.files, total.records.delivered, total.verdict) == (2, 10, "fail")
    with pytest.raises(InputError):
        run(ReconcileJob([replace(pair, loaded=gone)], single=True), OPTIONS)


def test_nothing_reconciled_is_no_pass() -> None:
    assert run(ReconcileJob([]), OPTIONS).reconciliation.verdict == "not_checked"


def test_an_accepted_difference_is_waived_and_counted_still(bench: Bench) -> None:
    bench.compare(PEOPLE, [{**PEOPLE[0], "税額": "1"}, *PEOPLE[1:]])
    waiver = Waiver("M03", "税額", "", 1, "照会中", "課長", "2026-11-20", "waivers.xlsx 2 行目")

    result = run(ReconcileJob([Pair(*bench.specs())], waivers=[waiver]), OPTIONS)

    (file,) = result.reconciliation.files
    (count,) = file.counts
    assert (count.count, count.waived, count.severity) == (1, 1, Severity.ERROR)
    assert [f.waived for f in result.findings] == [True]
    assert [t.waived for t in result.reconciliation.totals] == [1]


def test_without_a_project_nothing_has_a_fingerprint(pair: Pair, bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE[1:])

    alone, project = (run(ReconcileJob([pair], secret=secret), OPTIONS) for secret in (None, lambda: b"k" * 32))

    assert [f.fingerprint for f in alone.findings] == [""]
    assert all(f.fingerprint for f in project.findings)
    assert alone.reconciliation.fingerprint_key == ""
    assert project.reconciliation.fingerprint_key
