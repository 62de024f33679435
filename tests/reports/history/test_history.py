"""Many runs: series in the order of time, and what the last one brought."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.reports.compare.conftest import MakeRun, run

from chukan.reports.history.document import to_json
from chukan.reports.history.history import Failed, Run, headline, history, since_words
from chukan.reports.history.html import to_html
from chukan.reports.history.write import FILES, write_history
from chukan.reports.results import Results

__all__ = ["run"]  # a fixture


def _run(results: Results, day: str, **changes: object) -> Run:
    verification = replace(results.verification, started=f"{day}T09:00:00+09:00", **changes)  # type: ignore[arg-type]
    return Run(f"runs/{day}", verification, lambda: replace(results, place=f"runs/{day}", verification=verification))


def test_runs_of_a_project_are_one_series_in_the_order_of_time(run: MakeRun) -> None:
    made = history(
        [
            _run(run(["b", "c"]), "2026-04-03"),
            _run(run(["a", "b"]), "2026-04-02"),
            _run(run(["a", "b", "x"]), "2026-04-01"),
        ]
    )

    (series,) = made.series
    assert [r.place for r in series.runs] == ["runs/2026-04-01", "runs/2026-04-02", "runs/2026-04-03"]
    assert series.trend == "3 → 2 → 2"
    assert since_words(series) == "解消 1、引き続き 1、新しく 1"
    assert made.with_new == (series,)


def test_offsets_of_time_are_understood(run: MakeRun) -> None:
    early = _run(run(["a"]), "2026-04-01")
    late = replace(early, verification=replace(early.verification, started="2026-04-01T01:00:00+00:00"))

    assert history([late, early]).series[0].latest is late


def test_other_projects_are_other_series_the_gravest_first(run: MakeRun) -> None:
    good = _run(run([]), "2026-04-01", group="good", verdict="pass")
    bad = _run(run(["a"]), "2026-04-01", group="bad", fingerprint_key="b")

    made = history([good, bad], [Failed("x.yaml", "壊れています")])

    assert [s.name for s in made.series] == ["bad", "good"]
    assert headline(made) == "3 件のうち 合格 1、不合格 1、実行できず 1"


def test_the_page_and_the_document_say_the_same(run: MakeRun, tmp_path: Path) -> None:
    made = history([_run(run(["a", "b"]), "2026-04-01"), _run(run(["b"]), "2026-04-02")])

    write_history(tmp_path, made)

    assert {p.name for p in tmp_path.iterdir()} == set(FILES)
    (series,) = json.loads(to_json(made))["series"]
    assert [r["errors"] for r in series["runs"]] == [2, 1]
    assert series["since_last"]["solved"] == {"low": 1, "high": 1}
    page = to_html(made)
    assert "解消 1、引き続き 1、新しく 0" in page
    assert "<svg" in page
    assert page.index("2026-04-02 09:00") < page.index("2026-04-01 09:00")
