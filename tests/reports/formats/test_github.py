"""Annotations of GitHub Actions."""

from __future__ import annotations

from chukan.reports.formats.github import to_github
from chukan.reports.formats.view import View
from chukan.severity import Severity
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


def test_annotations_are_one_a_kind_with_exact_counts(made: Made) -> None:
    view = View(*made, base="in/")
    causes, lines = (
        to_github(view).splitlines()[part] for part in (slice(len(view.causes)), slice(len(view.causes), None))
    )

    kinds = {(f.file, f.rule, f.item, f.severity) for f in made[1]}
    assert len(lines) == len(kinds)
    assert causes
    assert all("title=まず直すところ::共通の原因: " in line for line in causes)
    assert lines[0].startswith("::error ")
    assert any(
        line.startswith(
            "::error file=in/990019/resident_register/person_20260401.csv,line=18,title=V02（1%2C284 件）::"
        )
        for line in lines
    )
    assert sum(line.startswith("::notice") for line in lines) == len({k for k in kinds if k[3] is Severity.INFO})
