"""The rows about money."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.checklist.conftest import CITED, checklist, row

from chukan.evidence.checklist.checklist import Checklist
from chukan.evidence.checklist.row import ChecklistRow

FIRST = {"kind": "初期費", "amount": 700, "fiscal_year": 2020}


@pytest.mark.parametrize(
    ("after", "outcome", "shown"), [(70, "met", "30.00%"), (71, "ask", "29.00%"), (120, "ask", "-20.00%")]
)
def test_three_tenths_off_the_running_costs(
    make: Any, project: dict[str, Any], after: int, outcome: str, shown: str
) -> None:
    rows = checklist(make, project, running_costs={"before": 100, "after": after, **CITED})

    assert row(rows, "6(2)ア(イ)a)").outcome == outcome
    assert shown in row(rows, "6(2)ア(イ)a)").reason


def test_what_is_only_desirable_is_never_asked_for(make: Any, project: dict[str, Any]) -> None:
    project["group"]["case"] = "join"

    rows = checklist(make, project, running_costs={"before": 100, "after": 71, **CITED})

    (found,) = [r for r in rows.rows if "望ましい" in r.requirement and "運用コスト" in r.requirement]
    assert (found.kind, found.outcome) == ("desirable", "none")


def eligible(rows: Checklist) -> tuple[ChecklistRow, ChecklistRow]:
    """Return the row of the year and the row of the special grant."""
    one, other = (r for r in rows.rows if r.clause == "7")
    return one, other


@pytest.mark.parametrize(
    ("items", "outcome", "words"),
    [
        ([FIRST], "met", "初期費 700 円"),
        ([FIRST | {"fiscal_year": 2019}], "not_met", "令和2年度でない経費"),
        ([FIRST | {"fiscal_year": None}], "ask", "申告がない"),
        ([], "ask", "申告がない"),
        ([FIRST | {"amount": 699}], "ask", "内訳の合計 699 円が対象経費 700 円と一致しない"),
    ],
)
def test_costs_are_those_of_the_year_of_the_call(
    make: Any, project: dict[str, Any], items: list[dict[str, Any]], outcome: str, words: str
) -> None:
    rows = checklist(make, project, eligible_costs={"amount": 700, "items": items, **CITED})

    year, _ = eligible(rows)
    assert year.outcome == outcome
    assert words in year.reason


@pytest.mark.parametrize(
    ("special", "excluded", "status", "outcome"),
    [
        (False, True, "declared", "met"),
        (False, False, "declared", "not_met"),
        (True, True, "declared", "not_met"),
        (True, None, "declared", "not_met"),
        (False, None, "missing", "ask"),
    ],
)
def test_costs_with_a_special_grant_are_none_of_the_subsidy(
    make: Any, project: dict[str, Any], special: bool, excluded: bool | None, status: str, outcome: str
) -> None:
    costs = {"amount": 700, "items": [FIRST | {"special_grant": special}], **CITED}
    rows = checklist(make, project, eligible_costs=costs | {"special_grant_excluded": excluded})

    _, grant = eligible(rows)
    assert (grant.status, grant.outcome) == (status, outcome)
