"""At the stage of the proposal nothing was delivered, and nothing is said to be checked."""

from __future__ import annotations

from typing import Any

from chukan.evidence.proposal import nothing_verified


def test_no_file_no_rule_and_no_pass(make: Any) -> None:
    project = make().project
    job = project.job()

    found = nothing_verified(project, job)

    assert (found.files, found.rules, found.verdict) == ((), (), "not_checked")
    assert (found.totals.files, found.totals.records.total, found.totals.errors) == (0, 0, 0)
    assert found.as_of == found.started[:10] == project.day().isoformat()
    assert (found.layout.pack, found.layout.edition, found.layout.digest) == ("mic", "2.7", "")
    assert found.project_sha256 == project.sha256
    assert {(d.municipality, d.business) for d in found.deliveries} == {
        (d.municipality, d.business) for d in job.deliveries
    }
