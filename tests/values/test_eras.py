from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from chukan.values.eras import ERAS, era_over, is_of_an_era, western, western_digits, western_month, western_year


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("R5.4.1", dt.date(2023, 4, 1)),
        ("令和5年4月1日", dt.date(2023, 4, 1)),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("昭60.3.12", dt.date(1985, 3, 12)),
        ("S600312", dt.date(1985, 3, 12)),
        ("3600312", dt.date(1985, 3, 12)),
        ("Ｒ５．４．１", dt.date(2023, 4, 1)),
        ("平成31年5月1日", dt.date(2019, 5, 1)),
        ("1980312", None),
        ("明治5年1月1日", None),
        ("R5.2.30", None),
        ("20230401", None),
        ("", None),
    ],
)
def test_days(value: str, day: dt.date | None) -> None:
    assert western(value) == day


def test_months_and_years() -> None:
    assert [western_month(v) for v in ("R5.4", "令和5年4月", "R0504", "R5.13", "202304")] == [(2023, 4)] * 3 + [
        None
    ] * 2
    assert [western_year(v) for v in ("R5", "令和5年度", "昭和元年", "2023")] == [2023, 2023, 1926, None]


def test_days_outside_their_era() -> None:
    assert era_over("平成31年5月1日") == ERAS[3]
    assert era_over("平成31年4月30日") is None
    assert era_over("昭和1年1月1日") == ERAS[2]


def test_an_era_that_ended_does_not_run_on() -> None:
    assert [era_over(v, "YM") for v in ("平成31年5月", "S64.2", "H40.4", "S1.11")] == [
        ERAS[3],
        ERAS[2],
        ERAS[3],
        ERAS[2],
    ]
    assert [era_over(v, "YM") for v in ("平成31年4月", "S64.1", "T15.12", "S1.12", "R5.4")] == [None] * 5
    assert [era_over(v, "YEAR") for v in ("平成32年", "S65")] == [ERAS[3], None]  # 昭和 65 is longer than any era was
    assert [era_over(v, "YEAR") for v in ("平成31年度", "S64", "昭和元年", "R5")] == [None] * 4


def test_no_era_is_as_long_as_what_stands_for_never() -> None:
    assert [western(v) for v in ("R99.1.1", "R65.1.1", "S65.1.1")] == [None] * 3
    assert western("R64.12.31") == ERAS[4].last
    assert [western_month(v) for v in ("R99.12", "S99.1")] == [None] * 2
    assert [western_year(v) for v in ("R99", "S65")] == [None] * 2
    assert western_digits(ERAS[4], "990101") is None
    assert western_digits(ERAS[4], "990000", uncertain=True) is None


def test_what_is_written_in_an_era_though_there_is_no_such_day() -> None:
    assert [is_of_an_era(v) for v in ("R5.2.30", "明治5年1月1日", "3600312", "2023")] == [True, True, False, False]
    assert [is_of_an_era(v, "YM") for v in ("R99.4", "R0513", "202304")] == [True, True, False]
    assert [is_of_an_era(v, "YEAR") for v in ("R99", "R5.4", "2023")] == [True, False, False]


def test_eras_follow_one_another_without_a_gap() -> None:
    assert all(a.last + dt.timedelta(1) == b.first for a, b in pairwise(ERAS))
