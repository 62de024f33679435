from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from chukan.project.declarations import Cited, Customisation, Declarations, RunningCosts, SystemFunctions


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"document": "協定書", "page": 3}, "協定書 3頁"),
        ({"document": "協定書", "page": "第4条"}, "協定書 第4条"),
        ({"document": "協定書"}, "協定書 頁 未記入"),
        ({"page": 3}, "文書名・頁 未記入"),
    ],
)
def test_a_citation_says_where_to_look_or_what_is_missing(given: dict[str, Any], place: str) -> None:
    cited = Cited.model_validate(given)

    assert cited.place == place
    assert cited.complete is ("未記入" not in place)


@pytest.mark.parametrize(
    ("before", "after", "percent"), [(100, 70, 30.0), (100, 100, 0.0), (100, 130, -30.0), (3, 0, 100.0)]
)
def test_costs_saved_in_percent(before: int, after: int, percent: float) -> None:
    assert RunningCosts(before=before, after=after).reduction == pytest.approx(percent)


def test_the_rate_is_over_all_systems() -> None:
    systems = (
        SystemFunctions(name="住民", customised=6, functions=420),
        SystemFunctions(name="税", customised=11, functions=510),
    )
    made = Customisation(systems=systems)

    assert (made.customised, made.functions) == (17, 930)
    assert made.rate == pytest.approx(100 * 17 / 930)


def test_no_more_is_customised_than_there_is() -> None:
    with pytest.raises(ValidationError, match="超えています"):
        SystemFunctions(name="税", customised=5, functions=4)


@pytest.mark.parametrize("wrong", [{"before": 0, "after": 0}, {"before": 10, "after": -1}])
def test_costs_are_amounts(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        RunningCosts.model_validate(wrong)


def test_what_is_left_out_is_not_known() -> None:
    left_out = Declarations()

    assert left_out.proposer is None
    assert left_out.past_subsidy is None
    assert left_out.optional.reduction is None
