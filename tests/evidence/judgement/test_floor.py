"""The rules whose findings no project may make light of."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.judgement.conftest import judged, reasons

from chukan.evidence.judgement.floor import FLOOR, lowered
from chukan.severity import Severities


@pytest.mark.parametrize("choice", ["off", "info", "warning"])
@pytest.mark.parametrize("rule", FLOOR)
def test_a_rule_of_the_floor_that_was_lowered_leaves_nothing_that_counts(
    make: Any, project: dict[str, Any], rule: str, choice: str
) -> None:
    project["rules"] = {rule: choice}

    judgement = judged(make(project))

    assert judgement.standing == "ask"
    assert not any(b.counts for b in judgement.businesses)
    assert f"（{rule}）がプロジェクトで停止または軽減されている" in reasons(judgement)


def test_what_was_made_stricter_or_left_alone_is_not_lowered() -> None:
    assert lowered(Severities({"V01": "error", "F04": "off", "V11": "error"})) == ()
