from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from chukan.values.eras import ERAS, era_over, is_of_an_era, western, western_month, western_year


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


def test_what_is_written_in_an_era_though_there_is_no_such_day() -> None:
    assert [is_of_an_era(v) for v in ("R5.2.30", "明治5年1月1日", "3600312", "2023")] == [True, True, False, False]


def test_eras_follow_one_another_without_a_gap() -> None:
    assert all(a.last + dt.timedelta(1) == b.first for a, b in pairwise(ERAS))
