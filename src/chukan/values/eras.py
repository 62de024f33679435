"""Reading dates in 和暦, so that a message can say which day was meant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Era:
    """An era: its name, its first day, its last."""

    name: str
    first: dt.date
    last: dt.date

    def day(self, year: int, month: int, day: int) -> dt.date | None:
        """Return a day of one of its years, also after its end; None when there is no such day."""
        try:
            return dt.date(self.first.year + year - 1, month, day) if year else None
        except ValueError:
            return None


ERAS = (
    Era("明治", dt.date(1868, 10, 23), dt.date(1912, 7, 29)),
    Era("大正", dt.date(1912, 7, 30), dt.date(1926, 12, 24)),
    Era("昭和", dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    Era("平成", dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    Era("令和", dt.date(2019, 5, 1), dt.date.max),
)
"""明治 to 令和; the first day of one is no longer the one before's."""
SOLAR = dt.date(1873, 1, 1)
"""明治6年1月1日; days before it are of the lunisolar calendar, and not counted here."""

_BY_MARK = {
    mark: era
    for era, letter, number in zip(ERAS, "MTSHR", "12345", strict=True)
    for mark in (era.name, era.name[0], letter, number)
}
_ERA = "明治|大正|昭和|平成|令和|[明大昭平令MTSHR]"
_YEAR = rf"({_ERA})[ .]?([0-9]{{1,2}}|元)"
_APART = re.compile(rf"{_YEAR}[年./-] ?([0-9]{{1,2}})[月./-] ?([0-9]{{1,2}})日?")
_TOGETHER = re.compile(r"([MTSHR1-5])([0-9]{2})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(rf"{_YEAR}[年./-] ?([0-9]{{1,2}})月?|([MTSHR])([0-9]{{2}})([0-9]{{2}})")
_YEARS = re.compile(rf"{_YEAR}年?度?")


def era_of(mark: str) -> Era | None:
    """Return the era that a number (5, 05), a letter (R) or a name (令和, 令) means; None when it means none."""
    text = _plain(mark)
    return _BY_MARK.get(text.removeprefix("0"))


def western_digits(era: Era, digits: str, *, uncertain: bool = False) -> str | None:
    """Return year, month and day of an era, in six digits, as eight digits of a western date.

    A day or month of zeros is unknown, and stays so.

    Args:
        era: the era.
        digits: yymmdd.
        uncertain: days that no calendar has are written as well.

    Returns:
        None where the era has no such day; nothing before 明治6年 is a western day: the months were others.
    """
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    text = f"{era.first.year + year - 1:04d}{digits[2:]}"
    meant = era.day(year, month, day)
    if meant is not None:
        return text if max(era.first, SOLAR) <= meant <= era.last else None
    is_unknown = (day == 0 and month <= _MONTHS) or (month == 0 and day <= _DAYS)
    if not year or not (is_unknown or (uncertain and 1 <= month <= _MONTHS and day <= _DAYS)):
        return None
    return text if max(era.first, SOLAR).year <= int(text[:4]) <= era.last.year else None


_MONTHS, _DAYS = 12, 31


def western(value: str) -> dt.date | None:
    """Return the day that a 和暦 value names (R5.4.1, 令和5年4月1日, 昭60.3.12, S600312, 3600312), else None.

    A day after its era's end (平成31年5月1日) is still read, but not one written in digits only: 1980312 is rather
    a 1980 with a digit lost. Nothing before 明治6年 is: the months were others.
    """
    text = _plain(value)
    found = _APART.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found is None:
        return None
    mark, year, month, day = found.groups()
    meant = _BY_MARK[mark].day(_number(year), int(month), int(day))
    if meant is None or meant < SOLAR or (mark.isdecimal() and _outside(mark, meant)):
        return None
    return meant


def western_month(value: str) -> tuple[int, int] | None:
    """Return year and month that a 和暦 value names (R5.4, 令和5年4月, R0504), else None."""
    found = _MONTH.fullmatch(_plain(value))
    if found is None:
        return None
    mark, year, month = (found[n] or found[n + 3] for n in (1, 2, 3))
    meant = _BY_MARK[mark].day(_number(year), int(month), 1)
    return None if meant is None or meant < SOLAR else (meant.year, meant.month)


def western_year(value: str) -> int | None:
    """Return the year that a 和暦 value names (R5, 令和5年度), else None."""
    found = _YEARS.fullmatch(_plain(value))
    meant = found and _BY_MARK[found[1]].day(_number(found[2]), 12, 31)
    return meant.year if meant and meant > SOLAR else None


def era_over(value: str) -> Era | None:
    """Return the era of a 和暦 day that is not one of its own (平成31年5月1日, 昭和1年1月1日), else None."""
    found = _APART.fullmatch(text := _plain(value)) or _TOGETHER.fullmatch(text)
    day = western(value)
    return _BY_MARK[found[1]] if found and day and _outside(found[1], day) else None


def is_of_an_era(value: str) -> bool:
    """Return True when a value is written as a 和暦 day with the era's name or letter, whether there is such a day or not."""
    found = _APART.fullmatch(text := _plain(value)) or _TOGETHER.fullmatch(text)
    return found is not None and not found[1].isdecimal()


def _outside(mark: str, day: dt.date) -> bool:
    era = _BY_MARK[mark]
    return not era.first <= day <= era.last


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().upper()


def _number(year: str) -> int:
    return 1 if year == "元" else int(year)
