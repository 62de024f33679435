"""How dates are written, and what looks like one: shapes only, the calendar itself is in `chukan.values.calendar`."""

from __future__ import annotations

from functools import cache

#: Date form of an agreement -> what separates year, month and day.
SEPARATORS = {"yyyymmdd": "", "yyyy-mm-dd": "-", "yyyy/mm/dd": "/"}

_FORM_OF_SHAPE = {"".join("9" if c.isalpha() else c for c in form): form for form in SEPARATORS}
_TO_SHAPE = str.maketrans("0123456789", "9999999999")


def form_of(value: str) -> str | None:
    """Return the form that a value is written in: yyyymmdd for eight digits, with separators; None for no known one."""
    return _FORM_OF_SHAPE.get(value.translate(_TO_SHAPE))


@cache
def date_pattern(type_: str = "DATE", *, unknown: bool = False, plausible: bool = False) -> str:
    """Return a regular expression (no anchors, RE2's dialect) that whole values match when they look like dates.

    Args:
        type_: DATE or YM in any form of an agreement, or YEAR.
        unknown: True when forms that mean "unknown" or "still open" look like dates too (20240000, 99999999).
        plausible: True when only the years 1800 to 2099 do: numbers of eight digits seldom begin so.
    """
    year = "(?:18|19|20)[0-9]{2}" if plausible else "[0-9]{4}"
    if plausible and unknown:
        year = f"(?:{year}|9999)"
    month = "(?:0[0-9]|1[0-2])" if unknown else "(?:0[1-9]|1[0-2])"
    day = "(?:[0-2][0-9]|3[01])" if unknown else "(?:0[1-9]|[12][0-9]|3[01])"
    parts = {"DATE": (year, month, day), "YM": (year, month), "YEAR": (year,)}[type_]
    shapes = dict.fromkeys(separator.join(parts) for separator in SEPARATORS.values())
    whole = ("0{8}", "9{8}") if unknown and type_ == "DATE" else ()
    return "|".join((*shapes, *whole))
