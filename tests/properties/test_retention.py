"""Every rule on every layout that it applies to: the day before its period ends, that day, and the day after.

The cases come from the declarations, and the last day from a calculation of its own: 民法140条, 143条 by the calendar
of Python, not by DuckDB.
"""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.conftest import AGREEMENT, csv_of

from chukan.agreement import Agreement
from chukan.layouts.library import Library
from chukan.reduction.classify.reading import read
from chukan.reduction.classify.retention_query import (
    RetentionContext,
    build_query,
    level_of,
    reason_of,
    with_days,
)
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.html import to_html
from chukan.reduction.rules.load import AppliedRule, load_retention
from chukan.reduction.rules.model import PeriodStart
from chukan.reduction.rules.needs import needs_of
from chukan.reduction.rules.reasons import MUST, Reasons
from chukan.reduction.rules.settings import BY_BOUNDARY, LocalSettings, RuleSetting, Trial
from chukan.verification.job import Target

RETENTION = load_retention()
DAY = dt.date(2001, 2, 28)
#: Set where the municipality must set the years.
OWN = 7
COUNTED = [a for a in RETENTION.applied if a.start.type not in ("follows", "never") and a.rule.default != "never"]


def value(kind: str) -> tuple[str, dt.date]:
    """Return how DAY is written in an item, and the day that it stands for there."""
    if kind == "YEAR":
        return "2000", dt.date(2001, 3, 31)
    if kind == "YM":
        return "200102", dt.date(2001, 2, 28)
    return "20010228", DAY


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the last day of a period that begins on the day after `day`."""
    first = day + dt.timedelta(days=1)
    year = first.year + years
    if first.day > calendar.monthrange(year, first.month)[1]:
        return dt.date(year, first.month, calendar.monthrange(year, first.month)[1])
    return first.replace(year=year) - dt.timedelta(days=1)


def year_end(day: dt.date, which: str) -> dt.date:
    december = dt.date(day.year, 12, 31)
    march = dt.date(day.year + (day > dt.date(day.year, 3, 31)), 3, 31)
    return {"year": december, "fiscal_year": march, "later_year": max(december, march)}[which]


def last_day(start: PeriodStart, day: dt.date, years: int) -> dt.date:
    from_end = {"fiscal_year_end": "fiscal_year", "following_year": "year"}.get(start.type, start.from_end_of)
    end = years_later(year_end(day, from_end) if from_end else day, years) + dt.timedelta(days=start.margin_days)
    return year_end(end, start.until_end_of) if start.until_end_of else end


def name(applied: AppliedRule) -> str:
    return f"{applied.rule.id} {applied.layout} {applied.start.items[0]} {applied.entry.when or ''}"


class Judge:
    """One record of a layout, judged by one rule alone."""

    def __init__(self, applied: AppliedRule, library: Library, folder: Path) -> None:
        self.applied = applied
        layout = library.layout(applied.layout, default="mic@2.7")
        items = applied.start.items
        written = {n: value(layout.by_name[n].type) for n in items}
        self.start = max(day for _, day in written.values())
        path = folder / "f.csv"
        path.write_bytes(csv_of(layout, [{n: text for n, (text, _) in written.items()}]))
        target = Target(
            path=path,
            layout=layout,
            agreement=Agreement.model_validate(AGREEMENT),
            municipality="131016",
            municipality_name="千代田区",
            shown="f.csv",
        )
        needs = needs_of(layout, [layout], RETENTION)
        setting = {applied.rule.id: RuleSetting(years=OWN, name="規程")} if applied.rule.must_be_set else {}
        self.unit = Unit(
            index=0,
            municipality="131016",
            layout=layout,
            needs=needs,
            files=(read(0, target, needs, folder),),
            rules=(applied,),
            settings=LocalSettings(rules=setting),
        )

    def level(self, day: dt.date) -> tuple[int | None, str, str]:
        """Return the level of the record on a day, with the code and the text of its reason."""
        reasons = Reasons()
        context = RetentionContext(day, Trial(), {self.unit.address: self.unit}, RETENTION, reasons, {})
        query = build_query(0, self.applied, self.unit, context)
        source = f"(SELECT {query.outcome} AS o FROM ({with_days([query], self.unit, context)}) r)"
        ((level, reason),) = duckdb.execute(f"SELECT {level_of('o')}, {reason_of('o')} FROM {source}").fetchall()
        return level, reasons[reason].code, reasons[reason].text


@pytest.mark.parametrize("applied", COUNTED, ids=name)
def test_the_day_before_the_last_day_and_the_day_after(applied: AppliedRule, library: Library, tmp_path: Path) -> None:
    judge = Judge(applied, library, tmp_path)
    years = applied.rule.years or OWN
    if applied.rule.id in BY_BOUNDARY:
        years = 5  # what counted before the amendment; the boundary has tests of its own
    end = last_day(applied.start, judge.start, years)

    before, last, after = (judge.level(end + dt.timedelta(days=n)) for n in (-1, 0, 1))

    whose = "団体の定め「規程」" if applied.rule.must_be_set else applied.rule.law
    why = f"{applied.rule.id} の期間（{whose} {years}年）が満了していない"
    if applied.rule.id in BY_BOUNDARY:
        why = "改正前の保存期間（5年）が満了していない"
    assert before == last == (MUST, "within", why)
    assert after[1] != "within"


def test_the_page_says_by_which_rule_and_whose_years_a_record_is_kept(town: Any) -> None:
    """A rule of the municipality is never shown as law."""
    town.put("seal_registration/registration", [{"最新フラグ": "1", "登録状態": "9", "抹消年月日": "20010228"}])
    town.put("personnel_payroll/salary", [{"職員番号": "1", "支給年月日": "20010228"}])
    town.put("resident_register/removed", [{"除票区分": "1", "消除年月日": "20200228"}])
    town.decide(IK01={"years": 7, "name": "印鑑条例施行規則"})

    page = to_html(town.reduce(dt.date(2002, 4, 1)))

    assert "IK01 の期間（団体の定め「印鑑条例施行規則」 7年）が満了していない" in page
    assert "JS01 の期間（労働基準法109条, 附則143条1項 5年）が満了していない" in page
    assert "消除・改製の日が 2014-06-20 以後（住民基本台帳法施行令34条1項、150年保存）" in page
