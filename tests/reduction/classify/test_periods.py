"""The last day of a period, to the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from chukan.reduction.classify.periods import fiscal_year, period_end
from chukan.reduction.rules.model import PeriodStart


def last_day(day: str, years: int, **start: Any) -> dt.date:
    made = PeriodStart(**({"type": "event", "items": ("x",)} | start))
    found: dt.date = duckdb.execute(f"SELECT {period_end(f'DATE {day!r}', years, made)}").fetchall()[0][0]
    return found


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("2014-06-19", 5, "2019-06-19"),  # the last slip whose old five years were over before the amendment
        ("2020-02-28", 5, "2025-02-28"),  # begins on 29 February; there is none in 2025, so it ends with the month
        ("2020-02-28", 4, "2024-02-28"),
        ("2020-02-29", 5, "2025-02-28"),
        ("2019-02-28", 5, "2024-02-29"),  # begins on 1 March: up to its eve
        ("2020-03-31", 1, "2021-03-31"),
        ("2020-12-31", 7, "2027-12-31"),
        ("2000-01-01", 150, "2150-01-01"),
    ],
)
def test_from_the_day(day: str, years: int, expected: str) -> None:
    assert last_day(day, years) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize("years", [1, 3, 4, 5])
def test_a_period_ends_on_the_same_day_of_the_year(years: int) -> None:
    start = PeriodStart(type="event", items=("x",))
    days = "SELECT DATE '2019-01-01' + to_days(i::INTEGER) AS day FROM range(1500) t(i)"

    found = duckdb.execute(f"SELECT day::DATE, {period_end('day', years, start)} FROM ({days})").fetchall()

    for day, end in found:
        assert end.year == day.year + years
        # around the end of February the last of the month stands for a day that is not there
        assert (day.month, day.day) == (end.month, end.day) or (
            {(day.month, day.day), (end.month, end.day)} == {(2, 28), (2, 29)} and (end + dt.timedelta(days=1)).day == 1
        ), (day, end)


@pytest.mark.parametrize(
    ("start", "day", "expected"),
    [
        ({"type": "fiscal_year_end"}, "2020-03-31", "2025-03-31"),
        ({"type": "fiscal_year_end"}, "2020-04-01", "2026-03-31"),
        ({"type": "completion", "from_end_of": "fiscal_year"}, "2020-04-01", "2026-03-31"),
        ({"type": "following_year"}, "2020-01-01", "2025-12-31"),
        ({"type": "following_year", "margin_days": 10}, "2020-12-31", "2026-01-10"),
        ({"type": "event", "until_end_of": "fiscal_year"}, "2020-03-31", "2025-03-31"),
        ({"type": "event", "until_end_of": "fiscal_year"}, "2020-04-01", "2026-03-31"),
        ({"type": "term_of_office", "margin_days": 31}, "2019-07-21", "2024-08-21"),
        ({"type": "legal_due_date"}, "2020-06-30", "2025-06-30"),
    ],
)
def test_each_kind_of_start(start: dict[str, Any], day: str, expected: str) -> None:
    assert last_day(day, 5, **start) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(("day", "year"), [("2020-03-31", 2019), ("2020-04-01", 2020), ("2020-12-31", 2020)])
def test_fiscal_years_begin_in_april(day: str, year: int) -> None:
    assert duckdb.execute(f"SELECT {fiscal_year(f'DATE {day!r}')}").fetchall()[0][0] == year
