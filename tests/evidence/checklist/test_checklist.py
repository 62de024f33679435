"""The checklist: what rests on data, on a declaration, on nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.evidence.checklist.conftest import CITED, FULL, checklist, row

from chukan.layouts.library import Library
from chukan.project.declarations import Declarations

LIBRARY = Library()


def test_what_nobody_declared_is_missing_and_not_met(make: Any, project: dict[str, Any]) -> None:
    rows = checklist(make, project)

    clauses = {r.clause for r in rows.missing}
    assert {"6(2)ア(ア)b)", "6(2)ア(ア)c)", "6(2)ア(ア)e)", "6(2)ア(イ)a)", "6(2)ア(イ)b)", "6(2)ア(イ)c)"} <= clauses
    assert all(r.outcome != "met" for r in rows.missing)


def test_a_full_declaration_leaves_nothing_missing(make: Any, project: dict[str, Any]) -> None:
    rows = checklist(make, project, **FULL)

    assert rows.missing == ()
    assert rows.not_met == ()
    assert [r.clause for r in rows.rows if r.outcome == "ask"] == []
    assert row(rows, "6(2)ア(ア)b)").document == "協定書 第3条"
    assert row(rows, "6(2)ア(ア)c)").document == "提案書 12頁"


@pytest.mark.parametrize(
    ("customised", "functions", "outcome", "shown"),
    [(19, 400, "met", "4.75%"), (20, 400, "ask", "5.00%"), (4999, 100_000, "met", "4.99%"), (0, 1, "met", "0.00%")],
)
def test_the_line_of_five_percent(
    make: Any, project: dict[str, Any], customised: int, functions: int, outcome: str, shown: str
) -> None:
    system = {"name": "全体", "customised": customised, "functions": functions}
    rows = checklist(make, project, customisation={"systems": [system], **CITED})

    for clause in ("6(2)ア(イ)b)", "6(3)ア(イ)"):
        assert row(rows, clause).outcome == outcome
        assert shown in row(rows, clause).reason


@pytest.mark.parametrize(
    ("clause", "outcome"),
    [
        ({"free_of_charge": True, "latest_edition": True}, "met"),
        ({"free_of_charge": True, "latest_edition": False}, "not_met"),
        ({"free_of_charge": True}, "ask"),
        ({}, "ask"),
    ],
)
def test_the_contract_must_say_both(make: Any, project: dict[str, Any], clause: dict[str, bool], outcome: str) -> None:
    rows = checklist(make, project, contract_clause={**clause, **CITED})

    assert row(rows, "6(2)ア(イ)c)").outcome == outcome


@pytest.mark.parametrize(("case", "clauses"), [("new", "ア"), ("join", "イ"), ("merge", "イ")])
def test_each_case_has_the_rows_of_its_own_half(make: Any, project: dict[str, Any], case: str, clauses: str) -> None:
    project["group"]["case"] = case
    found = [r.clause for r in checklist(make, project).rows]

    other = {"ア": "イ", "イ": "ア"}[clauses]
    assert not [c for c in found if c.startswith(f"6(2){other}")]
    new = [
        "6(2)ア(ア)a)",
        "6(2)ア(ア)b)",
        "6(2)ア(ア)c)",
        "6(2)ア(ア)d)",
        "6(2)ア(ア)e)",
        "6(2)ア(イ)a)",
        "6(2)ア(イ)b)",
        "6(2)ア(イ)c)",
    ]
    old = ["6(2)イ(ア)", "6(2)イ(イ)", "6(2)イ ※", "6(2)イ ※", "6(2)イ(ウ)", "6(2)イ(エ)"]
    common = [
        "6(3)ア(ア)",
        "6(3)ア(ア) 図",
        "6(3)ア(ア) 図",
        "6(3)ア(イ)",
        "6(3)イ(ア)",
        "6(3)イ(イ)",
        "6(3)イ(ウ)",
        "7",
        "7",
    ]
    assert found == ["3・6(1)"] * 3 + (new if case == "new" else old) + common


def test_what_is_desirable_is_no_requirement(make: Any, project: dict[str, Any]) -> None:
    rows = [r for r in checklist(make, project).rows if r.kind == "desirable"]

    assert [r.outcome for r in rows] == ["none", "none"]  # three vendors, two businesses each
    project["municipalities"][1]["businesses"][1]["from"] = "d"
    project["vendors"].append({"id": "d", "name": "事業者D"})
    assert [r.outcome for r in checklist(make, project).rows if r.kind == "desirable"] == ["none", "met"]


def test_the_declarations_of_the_docs_can_be_read(make: Any, project: dict[str, Any]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "evidence.md").read_text(encoding="utf-8")
    block = page.partition("```yaml\ndeclarations:")[2].partition("```")[0]
    declared = yaml.safe_load(f"declarations:{block}")["declarations"]
    project["group"]["case"] = "join"

    assert set(declared) == set(Declarations.model_fields)
    assert not checklist(make, project, **declared).missing
