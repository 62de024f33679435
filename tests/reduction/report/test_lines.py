"""The lines of the report."""

from __future__ import annotations

from typing import Any

from tests.reduction.conftest import PERSON, TAX


def test_the_effect_of_a_rule_alone_lacks_what_another_would_free(town: Any) -> None:
    """The person may go only because the old tax goes: by JK01 alone it would stay."""
    town.put(
        PERSON, [{"宛名番号": "1", "世帯番号": "S1", "最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401"}]
    )
    town.put(TAX, [{"課税年度": "2005", "宛名番号": "1"}])
    town.decide(ZE09={"years": 10, "name": "規程"})

    effects = {e.rule: (e.candidates.records, e.alone.records) for e in town.reduce().scenarios[0].by_rule}

    assert effects == {"JK01": (1, 0), "ZE09": (1, 1)}
