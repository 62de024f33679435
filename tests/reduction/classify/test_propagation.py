"""What is linked to a record that stays, stays too."""

from __future__ import annotations

from typing import Any

import pytest
from tests.reduction.conftest import PERSON, TAX

HOUSEHOLD, MOVES = "resident_register/household", "resident_register/move_history"
GONE = {"最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401", "履歴番号": "1"}


def test_links_are_followed_to_their_end(town: Any) -> None:
    """A tax of this year holds a person; the person its history, its household and the others in it."""
    gone = {"最新フラグ": "1", "住民状態": "2", "消除年月日": "20100401", "履歴番号": "2"}
    town.put(
        PERSON,
        [
            {"宛名番号": "1", "世帯番号": "S1", **gone},
            {"宛名番号": "1", "世帯番号": "S1", **gone, "履歴番号": "1", "最新フラグ": "0"},
            {"宛名番号": "2", "世帯番号": "S1", **gone},
            {"宛名番号": "3", "世帯番号": "S3", **gone},
        ],
    )
    town.put(HOUSEHOLD, [{"世帯番号": s, "世帯状態": "2"} for s in ("S1", "S3")])
    town.put(MOVES, [{"宛名番号": n} for n in "123"])
    town.put(TAX, [{"課税年度": "2026", "宛名番号": "1"}])

    report = town.reduce()

    assert town.classes(report, PERSON) == {"移行必須": 3, "削減候補": 1}
    assert town.classes(report, HOUSEHOLD) == {"移行必須": 1, "削減候補": 1}
    assert town.classes(report, MOVES) == {"移行必須": 2, "削減候補": 1}
    assert town.codes(report, MOVES) == {"followed", "over"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_records_does_not_decide(town: Any, order: int) -> None:
    """A chain of households: each person of the next one is in the household of the one before."""
    people = [
        {"宛名番号": f"{n}", "世帯番号": f"S{m}", **GONE, "履歴番号": f"{m}"} for n in range(6) for m in (n, n + 1)
    ]
    town.put(PERSON, people[::order])
    town.put(TAX, [{"課税年度": "2026", "宛名番号": "0"}])

    assert town.classes(town.reduce(), PERSON) == {"移行必須": 12}


def test_a_record_without_a_day_of_its_own_counts_with_what_it_follows(town: Any) -> None:
    town.put(PERSON, [{"宛名番号": "1", "世帯番号": "S1", **GONE}])
    town.put(MOVES, [{"宛名番号": "1"}])

    report = town.reduce()

    years = {cell.year for cell in report.cells if report.files[cell.file].layout == "move_history"}
    assert years == {2010}
