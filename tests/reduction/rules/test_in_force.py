"""What of a retention rule is in force: the law, the municipality's own decision, a trial."""

from __future__ import annotations

import pytest

from chukan.reduction.rules.in_force import start_in_force, years_of
from chukan.reduction.rules.load import AppliedRule, Retention
from chukan.reduction.rules.settings import LocalSettings, RuleSetting, Trial

LAW = LocalSettings()


def applied(retention: Retention, rule: str, start: str = "") -> AppliedRule:
    """Return one of the places where a rule applies."""
    return next(a for a in retention.applied if a.rule.id == rule and start in ("", a.start.type))


def of_own(retention: Retention) -> AppliedRule:
    """Return a rule that the municipality must have made itself."""
    return next(a for a in retention.applied if a.rule.default == "own_rule")


def test_years_are_those_of_the_law_until_somebody_decides(retention: Retention) -> None:
    law, left_open = applied(retention, "JS01"), applied(retention, "ZE09")

    assert years_of(law, LAW, Trial()) == 5
    assert years_of(left_open, LAW, Trial()) is None
    assert years_of(law, LocalSettings(rules={"JS01": RuleSetting(years=8)}), Trial()) == 8
    assert years_of(law, LocalSettings(rules={"JS01": RuleSetting(name="文書規程")}), Trial()) == 5


def test_a_trial_takes_the_place_of_what_was_decided(retention: Retention) -> None:
    decided = LocalSettings(rules={"JS01": RuleSetting(years=8)})

    assert years_of(applied(retention, "JS01"), decided, Trial({"JS01": 3})) == 3
    assert years_of(applied(retention, "JS01"), decided, Trial({"ZE09": 3})) == 8


def test_without_a_rule_of_its_own_there_is_nothing_to_try(retention: Retention) -> None:
    one = of_own(retention)
    nameless, named = (LocalSettings(rules={one.rule.id: RuleSetting(name=name)}) for name in ("", "文書規程"))
    trial = Trial({one.rule.id: 3})

    assert years_of(one, LAW, trial) is None
    assert years_of(one, nameless, trial) is None
    assert years_of(one, named, trial) == 3


@pytest.mark.parametrize(("count_from", "expected"), [("date", None), ("fiscal_year", "fiscal_year"), ("year", "year")])
def test_a_municipality_counts_as_its_own_rule_says(
    retention: Retention, count_from: str, expected: str | None
) -> None:
    one = applied(retention, "ZE12", "completion")
    settings = LocalSettings(rules={"ZE12": RuleSetting.model_validate({"count_from": count_from})})

    start = start_in_force(one, settings)

    assert (start.type, start.from_end_of) == ("completion", expected)
    assert start.items == one.start.items
    assert start_in_force(one, LAW) == one.start


@pytest.mark.parametrize(("rule", "start"), [("ZE12", "follows"), ("ZK03", "never")])
def test_what_has_no_day_of_its_own_is_not_counted_otherwise(retention: Retention, rule: str, start: str) -> None:
    one = applied(retention, rule, start)
    settings = LocalSettings(rules={rule: RuleSetting(count_from="year")})

    assert start_in_force(one, settings) == one.start
