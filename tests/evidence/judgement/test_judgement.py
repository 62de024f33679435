"""What is said of mandatory item 1."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.evidence.judgement.conftest import judged

from chukan.evidence.judgement.standing import STANDING_JA, Standing


def test_vendors_are_counted_over_sources_and_destinations(make: Any) -> None:
    judgement = judged(make())

    assert judgement.vendors.sources == ("事業者A", "事業者B")
    assert judgement.vendors.destinations == ("事業者C",)
    assert not judgement.vendors.desirable
    assert any("3社" in line and "望ましい4社に達していない" in line for line in judgement.desirable)


def test_a_third_business_is_named_as_desirable(make: Any, project: dict[str, Any]) -> None:
    third = {"business": "light_vehicle_tax", "from": "b", "to": "c", "files": [{"layout": "vehicle", "path": "v.csv"}]}
    project["municipalities"][0]["businesses"].append(third)

    judgement = judged(make(project))

    assert judgement.municipalities[0].more_than_two
    assert any("2業務を超えて提出し検証した団体: みどり市" in line for line in judgement.desirable)


@pytest.mark.parametrize("standing", [s for s in STANDING_JA if s != "met"])
def test_only_what_is_met_says_how_far_it_is_known(make: Any, standing: Standing) -> None:
    judgement = replace(judged(make()), standing=standing)

    assert judgement.words == STANDING_JA[standing]
    assert judgement.met is (standing == "planned")


def test_nothing_is_loaded_where_nothing_counts(make: Any) -> None:
    judgement = replace(judged(make()), municipalities=())

    assert (judgement.loaded, judgement.reconciled, judgement.moved) == (False, False, "提出し検証した")
    assert replace(judgement, stage="proposal").moved == "移行を予定する"
