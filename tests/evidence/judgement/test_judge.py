"""Mandatory item 1: what counts, what is exempt, what is neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.evidence.judgement.conftest import judged

from chukan.severity import Severity
from chukan.verification.result import Count, NotRun, Records


def businesses(project: Mapping[str, Any], town: int) -> list[dict[str, Any]]:
    return project["municipalities"][town]["businesses"]  # type: ignore[no-any-return]


def exempt(project: Mapping[str, Any], town: int, *methods: str) -> None:
    """Turn the businesses of a municipality into ones that no file comes for."""
    for plan, method in zip(businesses(project, town), methods, strict=True):
        if method != "layout":
            plan.update(method=method, reason="移行先を利用中", files=[])


def test_a_group_whose_members_all_have_two_verified_businesses_meets_it(make: Any) -> None:
    judgement = judged(make())

    assert judgement.standing == "met"
    assert judgement.met
    assert [len(m.counted) for m in judgement.municipalities] == [2, 2]
    assert all("6(3)ア(ア)" in m.clause for m in judgement.municipalities)
    assert all(m.reasons for m in judgement.municipalities)


@pytest.mark.parametrize(
    ("counts", "not_run", "met"),
    [
        ([Count("V05", "生年月日", Severity.ERROR, 2)], [], False),
        ([Count("V05", "生年月日", Severity.ERROR, 2, waived=1)], [], False),
        ([Count("V05", "生年月日", Severity.ERROR, 2, waived=2)], [], True),
        ([Count("V10", "氏名", Severity.WARNING, 9)], [], True),
        ([], [NotRun("K02", "相手のファイルがない")], False),
    ],
)
def test_only_a_pass_counts(make: Any, counts: list[Count], not_run: list[NotRun], met: bool) -> None:
    case = make().with_counts("131024/person.csv", *counts, not_run=not_run)

    judgement = judged(case)

    town = judgement.municipalities[1]
    assert judgement.met is met
    assert town.standing == ("met" if met else "not_met")
    assert town.businesses[0].counts is met
    if not met:
        assert any("住民" in r for r in town.businesses[0].reasons)


def test_one_failing_file_of_two_fails_its_business(make: Any) -> None:
    judgement = judged(make().with_counts("131016/household.csv", Count("K01", None, Severity.ERROR, 1)))

    assert judgement.municipalities[0].standing == "not_met"
    assert [b.counts for b in judgement.municipalities[0].businesses] == [False, True]


def test_a_file_that_was_not_looked_at_does_not_count(make: Any) -> None:
    case = make()
    files = [f for f in case.verification.files if f.path != "131016/seal.csv"]
    case.verification = replace(case.verification, files=tuple(files))

    business = judged(case).municipalities[0].businesses[1]

    assert business.standing == "not_met"
    assert "検証されていない" in business.reasons[0]
    assert business.result_words == "未検証"


def test_files_without_a_record_move_nothing(make: Any) -> None:
    case = make().with_counts("131024/vehicle.csv", records=Records(0, 0, 0))

    assert "0 件" in judged(case).municipalities[1].businesses[1].reasons[0]
    assert judged(case).standing == "not_met"


@pytest.mark.parametrize(
    ("methods", "standing", "words"),
    [
        (("exempt_no_move", "exempt_no_move"), "exempt", "機構の審査"),
        (("exempt_in_use", "exempt_no_move"), "exempt", "機構の審査"),
        (("exempt_special", "exempt_special"), "decision", "機構の判断が必要"),
        (("layout", "exempt_special"), "decision", "機構の判断が必要"),
        (("layout", "exempt_in_use"), "decision", "機構の判断が必要"),
        (("layout", "other"), "not_met", "1業務である"),
        (("exempt_in_use", "other"), "not_met", "0業務である"),
    ],
)
def test_exemptions(make: Any, project: dict[str, Any], methods: tuple[str, str], standing: str, words: str) -> None:
    exempt(project, 1, *methods)

    judgement = judged(make(project))

    assert judgement.municipalities[1].standing == standing
    assert any(words in r for r in judgement.municipalities[1].reasons)
    assert judgement.standing == {"exempt": "ask"}.get(standing, standing)


def test_a_group_of_exempt_members_only_needs_a_decision(make: Any, project: dict[str, Any]) -> None:
    for town in (0, 1):
        exempt(project, town, "exempt_in_use", "exempt_in_use")

    judgement = judged(make(project))

    assert judgement.standing == "decision"
    assert not judgement.met
    assert any("中間標準レイアウトで移行する業務がない" in r for r in judgement.reasons)


def test_a_business_from_two_sources_is_one_business(make: Any, project: dict[str, Any]) -> None:
    _, second = businesses(project, 0)
    second.update(business="resident_register", files=[{"layout": "move_history", "path": "131016/move.csv"}])

    town = judged(make(project)).municipalities[0]

    assert [b.counts for b in town.businesses] == [True, True]
    assert len(town.counted) == 1
    assert town.standing == "not_met"


def test_a_municipality_without_businesses_does_not_meet_it(make: Any, project: dict[str, Any]) -> None:
    businesses(project, 1).clear()

    assert judged(make(project)).municipalities[1].standing == "not_met"


def test_a_group_with_exempt_members_says_who_has_to_grant_it(make: Any, project: dict[str, Any]) -> None:
    assert judged(make(project)).words == "満たす（提出・検証まで確認。移行先への取込は未確認）"
    exempt(project, 1, "exempt_no_move", "exempt_no_move")

    judgement = judged(make(project))
    assert (judgement.standing, judgement.met, judgement.words) == ("ask", False, "要確認")
    assert "免除を申告した市区町村（機構の審査による）: 1団体（あおば町）" in judgement.reasons
