"""What a run leaves in a folder."""

from __future__ import annotations

from pathlib import Path

from chukan.reports.write import write_reports
from chukan.verification.result import Finding, Verification


def test_all_are_there_and_nothing_else(made: tuple[Verification, list[Finding]], tmp_path: Path) -> None:
    write_reports(tmp_path, *made)

    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "findings.csv",
        "findings.parquet",
        "report.html",
        "report.xlsx",
        "verification.json",
    ]
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_many_findings(many: tuple[Verification, list[Finding]], tmp_path: Path) -> None:
    write_reports(tmp_path, many[0], many[1][:12_000])

    assert (tmp_path / "report.html").stat().st_size < 1_000_000
