"""SARIF: rules, places, remedies."""

from __future__ import annotations

import json

from chukan.reports.formats.sarif import to_sarif
from chukan.reports.formats.view import View
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


def test_sarif_has_rules_places_and_remedies(made: Made) -> None:
    view = View(*made, base="in/")
    (run,) = json.loads(to_sarif(view))["runs"]

    first = run["results"][: len(view.causes)]
    assert first
    assert all(r["properties"]["cause"] and r["message"]["text"].startswith("共通の原因: ") for r in first)
    assert [r["properties"]["explains"] for r in first] == [dict(cause.explained) for cause in view.causes]
    run["results"] = run["results"][len(first) :]
    assert len(run["results"]) == len(made[1])
    assert "locations" not in run["results"][0]
    one = next(r for r in run["results"] if r["ruleId"] == "V02")
    assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == "V02"
    where = one["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"].startswith("in/990019/")
    assert where["region"]["startLine"] == 18
    assert run["invocations"][0]["startTimeUtc"] == "2026-04-22T00:30:00Z"
