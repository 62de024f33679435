"""Many verifications as a document."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.reports.history.conftest import MakeHistory

from chukan.reports.history.document import to_json
from chukan.reports.history.history import Failed


def test_each_run_with_its_figures_and_what_the_last_one_brought(days: MakeHistory) -> None:
    document = json.loads(to_json(days(["a", "b"], ["b", "c", "d"])))

    (series,) = document["series"]
    assert [(r["place"], r["errors"], r["verdict"]) for r in series["runs"]] == [
        ("runs/2026-04-01", 2, "fail"),
        ("runs/2026-04-02", 3, "fail"),
    ]
    assert series["since_last"]["new"] == {"low": 2, "high": 2}
    assert document["verdicts"] == {"fail": 1}


def test_one_run_brought_nothing_and_a_failed_project_says_why(days: MakeHistory) -> None:
    document = json.loads(to_json(replace(days(["a"]), failed=(Failed("x.yaml", "壊れています"),))))

    assert document["series"][0]["since_last"] is None
    assert document["failed"] == [{"name": "x.yaml", "message": "壊れています"}]
