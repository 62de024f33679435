"""What a row rests on: data, or what somebody declared."""

from __future__ import annotations

from typing import Any

from tests.evidence.checklist.conftest import FULL, checklist, made, row

from chukan.evidence.checklist.row import percent
from chukan.severity import Severity
from chukan.verification.result import Count


def test_only_data_is_called_data(make: Any, project: dict[str, Any]) -> None:
    rows = checklist(make, project, **FULL)

    assert {r.clause for r in rows.rows if r.status == "data"} == {"6(3)ア(ア)", "6(3)ア(ア) 図"}

    shared = {"business": "light_vehicle_tax", "from": "b", "to": "c"}
    shared["files"] = [{"layout": "vehicle", "path": "131016/vehicle.csv"}]  # type: ignore[assignment]
    project["municipalities"][0]["businesses"].append(shared)
    assert row(checklist(make, project, **FULL), "6(2)ア(ア)a)").status == "data"


def test_core_businesses_that_failed_are_only_a_declaration(make: Any, project: dict[str, Any]) -> None:
    case = make(project)
    for path in ("131016/person.csv", "131016/seal.csv", "131024/person.csv"):
        case = case.with_counts(path, Count("K01", None, Severity.ERROR, 1))

    rows = made(case)

    assert row(rows, "6(2)ア(ア)a)").status == "declared"
    assert (row(rows, "6(3)ア(ア)").status, row(rows, "6(3)ア(ア)").outcome) == ("data", "not_met")


def test_a_declaration_without_a_page_has_to_be_asked(make: Any, project: dict[str, Any]) -> None:
    rows = checklist(make, project, data_centre={"document": "仕様書"})

    assert row(rows, "6(2)ア(ア)e)").outcome == "ask"
    assert "頁 未記入" in row(rows, "6(2)ア(ア)e)").document


def test_what_is_only_declared_is_not_said_to_be_so(make: Any, project: dict[str, Any]) -> None:
    rows = checklist(make, project, **FULL).rows

    words = {(r.status, r.outcome_words) for r in rows if r.outcome == "met"}
    assert words == {("data", "満たす"), ("declared", "申告では満たす")}


def test_shares_are_never_rounded_over_a_line() -> None:
    assert (percent(4.9999), percent(29.999), percent(30.0), percent(-0.5)) == ("4.99", "29.99", "30.00", "-0.50")
