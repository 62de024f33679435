from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from chukan.agreement import Agreement
from chukan.layouts.model import Item
from chukan.rules.checks import FieldCheck
from chukan.rules.fields.dates import DateExists
from chukan.rules.settings import Settings
from chukan.values.eras import era_over, western

Verdicts = Callable[..., dict[str, list[str]]]


def test_the_calendar_is_known(verdicts: Verdicts) -> None:
    good = ["20240229", "20000229", "19000228", "00010101", "20241231", ""]
    bad = [
        "20230229",
        "19000229",
        "20240431",
        "20241301",
        "20240132",
        "2024229",
        "20240229 ",
        "2024022X",
        "２０２４０２２９",
        "2024-02-29",
    ]

    found = verdicts(good + bad, type="DATE", length=8)

    assert {v: found[v] for v in good} == {v: [] for v in good}
    assert {v: found[v] for v in bad} == {v: ["V05"] for v in bad}


@pytest.mark.parametrize(
    ("form", "value"), [("yyyymmdd", "20240229"), ("yyyy-mm-dd", "2024-02-29"), ("yyyy/mm/dd", "2024/02/29")]
)
def test_the_agreed_form_only(verdicts: Verdicts, form: str, value: str) -> None:
    values = ["20240229", "2024-02-29", "2024/02/29"]

    found = verdicts(values, Settings(dates=form), type="DATE")

    assert [v for v in values if not found[v]] == [value]


def test_unknown_forms(verdicts: Verdicts) -> None:
    forms = ["00000000", "99999999", "99991231", "19850000", "19850300"]

    assert verdicts(forms, type="DATE") == {v: ["V06"] for v in forms}
    allowed = verdicts(forms, type="DATE", format="unknown_date")
    assert allowed == {"00000000": [], "99999999": [], "99991231": ["V06"], "19850000": ["V06"], "19850300": ["V06"]}
    still_open = verdicts(forms, type="DATE", format="open_date")
    assert still_open == {"00000000": ["V06"], "99999999": [], "99991231": [], "19850000": ["V06"], "19850300": ["V06"]}


def test_the_agreement_lists_forms(verdicts: Verdicts) -> None:
    settings = Settings(agreement=Agreement(unknown_dates=("yyyy0000", "18000101", "0000-00-00")))
    values = ["19850000", "19850300", "18000101", "00000000", "99999999"]

    assert verdicts(values, settings, type="DATE", format="unknown_date") == {
        "19850000": [],
        "19850300": ["V06"],
        "18000101": [],
        "00000000": [],
        "99999999": ["V06"],
    }
    assert verdicts(["18000101"], settings, type="DATE") == {"18000101": ["V06"]}


def test_a_month_or_a_day_of_zero(verdicts: Verdicts) -> None:
    unknown = ["19480000", "19480012", "19480031", "19480100", "99991200"]
    none = ["19480032", "19481300", "00000101", "00000001", "99999900"]

    assert verdicts(unknown, type="DATE") == {v: ["V06"] for v in unknown}
    assert verdicts(none, type="DATE") == {v: ["V05"] for v in none}


def test_forms_with_separators(verdicts: Verdicts) -> None:
    found = verdicts(
        ["0000-00-00", "9999-12-31", "1985-03-00", "0000-0000"],
        Settings(dates="yyyy-mm-dd"),
        type="DATE",
        format="open_date",
    )

    assert found == {"0000-00-00": ["V06"], "9999-12-31": [], "1985-03-00": ["V06"], "0000-0000": ["V05"]}


def test_months_years_times_and_days_of_a_year(verdicts: Verdicts) -> None:
    assert verdicts(["202402", "202413", "000000", "202400", "2024-02", "20240"], type="YM") == {
        "202402": [],
        "202413": ["V05"],
        "000000": ["V06"],
        "202400": ["V06"],
        "2024-02": ["V05"],
        "20240": ["V05"],
    }
    dashed = Settings(dates="yyyy-mm-dd")
    assert verdicts(["2024-02", "202402"], dashed, type="YM") == {"2024-02": [], "202402": ["V05"]}
    assert verdicts(["123456", "12:34:56"], dashed, type="TIME", length=6) == {"123456": [], "12:34:56": ["V05"]}
    assert verdicts(["2024", "0000", "9999", "24", "令和6"], type="YEAR") == {
        "2024": [],
        "0000": ["V06"],
        "9999": ["V06"],
        "24": ["V05"],
        "令和6": ["V05"],
    }
    assert verdicts(["235959", "240000", "126000", "1259"], type="TIME") == {
        "235959": [],
        "240000": ["V05"],
        "126000": ["V05"],
        "1259": ["V05"],
    }
    assert verdicts(["1259"], type="TIME", length=4) == {"1259": []}
    assert verdicts(["0229", "0230", "0000", "1301"], type="X", length=4, format="month_day") == {
        "0229": [],
        "0230": ["V05"],
        "0000": ["V06"],
        "1301": ["V05"],
    }


