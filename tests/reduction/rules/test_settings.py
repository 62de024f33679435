"""What a municipality sets: its own over the common, and nothing that the law forbids."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chukan.errors import ProjectError, UsageError
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.settings import BOUNDARY, ReductionSettings, load_settings, parse_trial

TOWN, OTHER = "131016", "131024"


def settings(retention: Retention, **raw: Any) -> ReductionSettings:
    return load_settings(raw, retention.rules, "project.yaml", [TOWN, OTHER])


def test_nothing_set_is_the_safe_default(retention: Retention) -> None:
    own = settings(retention).for_municipality(TOWN)

    assert (own.boundary, own.household_slips, own.rules, own.absent) == (BOUNDARY, True, {}, ())
    assert (own.my_number, own.archive) == (None, None)


def test_a_municipality_differs_from_the_others(retention: Retention) -> None:
    made = settings(
        retention,
        juhyo_boundary_date="2009-06-20",
        rules={"IK01": {"years": 5, "name": "条例"}},
        absent=[{"layouts": "*", "reason": "確認"}],
        municipalities={
            OTHER: {
                "juhyo_boundary_date": "2004-06-20",
                "household_slips": False,
                "rules": {"IK01": {"years": 10, "name": "規則"}},
                "absent": [{"layouts": ["individual_resident_tax/*"], "reason": "なし"}],
            }
        },
    )
    common, own = made.for_municipality(TOWN), made.for_municipality(OTHER)

    assert (common.juhyo_boundary_date, own.juhyo_boundary_date) == (dt.date(2009, 6, 20), dt.date(2004, 6, 20))
    assert (common.rules["IK01"].years, own.rules["IK01"].years) == (5, 10)
    assert (common.household_slips, own.household_slips) == (True, False)
    assert [a.covers("individual_resident_tax/income") for a in own.absent] == [True, True]
    assert len(common.absent) == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"juhyo_boundary_date": "2014-06-21"}, "より後"),
        ({"rules": {"JK01": {"years": 5}}}, "juhyo_boundary_date"),
        ({"rules": {"FH01": {"years": 5}}}, "juhyo_boundary_date"),
        ({"rules": {"JS01": {"years": 3}}}, "より短くはできません"),
        ({"rules": {"ZE05": {"years": 5}}}, "より短くはできません"),
        ({"rules": {"KE02": {"years": 5}}}, "候補にしません"),
        ({"rules": {"KS01": {"years": 150}}}, "当てる移行ファイルはありません"),
        ({"rules": {"IK01": {"years": 5, "name": " "}}}, "name"),
        ({"rules": {"IK01": {"years": 0, "name": "条例"}}}, "reduction.rules.IK01.years"),
        ({"rules": {"IK0l": {"years": 5}}}, "IK0"),
        ({"municipalities": {"131032": {}}}, "131032"),
        ({"municipalities": {OTHER: {"juhyo_boundary_date": "2015-01-01"}}}, "より後"),
        ({"municipalities": {OTHER: {"juhyo_boundary": "2009-06-20"}}}, "juhyo_boundary_date"),
        ({"archive": {"mediam": "LTO"}}, "medium"),
        ({"my_number": {"removal": "blank"}}, "basis"),
    ],
)
def test_what_can_not_be_set(retention: Retention, raw: dict[str, Any], told: str) -> None:
    with pytest.raises(ProjectError) as error:
        settings(retention, **raw)

    assert told in f"{error.value} {error.value.hint}"
    assert str(error.value.place).startswith("project.yaml")


def test_longer_than_the_law_is_the_towns_to_set(retention: Retention) -> None:
    made = settings(retention, rules={"JS01": {"years": 10}, "ZE05": {"years": 20}, "SK01": {"use": False}})

    assert made.rules["JS01"].years == 10


def test_trials(retention: Retention) -> None:
    trial = parse_trial(["ZE09.years=10", "IK01.years=7"], retention.rules)

    assert trial.words() == "IK01 7年、ZE09 10年"
    assert trial
    assert not parse_trial([], retention.rules)


@pytest.mark.parametrize(
    "text", ["", "IK01", "IK01.years", "IK01.years=", "IK01.years=-1", "IK01.years=７", "IK01.year=7"]
)
def test_a_trial_is_written_one_way(retention: Retention, text: str) -> None:
    with pytest.raises(UsageError, match="読めません"):
        parse_trial([text], retention.rules)


def test_the_example_in_the_documents_is_right(retention: Retention) -> None:
    page = (Path(__file__).parents[3] / "docs" / "reduction.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(reduction:.*?)```", page, re.DOTALL)
    raw = yaml.safe_load(block)["reduction"]

    made = load_settings(raw, retention.rules, "docs", [TOWN, OTHER])

    assert set(raw) == set(ReductionSettings.model_fields)  # every key is shown
    assert made.for_municipality(OTHER).boundary == dt.date(2009, 6, 20)
