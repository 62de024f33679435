from __future__ import annotations

import dataclasses

import pytest

from chukan.rules.catalogue import RULES
from chukan.rules.rule import FAMILIES, Rule

RULE = RULES["V01"]


def test_the_family_is_the_letter() -> None:
    assert {rule.family for rule in RULES.values()} == set(FAMILIES)


def test_an_explanation_has_all_that_is_known() -> None:
    one, text = RULE, RULE.explanation()

    assert [
        part for part in (one.id, one.title, one.checks, one.why, one.example, one.remedy) if part not in text
    ] == []
    assert f"{{{one.id}: off}}" in text


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_severity_has_its_note_behind_it(rule: Rule) -> None:
    weight = next(line for line in rule.explanation().splitlines() if "重大度" in line)

    assert rule.severity.ja in weight
    assert rule.severity_note in weight


def test_a_rule_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        RULE.title = "別"  # type: ignore[misc]