def test_a_year_out_of_its_range_is_v08(verdicts: Verdicts) -> None:
    assert verdicts(["1999", "2000", "2100", "2101", "9999"], type="YEAR", format="2000..2100") == {
        "1999": ["V08"],
        "2000": [],
        "2100": [],
        "2101": ["V08"],
        "9999": ["V06"],
    }


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("R5.4.1", dt.date(2023, 4, 1)),
        ("令和5年4月1日", dt.date(2023, 4, 1)),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("昭60.3.12", dt.date(1985, 3, 12)),
        ("4031203", dt.date(1991, 12, 3)),
        ("S600312", dt.date(1985, 3, 12)),
        ("明治6年1月1日", dt.date(1873, 1, 1)),
        ("H31.5.1", dt.date(2019, 5, 1)),
        ("5010501", dt.date(2019, 5, 1)),
        ("Ｒ５．４．１", dt.date(2023, 4, 1)),
        ("h31/4/30", dt.date(2019, 4, 30)),
        ("大正15年12月24日", dt.date(1926, 12, 24)),
    ],
)
def test_japanese_eras_are_read(value: str, day: dt.date) -> None:
    assert western(value) == day


@pytest.mark.parametrize(
    "value",
    ["R5.2.30", "20230401", "令和", "X1.1.1", "6010101", "S60", "", "1234567", "1980312", "R0.1.1", "明治5年12月2日"],
)
def test_what_is_no_date_in_an_era(value: str) -> None:
    assert western(value) is None


@pytest.mark.parametrize(
    ("value", "offer", "says"),
    [
        ("R5.4.1", "20230401", "和暦"),
        ("1985/03/12", "19850312", "形が移行条件"),
        ("２０２４０１０１", "20240101", "全角"),
        ("20230229", "20230229", "存在しません"),
        ("1999", None, "YYYYMMDD"),
        ("20240101 ", None, "前後に空白"),
        ("平成31年5月1日", "20190501", "平成の期間にない日"),
        ("S64.1.8", "19890108", "昭和の期間にない日"),
        ("R5.2.30", None, "この和暦の日は存在しない"),
        ("R99.1.1", None, "この和暦の日は存在しない"),
        ("明治5年12月3日", None, "旧暦"),
    ],
)
def test_messages_tell_form_from_day(
    one_check: Callable[..., FieldCheck], value: str, offer: str | None, says: str
) -> None:
    check = one_check("V05", type="DATE")

    assert says in check.message(value, show=True)
    if offer:
        assert f"「{offer}」" in check.message(value, show=True)
        assert offer not in check.message(value, show=False)


def test_the_agreed_form_is_the_one_offered(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V05", Settings(dates="yyyy-mm-dd"), type="DATE")

    assert "「2023-04-01」" in check.message("R5.4.1", show=True)
    assert "「2023-04-01」" in check.message("20230401", show=True)
    assert "YYYY-MM-DD" in check.message("R5.4.1", show=False)


def test_a_part_of_a_date_is_not_told(one_check: Callable[..., FieldCheck]) -> None:
    check = one_check("V06", type="DATE")

    assert "1985" not in check.message("19850000", show=False)
    assert "「00000000」" in check.message("00000000", show=False)
    assert "unknown_dates" in one_check("V06", type="DATE", format="unknown_date").message("19850000", show=False)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("YM", "H40.4", "平成の期間にない年月"),
        ("YM", "R99.4", "この和暦の年月は存在しない"),
        ("YEAR", "H32", "平成の期間にない年"),
        ("YEAR", "S99", "この和暦の年は存在しない"),
    ],
)
def test_months_and_years_outside_their_era_are_told_and_not_mended(
    one_check: Callable[..., FieldCheck], kind: str, value: str, says: str
) -> None:
    check = one_check("V05", type=kind)

    assert says in check.message(value, show=True)
    assert check.declared.mended(value) is None


@pytest.mark.parametrize(
    ("last", "first"),
    [("M45.7.29", "T1.7.30"), ("T15.12.24", "S1.12.25"), ("S64.1.7", "H1.1.8"), ("H31.4.30", "R1.5.1")],
)
def test_eras_follow_one_another(last: str, first: str) -> None:
    end, start = western(last), western(first)

    assert end is not None
    assert start == end + dt.timedelta(1)
    assert era_over(last) is None
    assert era_over(first) is None
    letter, year = last[0], last[1:3]
    assert era_over(f"{letter}{year}.{start.month}.{start.day}") is not None


@pytest.mark.parametrize(
    ("kind", "value", "offer"),
    [
        ("YM", "R5.4", "202304"),
        ("YM", "令和元年5月", "201905"),
        ("YM", "R0504", "202304"),
        ("YEAR", "令和6年度", "2024"),
        ("YEAR", "H31", "2019"),
    ],
)
def test_months_and_years_in_an_era_get_theirs_too(
    one_check: Callable[..., FieldCheck], kind: str, value: str, offer: str
) -> None:
    check = one_check("V05", type=kind)

    assert f"西暦では「{offer}」" in check.message(value, show=True)
    assert offer not in check.message(value, show=False)


def test_what_is_no_day_of_an_era_is_told_by_the_agreed_form() -> None:
    rule = DateExists(Item(no=1, item="日", type="DATE", length=8), dates="yyyymmdd", unknown_dates=(), eras=True)

    for value in ("3640108", "S50.1.1", "500231"):
        assert "移行条件の和暦の書き方では読めません" in rule.message(value, show=True)
    assert "存在しません" in rule.message("20230230", show=False)
