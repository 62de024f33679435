"""The comparison as a document."""

from __future__ import annotations

import json

from tests.reports.compare.conftest import MakeRun

from chukan.reports.compare.compare import compare
from chukan.reports.compare.document import of_row, to_json
from chukan.reports.compare.model import Range, Row
from chukan.severity import Severity


def test_numbers_have_both_bounds_and_empty_names_are_left_out() -> None:
    row = Row(rule="V01", files=("a.csv",), severity=Severity.ERROR, old=4, new=2, still=Range(0, 2))

    assert of_row(row) == {
        "rule": "V01",
        "files": ["a.csv"],
        "severity": "error",
        "count": {"old": 4, "new": 2, "waived": 0},
        "solved": {"low": 2, "high": 4},
        "still": {"low": 0, "high": 2},
        "new": {"low": 0, "high": 2},
        "unseen": {"low": 0, "high": 0},
        "first_time": False,
    }
    assert of_row(Row(why="停止"))["why"] == "停止"


def test_every_severity_has_its_total(run: MakeRun) -> None:
    document = json.loads(to_json(compare(run(["a"]), run(["b"]))))

    assert {name: total["count"]["new"] for name, total in document["totals"].items()} == {
        "all": 1,
        "error": 1,
        "warning": 0,
        "info": 0,
    }
    assert document["old"]["verdict"] == "fail"
    assert {f["state"] for f in document["findings"]} == {"new", "solved"}
