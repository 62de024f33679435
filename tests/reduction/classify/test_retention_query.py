"""One rule applied to the records of one layout."""

from __future__ import annotations

from typing import Any

from tests.reduction.conftest import REMOVED, slip


def test_only_a_rule_that_decides_may_let_a_record_go(town: Any) -> None:
    """A flag that is neither 0 nor 1: the deciding rules are not asked, the floors alone make no candidate."""
    town.put("child_allowance/recipient", [{"認定番号": "1", "最新フラグ": "2", "消滅年月日": "20000401"}])
    town.decide(JT02={"years": 5, "name": "規程"})

    report = town.reduce()

    assert town.classes(report, "child_allowance/recipient") == {"移行必須": 1}
    assert town.codes(report, "child_allowance/recipient") == {"no_rule"}


def test_a_rule_that_the_town_does_not_use(town: Any) -> None:
    town.put(REMOVED, [slip("20100401")])
    town.decide(JK01={"use": False})

    report = town.reduce()

    assert town.codes(report, REMOVED) == {"off"}
    assert any("この規則では削減しない" in d.text and not d.open for d in report.decisions)
