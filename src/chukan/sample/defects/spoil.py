"""The ways to spoil one value: each function returns the wrong value, or None where this value will not do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from chukan.layouts.model import Item
from chukan.sample.defects.context import DefectContext
from chukan.values.formats import checked_formats

#: Old value, item, context, random numbers -> the wrong value, or None where this value will not do.
Spoil = Callable[[str, Item, DefectContext, np.random.Generator], str | None]


def spoilt_last(mark: str) -> Spoil:
    """Return a way that replaces the last character; a blank value becomes the mark alone, a blank name will not do."""
    return lambda old, item, *_: old[:-1] + mark if old or not item.has("person_name") else None


def too_long(_: str, item: Item, __: DefectContext, rng: np.random.Generator) -> str:
    """Return one to three characters more than the item holds."""
    if item.is_number:
        return "9" * ((item.length or 0) + 1)
    wide = "ア" if item.has("kana") else "漢"
    return (wide if item.type == "N" else "1") * ((item.length or 0) + 1 + int(rng.integers(3)))


def unknown_code(_: str, item: Item, context: DefectContext, rng: np.random.Generator) -> str | None:
    """Return a code of the right length that is not in the list."""
    codes = context.setting.layout.code_list(item)
    width = min(item.length or 2, 3)
    known = set(codes.codes) if codes else set()
    tries = [f"{int(n):0{width}d}" for n in rng.integers(0, 10**width, 20)] + ["Z" * width]
    tries = [t.lstrip("0") or "0" for t in tries if t.isdecimal()] if item.is_number else tries
    return next((t for t in tries if t not in known), None)


def in_form(digits: str, form: str) -> str:
    """Return eight digits (or six) in a date form.

    Args:
        digits: ``yyyymmdd`` or ``yyyymm``.
        form: The agreed form of dates.
    """
    mark = "-" if "-" in form else "/" if "/" in form else ""
    return mark.join((digits[:4], digits[4:6], digits[6:]))


def impossible(_: str, item: Item, context: DefectContext, rng: np.random.Generator) -> str:
    """Return a day, month, year or time that does not exist."""
    year = str(int(rng.integers(1960, 2020)))
    if item.type == "TIME":
        return "256100"[: item.length or 6]
    if item.type == "YEAR":
        return year[:2] + "A" + year[3:]
    if item.type == "YM":
        return in_form(year + "13", context.date_form).rstrip("-/")
    nowhere = ["0132", "1232", "1301"] if item.has("uncertain_date") else ["0230", "0431", "1301"]
    return in_form(year + str(rng.choice(nowhere)), context.date_form)


def japanese_year(_: str, __: Item, ___: DefectContext, rng: np.random.Generator) -> str:
    """Return a day in 和暦."""
    return f"H{int(rng.integers(1, 31)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"


def month_unknown(_: str, __: Item, context: DefectContext, rng: np.random.Generator) -> str:
    """Return a year whose month and day are not known."""
    return in_form(f"{int(rng.integers(1960, 2020))}0000", context.date_form)


def wrong_digit(old: str, item: Item, _: DefectContext, rng: np.random.Generator) -> str | None:
    """Return the number with another check digit.

    Args:
        old: The value before.
        item: Its format decides where the check digit is.
        _: Unused.
        rng: Draws the digit.

    Returns:
        The number, or None where the value is blank.
    """
    if not old:
        return None
    leading = any(number.check and number.check.leading for number in checked_formats(item.formats))
    at = 0 if leading else len(old) - 1
    digit = (int(old[at]) + 1 + int(rng.integers(8))) % 10
    if at == 0 and digit == 0:  # 法人番号 begins with 1 to 9
        digit = int(old[0]) % 9 + 1
    return old[:at] + str(digit) + old[at + 1 :]


def wide_digits(old: str, *_: object) -> str | None:
    """Return the same number in full-width digits."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in old) or None


def below_zero(old: str, item: Item, *_: object) -> str | None:
    """Return the same number with a minus sign."""
    return f"-{old}" if old and old.strip("0.") and len(old) < (item.length or 99) else None


def zero_first(old: str, item: Item, *_: object) -> str | None:
    """Return the same number with a zero in front."""
    return f"0{old}" if old and "." not in old and len(old) < (item.length or 99) else None


def out_of_range(_: str, item: Item, *__: object) -> str | None:
    """Return one more than the highest."""
    assert item.range is not None  # noqa: S101 - the kind asks for one
    high = str(int(item.range[1]) + 1)
    return high if len(high) <= (item.length or 99) else None


def blank_at_end(old: str, item: Item, context: DefectContext, *_: object) -> str | None:
    """Return the value with a full-width blank behind (in front where blanks behind are padding)."""
    room = len(old) < context.limit(item)
    return (f"　{old}" if context.fixed_width else f"{old}　") if old and room else None


def joined_name(old: str, *_: object) -> str | None:
    """Return a name without the blank between family and given name."""
    return old.replace("　", "") if old.count("　") == 1 else None
