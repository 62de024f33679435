"""The class of a record by its own rules."""

from __future__ import annotations

from typing import Any

from tests.reduction.conftest import PERSON, REMOVED, TAX, slip


def test_history_without_its_latest_record_is_to_be_looked_at(town: Any) -> None:
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "0", "住民状態": "2", "消除年月日": "20100401"}]
    )

    assert town.codes(town.reduce(), PERSON) == {"not_found"}


def test_a_rule_is_worth_what_it_alone_would_let_go(town: Any) -> None:
    """A record that something else holds is no candidate, whatever rule is asked alone."""
    gone = {"最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401", "履歴番号": "1"}
    town.put(PERSON, [{"宛名番号": n, "世帯番号": f"S{n}", **gone} for n in "12"])
    town.put(TAX, [{"課税年度": "2026", "宛名番号": "1"}])
    town.put(REMOVED, [slip("20100401", "9")])

    (scenario,) = town.reduce().scenarios

    assert {e.rule: (e.candidates.records, e.alone.records) for e in scenario.by_rule} == {"JK01": (2, 2)}
