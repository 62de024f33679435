"""When a period of retention ends, as SQL over days."""

from __future__ import annotations

from chukan.reduction.rules.model import PeriodStart, YearEnd


def latest(days: list[str]) -> str:
    """Return the latest of some days; NULLs don't count (DuckDB's greatest skips them)."""
    return days[0] if len(days) == 1 else f"greatest({', '.join(days)})"


def fiscal_year(day: str) -> str:
    """Return the fiscal year of a day: it begins on April 1 (地方自治法208条)."""
    return f"(year({day}) - CASE WHEN month({day}) < 4 THEN 1 ELSE 0 END)"


def year_end(day: str, which: YearEnd) -> str:
    """Return the last day of the year, or fiscal year, that holds a day."""
    if which == "year":
        return f"make_date(year({day}), 12, 31)"
    if which == "later_year":
        return f"greatest({year_end(day, 'year')}, {year_end(day, 'fiscal_year')})"
    return f"make_date({fiscal_year(day)} + 1, 3, 31)"


def period_end(day: str, years: int, start: PeriodStart) -> str:
    """Return the last day of a period of years, as SQL: it begins on the day after `day` (民法140条, 143条).

    It ends on the eve of the corresponding day; where February has no 29th, on the last day of the month: DuckDB then
    answers with the 28th, so that the days of the month differ and no eve is taken.
    """
    if start.counted_from is not None:
        day = year_end(day, start.counted_from)
    first = f"({day} + INTERVAL 1 DAY)"
    same = f"({first} + INTERVAL {years} YEAR)"
    end = f"CAST({same} - to_days(CASE WHEN day({same}) = day({first}) THEN 1 ELSE 0 END) AS DATE)"
    if start.margin_days:
        end = f"CAST({end} + INTERVAL {start.margin_days} DAY AS DATE)"
    return end if start.until_end_of is None else year_end(end, start.until_end_of)
