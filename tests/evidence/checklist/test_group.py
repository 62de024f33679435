"""The rows about the group: who joins, who merges, who may not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.checklist.conftest import CITED, FULL, checklist, row


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
