"""One side without the other: its records are counted, and it is never a pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.reconciliation.conftest import Bench, found, only, person

from chukan.errors import InputError
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.outcome import reconcile_job

PEOPLE = [person(n) for n in range(1, 8)]


def test_what_was_delivered_is_counted_where_nothing_was_loaded(bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE)
    delivered, _ = bench.specs()

    outcome = reconcile_job(ReconcileJob([Pair(delivered, None, "どこにもありません。")]), ReconcileOptions())

    records = only(outcome).records
    assert (outcome.verdict, found(outcome)) == ("fail", {("M06", None): 1})
    assert (records.delivered, records.only_delivered, records.closes) == (7, 7, True)
    assert "どこにもありません" in outcome.differences[0].finding.message


def test_what_was_loaded_is_counted_where_the_delivered_file_is_gone(bench: Bench) -> None:
    bench.compare(PEOPLE, PEOPLE)
    delivered, loaded = bench.specs()
    gone = replace(delivered, path=bench.folder / "gone.csv")

    outcome = reconcile_job(ReconcileJob([Pair(gone, loaded)]), ReconcileOptions())

    assert (outcome.verdict, only(outcome).records.only_loaded) == ("fail", 7)
    assert "移行元の「old.csv」を読めません" in outcome.differences[0].finding.message


def test_of_two_files_by_themselves_it_is_an_error_of_the_run(bench: Bench, tmp_path: Path) -> None:
    bench.compare(PEOPLE, PEOPLE)
    delivered, loaded = bench.specs()
    pair = Pair(delivered, replace(loaded, path=tmp_path / "nowhere.csv"))

    with pytest.raises(InputError):
        reconcile_job(ReconcileJob([pair], single=True), ReconcileOptions())
