"""The report as data."""

from __future__ import annotations

import json
from pathlib import Path

from tests.reduction.conftest import SECRET

from chukan.reduction.report.document import to_json
from chukan.reduction.report.report import Report


def test_the_data(made: tuple[Report, Path]) -> None:
    report, out = made
    data = json.loads(to_json(report))

    assert (out / "reduction.json").read_text(encoding="utf-8") == to_json(report)
    assert sum(c["amount"]["records"] for c in data["cells"]) == data["totals"]["total"]["records"] == 6
    assert {c["class"] for c in data["cells"]} == {"candidate", "check", "must"}
    assert SECRET not in to_json(report)
