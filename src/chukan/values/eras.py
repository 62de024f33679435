"""Reading dates in 和暦, so that a message can say which day was meant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass


@dataclass(frozen=True)
class Era:
    """An era: its name, its first day, its last."""

    name: str
    first: dt.date
    last: dt.date

    def day(self, year: int, month: int, day: int) -> dt.date | None:
        """Return a day of one of its years, also after its end; None when there is no such day, or no era is that long."""
        try:
            return dt.date(self.first.year + year - 1, month, day) if 0 < year <= LONGEST else None
        except ValueError:
            return None


LONGEST = 64
"""Years of the longest era that there has been, 昭和. A later year is none of any era: R99 stands for "never"."""
ERAS = (
    Era("明治", dt.date(1868, 10, 23), dt.date(1912, 7, 29)),
    Era("大正", dt.date(1912, 7, 30), dt.date(1926, 12, 24)),
    Era("昭和", dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    Era("平成", dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    Era("令和", dt.date(2019, 5, 1), dt.date(2018 + LONGEST, 12, 31)),
)
"""明治 to 令和; the first day of one is no longer the one before's. 令和 may be as long as the longest before it."""
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


@dataclass(frozen=True, slots=True)
class _Written:
    """What a 和暦 value names.

    Attributes:
        mark: Of its era, as it is written.
        first: The day, or the first one of the month or the year; None when there is no such day.
        last: The day, or the last one.
    """

    mark: str
    first: dt.date | None
    last: dt.date | None

    @classmethod
    def of(cls, value: str, kind: str) -> _Written | None:
        """Return what a value of a kind (DATE, YM, YEAR) names; None when it is not written in 和暦."""
        text = _plain(value)
        parts: tuple[str, ...] = ()
        if kind == "DATE" and (found := _APART.fullmatch(text) or _TOGETHER.fullmatch(text)):
            parts = found.groups()
        elif kind == "YM" and (found := _MONTH.fullmatch(text)):
            parts = tuple(found[n] or found[n + 3] for n in (1, 2, 3))
        elif kind == "YEAR" and (found := _YEARS.fullmatch(text)):
            parts = found.groups()
        if not parts:
            return None
        mark, year, *rest = parts
        month, day = (*(int(part) for part in rest), 1, 1)[:2]
        first = _BY_MARK[mark].day(_number(year), month, day)
        if first is None or kind == "DATE":
            return cls(mark, first, first)
        end = _MONTHS if kind == "YEAR" else first.month
        return cls(mark, first, dt.date(first.year, end, monthrange(first.year, end)[1]))

    @property
    def outside(self) -> bool:
        """True when its era has no day of it."""
        era = _BY_MARK[self.mark]
        return self.first is None or self.last is None or self.last < era.first or self.first > era.last


def western(value: str) -> dt.date | None:
    """Return the day that a 和暦 value names (R5.4.1, 令和5年4月1日, 昭60.3.12, S600312, 3600312), else None.

    A day after its era's end (平成31年5月1日) is still read, but not one written in digits only: 1980312 is rather
    a 1980 with a digit lost. Nothing before 明治6年 is: the months were others.
    """
    written = _Written.of(value, "DATE")
    if written is None or written.first is None or written.first < SOLAR:
        return None
    return None if written.mark.isdecimal() and written.outside else written.first


def western_month(value: str) -> tuple[int, int] | None:
    """Return year and month that a 和暦 value names (R5.4, 令和5年4月, R0504), else None."""
    written = _Written.of(value, "YM")
    meant = None if written is None else written.first
    return None if meant is None or meant < SOLAR else (meant.year, meant.month)


def western_year(value: str) -> int | None:
    """Return the year that a 和暦 value names (R5, 令和5年度), else None."""
    written = _Written.of(value, "YEAR")
    meant = None if written is None else written.last
    return None if meant is None or meant < SOLAR else meant.year


def era_over(value: str, kind: str = "DATE") -> Era | None:
    """Return the era of a 和暦 value of which it has no day (平成31年5月1日, S64.2, 平成40年), else None.

    Args:
        value: as it is in the file.
        kind: DATE, YM or YEAR.
    """
    written = _Written.of(value, kind)
    if written is None or written.first is None or written.last is None or written.last < SOLAR:
        return None
    return _BY_MARK[written.mark] if written.outside else None


def is_of_an_era(value: str, kind: str = "DATE") -> bool:
    """Return True when a value is written in 和暦 with the era's name or letter, whether there is such a day or not.

    Args:
        value: as it is in the file.
        kind: DATE, YM or YEAR.
    """
    written = _Written.of(value, kind)
    return written is not None and not written.mark.isdecimal()


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().upper()


def _number(year: str) -> int:
    return 1 if year == "元" else int(year)
