"""Who may take part, and that every paper says so alike."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.judgement.conftest import judged

from chukan.evidence.checklist.checklist import make_checklist
from chukan.evidence.judgement.members import kind_of

CITED = {"document": "規約", "page": 1}


def rows(case: Any) -> list[Any]:
    return list(make_checklist(case.project.file, judged(case)).rows)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("141003", "政令指定都市"),
        ("141011", "政令指定都市"),
        ("271403", "政令指定都市"),
        ("131016", "市区町村"),
        ("130001", "都道府県"),
        ("139980", "一部事務組合等"),
        ("012025", "市区町村"),
    ],
)
def test_a_code_says_what_it_stands_for(code: str, kind: str) -> None:
    assert kind_of(code) == kind


def test_a_designated_city_is_no_member_anywhere(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"][1].update(code="141003", name="横浜市")
    case = make(project)

    judgement = judged(case)

    assert judgement.standing == "not_met"
    assert any("横浜市（141003）は政令指定都市" in note for note in judgement.notes)
    assert any("横浜市（141003）は政令指定都市" in r for r in judgement.municipalities[1].reasons)
    assert rows(case)[0].outcome == "not_met"


def test_a_group_of_one_is_no_group_anywhere(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"].pop()
    case = make(project)

    judgement = judged(case)

    assert judgement.standing == "not_met"
    assert any("1団体だけ" in text for text in judgement.notes)
    assert any("1団体だけ" in text for text in judgement.reasons)
    assert rows(case)[0].outcome == "not_met"


@pytest.mark.parametrize(
    ("code", "kind", "outcome"),
    [
        ("131016", "municipality", "met"),
        ("131016", "union", "ask"),
        ("131016", "prefecture", "ask"),
        ("130001", "prefecture", "met"),
        ("130001", "union", "ask"),
        ("131091", "prefecture", "ask"),
        ("131091", "municipality", "ask"),
        ("999999", "union", "ask"),
        ("138819", "union", "met"),
        ("", "municipality", "ask"),
    ],
)
def test_the_representative_is_what_its_code_says(
    make: Any, project: dict[str, Any], code: str, kind: str, outcome: str
) -> None:
    project["group"]["representative"] = code
    project["declarations"] = {"proposer": {"kind": kind, **CITED}}
    case = make(project)

    assert rows(case)[1].outcome == outcome
    assert any("代表団体" in note for note in judged(case).notes) is (outcome == "ask")


@pytest.mark.parametrize(
    ("responsible", "outcome"), [("みどり市", "met"), ("131016", "met"), ("火星市", "ask"), ("", "ask")]
)
def test_who_answers_for_an_association_is_a_member(
    make: Any, project: dict[str, Any], responsible: str, outcome: str
) -> None:
    project["declarations"] = {"proposer": {"kind": "association", "responsible": responsible, **CITED}}
    case = make(project)

    assert rows(case)[2].outcome == outcome
    assert any("責任を持つ市区町村" in note for note in judged(case).notes) is (outcome == "ask")


def test_a_merge_of_one_cloud_is_said_in_the_notes(make: Any, project: dict[str, Any]) -> None:
    project["group"]["case"] = "merge"
    project["declarations"] = {"clouds": [{"name": "東", "members": ["131016", "131024"]}]}

    notes = "".join(judged(make(project)).notes)

    assert "統合する自治体クラウドの申告が 1つである" in notes
    assert "統合する市区町村が 2団体である" in notes


def test_each_cloud_says_whether_it_was_subsidised(make: Any, project: dict[str, Any]) -> None:
    project["group"]["case"] = "merge"
    clouds = [
        {"name": "東", "members": ["131016"], "past_subsidy": False},
        {"name": "西", "members": ["131024"], "past_subsidy": True},
    ]
    project["declarations"] = {"clouds": clouds}

    [row] = [r for r in rows(make(project)) if "助成を受けている" in r.requirement]

    assert row.outcome == "not_met"
    assert "西は過去に助成を受けている" in row.reason


def test_a_member_without_a_destination_is_named(make: Any, project: dict[str, Any]) -> None:
    for plan in project["municipalities"][0]["businesses"]:
        plan["to"] = ""

    [row] = [r for r in rows(make(project)) if r.clause == "6(2)ア(ア)d)"]

    assert row.outcome == "ask"
    assert "未記入の業務がある団体: みどり市" in row.reason


def test_two_businesses_of_one_kind_are_not_several_core_systems(make: Any, project: dict[str, Any]) -> None:
    project["municipalities"][1]["businesses"][1] = {
        "business": "seal_registration",
        "from": "a",
        "to": "c",
        "files": [{"layout": "registration", "path": "131024/seal.csv"}],
    }

    [row] = [r for r in rows(make(project)) if r.clause == "6(2)ア(ア)a)"]

    assert row.outcome == "ask"
