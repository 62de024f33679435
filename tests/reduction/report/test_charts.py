"""Records by year of their event."""

from __future__ import annotations

from chukan.output.charts import has_values
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.report import Amount
from chukan.reduction.report.tables import Classes, Line


def years(*rows: tuple[str, int, int, int]) -> list[Line]:
    """Year, candidates, to be checked, to be migrated."""
    return [Line((y,), Classes(Amount(a, a), Amount(b, b), Amount(c, c))) for y, a, b, c in rows]


def test_columns_have_no_gaps_and_old_years_are_together() -> None:
    chart = by_year(years(("", 0, 2, 90), ("1950", 1, 0, 0), ("2019", 0, 0, 5), ("2021", 3, 1, 1)), "2026-11-23")
    columns = dict(zip(chart.labels, zip(*(s.values for s in chart.series), strict=True), strict=True))

    assert [s.name for s in chart.series] == ["移行必須", "要確認", "削減候補"]
    assert columns["〜1981"] == (0, 0, 1)
    assert chart.labels[-4:] == ("2019", "2020", "2021", "不明")
    assert columns["2020"] == (0, 0, 0)
    assert columns["不明"] == (0, 2, 0)  # those that stay without a date are no news
    assert len(chart.labels) == 42


def test_no_year_at_all() -> None:
    assert not has_values(by_year([], "2026-11-23"))


def test_years_after_the_day_of_the_check_are_together() -> None:
    chart = by_year(years(("2024", 0, 1, 5), ("2026", 0, 0, 2), ("2027", 0, 1, 0), ("2428", 0, 0, 3)), "2026-11-23")
    columns = dict(zip(chart.labels, zip(*(s.values for s in chart.series), strict=True), strict=True))

    assert columns == {"2024": (5, 1, 0), "2025": (0, 0, 0), "2026": (2, 0, 0), "2027〜": (3, 1, 0)}


def test_only_years_after_the_day_of_the_check() -> None:
    assert by_year(years(("2030", 0, 0, 1)), "2026-11-23").labels == ("2027〜",)
