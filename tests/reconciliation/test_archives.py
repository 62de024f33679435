"""Archives are read like the delivered side: under its agreement, its rules and its numbers."""

from __future__ import annotations

from pathlib import Path

from tests.reconciliation.conftest import Bench, only, person
from tests.reconciliation.test_agreed_records import archive

PEOPLE = [person(n) for n in range(1, 12)]


def test_archived_records_are_found_in_the_form_in_which_values_are_compared(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, [{**row, "番号": row["番号"].lstrip("0")} for row in PEOPLE[:4]])
    bench.rule("zeros", items=["番号"]).rule("left_out", manifest="split/archive_manifest.csv")

    outcome = bench.compare(PEOPLE, PEOPLE[4:])

    assert (outcome.verdict, only(outcome).records.left_out) == ("pass", 4)


def test_what_archives_were_read_is_told_with_their_digest(bench: Bench, tmp_path: Path) -> None:
    archive(tmp_path, PEOPLE[:4])
    bench.rule("left_out", manifest="split/archive_manifest.csv")

    (rule,) = bench.compare(PEOPLE, PEOPLE[4:]).reconciliation.rules

    assert len(rule.sources["a.csv"]) == 64
