"""The checklist: what rests on data, on a declaration, on nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.evidence.checklist.checklist import Checklist, Row, make_checklist
from chukan.evidence.checklist.row import percent
from chukan.evidence.judgement.judge import judge
from chukan.layouts.library import Library
from chukan.project.declarations import Declarations
from chukan.severity import Severity
from chukan.verification.result import Count

LIBRARY = Library()
CITED = {"document": "提案書", "page": 12}
FULL: dict[str, Any] = {
    "proposer": {"kind": "association", "responsible": "みどり市", **CITED},
    "agreement_document": {"status": "signed", "document": "協定書", "page": "第3条"},
    "common_procurement": CITED,
    "same_vendor": {"name": "事業者Cグループ", **CITED},
    "data_centre": {"name": "○○データセンター", **CITED},
    "running_costs": {"before": 100_000_000, "after": 69_000_000, **CITED},
    "customisation": {"systems": [{"name": "住民情報", "customised": 19, "functions": 400}], **CITED},
    "contract_clause": {"in": "specification", "free_of_charge": True, "latest_edition": True, **CITED},
    "eligible_costs": {
        "amount": 12_000_000,
        "items": [{"kind": "初期費", "amount": 12_000_000, "fiscal_year": 2020}],
        "special_grant_excluded": True,
        **CITED,
    },
    "core_systems": {"kinds": ["住民情報関連", "税務関連"], **CITED},
    "optional": {"reduction": CITED},
}


def checklist(make: Any, project: dict[str, Any], **declared: Any) -> Checklist:
    project["declarations"] = declared
    case = make(project)
    return made(case)


def made(case: Any) -> Checklist:
    judgement = judge(case.project, case.project.job(waived=False), case.verification)
    return make_checklist(case.project.file, judgement)


def row(rows: Checklist, clause: str) -> Row:
    [found] = [r for r in rows.rows if r.clause == clause]
    return found


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
    ("after", "outcome", "shown"), [(70, "met", "30.00%"), (71, "ask", "29.00%"), (120, "ask", "-20.00%")]
)
def test_three_tenths_off_the_running_costs(
    make: Any, project: dict[str, Any], after: int, outcome: str, shown: str
) -> None:
    rows = checklist(make, project, running_costs={"before": 100, "after": after, **CITED})

    assert row(rows, "6(2)ア(イ)a)").outcome == outcome
    assert shown in row(rows, "6(2)ア(イ)a)").reason


def test_shares_are_never_rounded_over_a_line() -> None:
    assert (percent(4.9999), percent(29.999), percent(30.0), percent(-0.5)) == ("4.99", "29.99", "30.00", "-0.50")


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


def test_two_destinations_are_one_group_only_when_that_is_declared(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"][1]["businesses"][0]["to"] = "b"

    assert row(checklist(make, project), "6(2)ア(ア)d)").outcome == "ask"
    assert row(checklist(make, project, same_vendor=FULL["same_vendor"]), "6(2)ア(ア)d)").outcome == "met"


def test_joining_asks_for_two_who_join(make: Any, project: dict[str, Any]) -> None:
    project["group"]["case"] = "join"

    rows = checklist(make, project)
    assert row(rows, "6(2)イ(ア)").status == "missing"
    assert not any(r.clause.startswith("6(2)ア") for r in rows.rows)

    rows = checklist(make, project, joining=["131024"], past_subsidy=True, contract_clause=FULL["contract_clause"])
    assert row(rows, "6(2)イ(ア)").outcome == "not_met"
    assert [r.outcome for r in rows.rows if "助成を受けている" in r.requirement] == ["not_met"]
    assert row(rows, "6(2)イ(エ)").outcome == "ask"

    rows = checklist(make, project, joining=["131016", "131024"], past_subsidy=False, benefit_of_existing=CITED)
    assert row(rows, "6(2)イ(ア)").outcome == "met"
    assert row(rows, "6(2)イ(ウ)").outcome == "met"


def test_merging_asks_for_four(make: Any, project: dict[str, Any]) -> None:
    project["group"]["case"] = "merge"

    assert row(checklist(make, project), "6(2)イ(ア)").outcome == "not_met"

    project["municipalities"] += [{"code": "131032", "name": "い村"}, {"code": "131041", "name": "う村"}]
    two = [{"name": "東", "members": ["131016", "131024"]}, {"name": "西", "members": ["131032", "131041"]}]
    assert row(checklist(make, project), "6(2)イ(ア)").outcome == "ask"
    assert row(checklist(make, project, clouds=two), "6(2)イ(ア)").outcome == "met"
    assert row(checklist(make, project, clouds=two[:1]), "6(2)イ(ア)").outcome == "not_met"
    one = [{"name": "東", "members": [m["code"] for m in project["municipalities"]]}]
    assert row(checklist(make, project, clouds=one), "6(2)イ(ア)").outcome == "not_met"


@pytest.mark.parametrize(("members", "ceiling"), [(2, "10,000,000 円"), (5, "15,000,000 円")])
def test_the_ceiling_of_the_subsidy(make: Any, project: dict[str, Any], members: int, ceiling: str) -> None:
    codes = ["131032", "131041", "131059"]
    project["municipalities"] += [{"code": c, "name": f"第{c}村"} for c in codes[: members - 2]]

    figures = {f.name: f.value for f in checklist(make, project, **FULL).figures}

    assert figures["助成金額の上限額"] == ceiling
    assert figures["助成金額の目安"] == f"{min(12_000_000, int(ceiling.split(maxsplit=1)[0].replace(',', ''))):,} 円"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("011002", "not_met"), ("130001", "not_met"), ("139998", "ask"), ("131032", "met"), ("012025", "met")],
)
def test_designated_cities_and_prefectures_are_no_members(
    make: Any, project: dict[str, Any], code: str, outcome: str
) -> None:
    project["municipalities"].append({"code": code, "name": "ある団体"})

    first = checklist(make, project).rows[0]

    assert first.outcome == outcome


def test_a_representative_outside_the_group_must_be_declared(make: Any, project: dict[str, Any]) -> None:
    project["group"]["representative"] = "130001"

    assert checklist(make, project).rows[1].outcome == "ask"
    assert checklist(make, project, proposer={"kind": "prefecture", **CITED}).rows[1].outcome == "met"


def test_what_is_only_declared_is_not_said_to_be_so(make: Any, project: dict[str, Any]) -> None:
    rows = checklist(make, project, **FULL).rows

    words = {(r.status, r.outcome_words) for r in rows if r.outcome == "met"}
    assert words == {("data", "満たす"), ("declared", "申告では満たす")}


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
