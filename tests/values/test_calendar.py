from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from chukan.layouts.model import Item
from chukan.values.calendar import (
    BROKEN,
    FINE,
    UNKNOWN,
    day_exists,
    exists,
    numbers,
    parts,
    since_1970,
    template,
    template_of,
    verdicts,
)


def item(type_: str, formats: str = "", length: int | None = None) -> Item:
    return Item.model_validate({"no": 1, "item": "日", "type": type_, "format": formats, "length": length})


@pytest.mark.parametrize(
    ("of", "dates", "pictures"),
    [
        (item("DATE"), "yyyymmdd", ["yyyymmdd"]),
        (item("DATE"), "yyyy/mm/dd", ["yyyy/mm/dd"]),
        (item("YM"), "yyyy-mm-dd", ["yyyy-mm"]),
        (item("YEAR"), "yyyy-mm-dd", ["yyyy"]),
        (item("TIME", length=4), "yyyymmdd", ["hhmi"]),
        (item("TIME"), "yyyy-mm-dd", ["hhmiss"]),
        (item("X", "month_day", 4), "yyyy-mm-dd", ["mmdd"]),
    ],
)
def test_the_forms_of_an_item(of: Item, dates: str, pictures: list[str]) -> None:
    assert [template(of, dates).picture] == pictures


def test_digits_of_the_values_that_have_a_form() -> None:
    which, number = numbers(
        pa.array(["2024-01-31", "20240131", "2024/01/31", "", "9999-99-99"]), template_of("DATE", "yyyy-mm-dd")
    )

    assert which.tolist() == [True, False, False, False, True]
    assert number.tolist() == [20240131, 99999999]


def test_eight_digits_are_read_at_once() -> None:
    every = [bytes([*b"20240131"[:at], byte, *b"20240131"[at + 1 :]]) for at in range(8) for byte in range(0x80)]
    values = pa.array([*(v.decode() for v in every), "00000000", "99999999", "２０", "あい0"])

    which, number = numbers(values, template_of("DATE", "yyyymmdd"))

    digits = [v for v in values.to_pylist() if v.isascii() and v.isdecimal()]
    assert which.tolist() == [v.isascii() and v.isdecimal() for v in values.to_pylist()]
    assert number.tolist() == [int(v) for v in digits]


def test_days_are_those_of_the_calendar() -> None:
    days = [dt.date.fromordinal(n) for n in range(1, dt.date.max.toordinal(), 97)]
    days += [
        dt.date(year, month, day) for year in (1900, 2000, 2023, 2024) for month, day in ((2, 28), (3, 1), (12, 31))
    ]
    number = np.array([day.year * 10_000 + day.month * 100 + day.day for day in days])

    assert day_exists(*parts(number)).all()
    assert since_1970(number).tolist() == [(day - dt.date(1970, 1, 1)).days for day in days]


def test_leap_years_and_ends_of_months() -> None:
    year, month, day = np.array(
        [[2024, 2, 29], [2023, 2, 29], [1900, 2, 29], [2000, 2, 29], [2024, 4, 31], [0, 1, 1]]
    ).T

    assert day_exists(year, month, day).tolist() == [True, False, False, True, False, False]


def test_verdicts() -> None:
    values = pa.array(["", "20240229", "20230229", "20240000", "00000000", "99991231", "2024"])

    assert verdicts(values, item("DATE"), "yyyymmdd", ()).tolist() == [FINE, FINE, BROKEN, *[UNKNOWN] * 3, BROKEN]
    agreed = verdicts(values, item("DATE", "unknown_date open_date"), "yyyymmdd", ("yyyy0000",))
    assert agreed.tolist() == [FINE, FINE, BROKEN, FINE, FINE, FINE, BROKEN]


@pytest.mark.parametrize(
    ("type_", "values", "real"),
    [
        ("DATE", ["20240229", "20240230", "", "99991231", "20240000"], [20240229]),
        ("YM", ["202402", "202413", "202400"], [202402]),
        ("YEAR", ["2024", "0000", "9999", "24"], [2024]),
    ],
)
def test_real_days_as_numbers(type_: str, values: list[str], real: list[int]) -> None:
    rows, number = exists(pa.array(values), "yyyymmdd", (), type_)

    assert rows.tolist() == [True] + [False] * (len(values) - 1)
    assert number.tolist() == real


def test_days_that_only_a_register_has() -> None:
    values = pa.array(["19010229", "20200230", "20201301", "20200132", "00000101", "20200200", "00000000", "x"])
    written = verdicts(values, item("DATE", "uncertain_date"), "yyyymmdd", ())

    assert written.tolist() == [FINE, FINE, BROKEN, BROKEN, BROKEN, UNKNOWN, UNKNOWN, BROKEN]
