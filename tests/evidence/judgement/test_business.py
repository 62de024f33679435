"""A business as a whole: all of its plans, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.evidence.judgement.conftest import _loaded, judged, plans

from chukan.severity import Severity
from chukan.verification.result import Count


def test_an_overall_failure_of_no_delivery_keeps_the_group_from_meeting_it(make: Any) -> None:
    case = make()
    case.verification = replace(case.verification, verdict="fail")

    judgement = judged(case)

    assert judgement.standing == "ask"
    assert "検証全体の判定が不合格" in "".join(judgement.reasons)
    assert judgement.overall.startswith("検証全体の判定は「不合格」")


@pytest.mark.parametrize(
    ("second", "standing"),
    [
        ({"files": [{"layout": "move_history", "path": "131024/move.csv"}]}, "met"),
        ({"method": "other", "reason": "除票は独自形式"}, "not_met"),
        ({"method": "exempt_in_use", "reason": "稼働中"}, "ask"),
        ({"files": []}, "not_met"),
    ],
)
def test_a_business_counts_only_when_all_of_its_plans_do(
    make: Any, project: dict[str, Any], second: dict[str, Any], standing: str
) -> None:
    plans(project, 1).append({"business": "resident_register", "from": "b", "to": "c", **second})

    judgement = judged(make(project))

    assert judgement.municipalities[1].businesses[0].standing == standing
    assert judgement.standing == ("met" if standing == "met" else standing)


def test_a_second_plan_that_failed_takes_the_first_with_it(make: Any, project: dict[str, Any]) -> None:
    more = {"business": "resident_register", "from": "b", "to": "c"}
    plans(project, 1).append({**more, "files": [{"layout": "move_history", "path": "131024/move.csv"}]})
    case = make(project).with_counts("131024/move.csv", Count("V05", "異動日", Severity.ERROR, 40))

    town = judged(case).municipalities[1]

    assert town.standing == "not_met"
    assert [b.counts for b in town.businesses] == [False, True, False]
    assert "同じ業務の別の提出（移行元 事業者B）が満たしていない" in town.businesses[0].reasons
    assert not any("合格した業務" in r and "住民基本台帳" in r for r in town.reasons)


def test_moved_is_said_only_where_loading_is_known(make: Any, project: dict[str, Any]) -> None:
    before = judged(make(project))
    assert before.moved == "提出し検証した"
    assert not any("移行した" in text for text in (*before.desirable, *before.reasons, before.words))

    _loaded(project)
    after = judged(make(project))

    assert (after.moved, after.words) == ("移行した", "満たす（提出・検証まで確認。移行先への取込は申告による）")
    assert any(note.startswith("移行先への取込の日付・件数・エラーは申告による") for note in after.notes)
    del plans(project, 0)[0]["files"][0]["loaded"]
    assert judged(make(project)).moved == "提出し検証した"
