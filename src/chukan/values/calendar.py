"""Which values are days, months, years or times, decided on whole columns.

Arrow's own parser takes 30 February for 2 March; this one knows the calendar.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chukan.layouts.model import Item
from chukan.values.buffers import Bools, Bytes, matrix, widths
from chukan.values.date_forms import SEPARATORS
from chukan.values.kernels import scatter

Ints = npt.NDArray[np.int64]

FINE, BROKEN, UNKNOWN = 0, 1, 2

_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_BEFORE = np.array([0, *np.cumsum(_DAYS)[:-1]])
"""Days of a year, none of them a leap day, before each month."""
_EIGHT = 8
_STILL_OPEN = 99_991_231


@dataclass(frozen=True)
class Template:
    """Where the digits stand, and what stands between them.

    Attributes:
        picture: For messages: yyyy-mm-dd.
    """

    picture: str

    @property
    def width(self) -> int:
        """Its length."""
        return len(self.picture)

    @property
    def digits(self) -> list[int]:
        """The positions of the digits."""
        return [at for at, c in enumerate(self.picture) if c.isalpha()]

    @property
    def between(self) -> list[tuple[int, int]]:
        """The positions and bytes of what separates them."""
        return [(at, ord(c)) for at, c in enumerate(self.picture) if not c.isalpha()]


def template(item: Item, dates: str) -> Template:
    """Return the one form that a value of the item may have: two would be two values of one month in SQL and in keys.

    Args:
        item: The item, of type DATE, YM, YEAR or TIME.
        dates: The agreed form of dates, e.g. ``yyyymmdd``.
    """
    return template_of(item.type, dates, item.formats, item.length)


def template_of(type_: str, dates: str, formats: Container[str] = (), length: int | None = None) -> Template:
    """As `template`, by type, formats and length. Months follow the date form; times are digits only.

    Args:
        type_: DATE, YM, YEAR or TIME.
        dates: The agreed form of dates, e.g. ``yyyymmdd``.
        formats: The item's formats.
        length: The item's length; decides between hhmm and hhmmss.
    """
    separator = SEPARATORS.get(dates, "")
    if "month_day" in formats:
        return Template("mmdd")
    if type_ == "YEAR":
        return Template("yyyy")
    if type_ == "TIME":
        return Template("hhmi" if length == 4 else "hhmiss")
    if type_ == "YM":
        return Template(f"yyyy{separator}mm")
    return Template(f"yyyy{separator}mm{separator}dd")


def numbers(values: pa.Array, form: Template) -> tuple[Bools, Ints]:
    """Return the values that have a form, whether there is such a day or not.

    Returns:
        A mask of these values over all, and their digits as one number each: 20240131 for 2024-01-31.
    """
    rows, cells = matrix(values, form.width)
    if form.width == _EIGHT and not form.between:
        right, number = _eight_digits(cells)
        return scatter(rows, right), number if right.all() else number[right]
    right = np.ones(len(cells), bool)
    for at, byte in form.between:
        right &= cells[:, at] == byte
    number = np.zeros(len(cells), np.int64)
    for at in form.digits:
        digit = cells[:, at] - np.uint8(48)
        right &= digit <= 9
        number = number * 10 + digit
    return scatter(rows, right), number[right]


def _eight_digits(cells: Bytes) -> tuple[Bools, Ints]:
    """Return which of some values of eight bytes are digits only, and the number that each of them is.

    Eight digits are one 64-bit number, of which two, four and then all eight are multiplied together at once.

    Args:
        cells: shape (count, 8).
    """
    digits = cells.reshape(-1).view("<u8").astype(np.uint64, copy=False) ^ np.uint64(0x3030303030303030)
    beyond = ((digits + np.uint64(0x7676767676767676)) | digits) & np.uint64(0x8080808080808080)
    pairs = ((digits * np.uint64(10 << 8 | 1)) >> np.uint64(8)) & np.uint64(0x00FF00FF00FF00FF)
    fours = ((pairs * np.uint64(100 << 16 | 1)) >> np.uint64(16)) & np.uint64(0x0000FFFF0000FFFF)
    number = (fours * np.uint64(10_000 << 32 | 1)) >> np.uint64(32)
    return beyond == 0, number.view(np.int64)


def parts(number: Ints) -> tuple[Ints, Ints, Ints]:
    """Return year, month and day of numbers such as 20240131."""
    year = number // 10_000
    rest = number - 10_000 * year
    month = rest // 100
    return year, month, rest - 100 * month


@cache
def _leap_years() -> Bools:
    """Return one flag a year, from 0 to 9999."""
    year = np.arange(10_000)
    leap: Bools = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return leap


@cache
def _year_starts() -> Ints:
    """Return the first day of each year, from 0 to 9999, in days since 1970."""
    return np.arange("0000", "10000", dtype="datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def day_exists(year: Ints, month: Ints, day: Ints) -> Bools:
    """Return where there is such a day in the (proleptic Gregorian) calendar, from the year 1 on.

    Args:
        year: 0 to 9999.
        month: As many, any integers.
        day: As many.
    """
    inside = (month >= 1) & (month <= 12)
    last = _DAYS.take(np.where(inside, month, 0)) + ((month == 2) & _leap_years().take(year))
    result: Bools = inside & (day >= 1) & (day <= last) & (year >= 1)
    return result


def since_1970(number: Ints) -> Ints:
    """Return the days since 1970 of days that exist.

    Args:
        number: such as 20240131.
    """
    year, month, day = parts(number)
    after_february = (month > 2) & _leap_years().take(year)
    days: Ints = _year_starts().take(year) + _BEFORE.take(month) + after_february + day - 1
    return days


def verdicts(values: pa.Array, item: Item, dates: str, unknown_dates: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """Return FINE, BROKEN (V05) or UNKNOWN (V06) for each value; the blank is FINE.

    Args:
        values: as `strings` returns them.
        item: of a date type, or with the format month_day.
        dates: the date form in force.
        unknown_dates: the forms that the agreement lists for unknown dates.

    Returns:
        One number a value.
    """
    result = np.where(widths(values) == 0, np.uint8(FINE), np.uint8(BROKEN))
    form = template(item, dates)
    which, number = numbers(values, form)
    result[which] = _judge(number, item.type, item.formats, len(form.digits), unknown_dates)
    return result


def exists(values: pa.Array, dates: str, unknown_dates: tuple[str, ...], type_: str = "DATE") -> tuple[Bools, Ints]:
    """Return the values that are real days (months, years) and no unknown-date form: which, and as yyyymmdd numbers.

    Args:
        values: as `strings` returns them.
        dates: the date form in force.
        unknown_dates: the forms that the agreement lists for unknown dates.
        type_: DATE, YM or YEAR; the numbers are yyyymm and yyyy for the latter two.
    """
    form = template_of(type_, dates)
    which, number = numbers(values, form)
    real = _judge(number, type_, (), len(form.digits), unknown_dates) == FINE
    return (which, number) if real.all() else (scatter(which, real), number[real])


def _judge(
    number: Ints, type_: str, formats: Container[str], digits: int, unknown_dates: tuple[str, ...]
) -> npt.NDArray[np.uint8]:
    """Return the verdict on values of the right form, given as numbers of `digits` digits."""
    if type_ == "TIME":
        seconds = number % 100 if digits == 6 else np.zeros_like(number)
        minutes, hours = (number // 100 % 100, number // 10_000) if digits == 6 else (number % 100, number // 100)
        return np.where((hours < 24) & (minutes < 60) & (seconds < 60), FINE, BROKEN).astype(np.uint8)
    if type_ == "DATE" and "month_day" not in formats:
        odd = ~_plainly_days(number, digits, unknown_dates)
        verdict = np.zeros(len(number), np.uint8)
        if odd.any():
            verdict[odd] = _judge_forms(number[odd], type_, formats, digits, unknown_dates)
        return verdict
    return _judge_forms(number, type_, formats, digits, unknown_dates)


def _plainly_days(number: Ints, digits: int, unknown_dates: tuple[str, ...]) -> Bools:
    """Return where there is such a day, and it has no form that means that it is unknown or still open."""
    plain: Bools = day_exists(*parts(number)) & (number != _STILL_OPEN)
    for form in _listed(unknown_dates, digits):
        if form.isdecimal():
            plain &= number != int(form)
    return plain


def _judge_forms(
    number: Ints, type_: str, formats: Container[str], digits: int, unknown_dates: tuple[str, ...]
) -> npt.NDArray[np.uint8]:
    """Return the verdict on values of the right form that are no times."""
    real, unknown, still_open = _year_month_day(number, type_, formats)
    if "uncertain_date" in formats:
        real = real | _written_day(number)
    agreed = _agreed(number, unknown, digits, unknown_dates) if "month_day" not in formats else unknown
    allowed = np.zeros(len(number), bool)
    if "unknown_date" in formats:
        allowed |= agreed
    if "open_date" in formats:
        allowed |= still_open | (number == 10**digits - 1)
    odd = unknown | still_open | agreed
    return np.where(allowed | (real & ~odd), FINE, np.where(odd, UNKNOWN, BROKEN)).astype(np.uint8)


def _year_month_day(number: Ints, type_: str, formats: Container[str]) -> tuple[Bools, Bools, Bools]:
    """Return three masks: real, a form of "unknown", "still open" (9999-12-31)."""
    if "month_day" in formats:
        month, day = number // 100, number % 100
        real = day_exists(np.full_like(number, 2000), month, day)
        return real, (number == 0) | (number == 9999) | ((month <= 12) & (day == 0)), np.zeros(len(number), bool)
    if type_ == "YEAR":
        return number >= 1, (number == 0) | (number == 9999), np.zeros(len(number), bool)
    if type_ == "YM":
        year, month = number // 100, number % 100
        real = (year >= 1) & (month >= 1) & (month <= 12)
        return real, (number == 0) | (number == 999_999) | ((year >= 1) & (month == 0)), number == 999_912
    year, month, day = parts(number)
    partly = (year >= 1) & (((month == 0) & (day <= 31)) | ((month >= 1) & (month <= 12) & (day == 0)))
    return day_exists(year, month, day), (number == 0) | (number == 99_999_999) | partly, number == _STILL_OPEN


def _written_day(number: Ints) -> Bools:
    """Return where a day may be written in a register though no calendar has it: 1901-02-29."""
    year, month, day = parts(number)
    result: Bools = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    return result


@cache
def _listed(unknown_dates: tuple[str, ...], digits: int) -> tuple[str, ...]:
    """Return the forms that an agreement lists, without separators, as far as they have so many characters."""
    plain = ("".join(c for c in form if c.isalnum())[:digits] for form in unknown_dates)
    return tuple(form for form in plain if len(form) == digits)


def _agreed(number: Ints, unknown: Bools, digits: int, unknown_dates: tuple[str, ...]) -> Bools:
    """Return where a value has a form that the agreement lists: digits as they are, letters (yyyy0000) for any digit of an unknown form."""
    found = np.zeros(len(number), bool)
    for plain in _listed(unknown_dates, digits):
        if plain.isdecimal():
            found |= number == int(plain)
            continue
        if not unknown.any():  # digit by digit is slow, and unknown forms are rare
            continue
        same = unknown.copy()
        for power, character in enumerate(reversed(plain)):
            if character.isdecimal():
                same &= number // 10**power % 10 == int(character)
        found |= same
    return found
