"""Many runs: series in the order of time, and what the last one brought."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.compare.conftest import MakeRun
from tests.reports.history.conftest import run_of

from chukan.reports.history.history import Failed, headline, history, since_words


def test_runs_of_a_project_are_one_series_in_the_order_of_time(run: MakeRun) -> None:
    made = history(
        [
            run_of(run(["b", "c"]), "2026-04-03"),
            run_of(run(["a", "b"]), "2026-04-02"),
            run_of(run(["a", "b", "x"]), "2026-04-01"),
        ]
    )

    (series,) = made.series
    assert [r.place for r in series.runs] == ["runs/2026-04-01", "runs/2026-04-02", "runs/2026-04-03"]
    assert series.trend == "3 → 2 → 2"
    assert since_words(series) == "解消 1、引き続き 1、新しく 1"
    assert made.with_new == (series,)


def test_offsets_of_time_are_understood(run: MakeRun) -> None:
    early = run_of(run(["a"]), "2026-04-01")
    late = replace(early, verification=replace(early.verification, started="2026-04-01T01:00:00+00:00"))

    assert history([late, early]).series[0].latest is late


def test_other_projects_are_other_series_the_gravest_first(run: MakeRun) -> None:
    good = run_of(run([]), "2026-04-01", group="good", verdict="pass")
    bad = run_of(run(["a"]), "2026-04-01", group="bad", fingerprint_key="b")

    made = history([good, bad], [Failed("x.yaml", "壊れています")])

    assert [s.name for s in made.series] == ["bad", "good"]
    assert headline(made) == "3 件のうち 合格 1、不合格 1、実行できず 1"
