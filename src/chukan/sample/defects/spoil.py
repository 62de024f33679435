"""How one value is spoilt: each function gives the wrong value, or None where this value won't do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chukan.layouts.model import Item
from chukan.values.formats import checked_formats

if TYPE_CHECKING:
    import numpy as np

    from chukan.sample.defects.kinds import Ground

Make = Callable[[str, Item, "Ground", "np.random.Generator"], str | None]


def spoilt_last(mark: str) -> Make:
    """The last character replaced; a blank value becomes the mark alone, a blank name stays as it is."""
    return lambda old, item, *_: old[:-1] + mark if old or not item.has("person_name") else None


def too_long(_: str, item: Item, __: Ground, rng: np.random.Generator) -> str:
    """One to three characters more than the item holds."""
    if item.is_number:
        return "9" * ((item.length or 0) + 1)
    wide = "ア" if item.has("kana") else "漢"
    return (wide if item.type == "N" else "1") * ((item.length or 0) + 1 + int(rng.integers(3)))


def unknown_code(_: str, item: Item, ground: Ground, rng: np.random.Generator) -> str | None:
    """A code of the right length that is not in the list."""
    codes = ground.setting.layout.code_list(item)
    width = min(item.length or 2, 3)
    known = set(codes.codes) if codes else set()
    tries = [f"{int(n):0{width}d}" for n in rng.integers(0, 10**width, 20)] + ["Z" * width]
    tries = [t.lstrip("0") or "0" for t in tries if t.isdecimal()] if item.is_number else tries
    return next((t for t in tries if t not in known), None)


def in_form(digits: str, form: str) -> str:
    """Eight digits (or six) in a date form."""
    mark = "-" if "-" in form else "/" if "/" in form else ""
    return mark.join((digits[:4], digits[4:6], digits[6:]))


def impossible(_: str, item: Item, ground: Ground, rng: np.random.Generator) -> str:
    """A day, month, year or time that does not exist."""
    year = str(int(rng.integers(1960, 2020)))
    if item.type == "TIME":
        return "256100"[: item.length or 6]
    if item.type == "YEAR":
        return year[:2] + "A" + year[3:]
    if item.type == "YM":
        return in_form(year + "13", ground.form).rstrip("-/")
    return in_form(year + str(rng.choice(["0230", "0431", "1301"])), ground.form)


def japanese_year(_: str, __: Item, ___: Ground, rng: np.random.Generator) -> str:
    """A day in 和暦."""
    return f"H{int(rng.integers(1, 31)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"


def month_unknown(_: str, __: Item, ground: Ground, rng: np.random.Generator) -> str:
    """A year whose month and day are not known."""
    return in_form(f"{int(rng.integers(1960, 2020))}0000", ground.form)


def wrong_digit(old: str, item: Item, _: Ground, rng: np.random.Generator) -> str | None:
    """Another check digit."""
    if not old:
        return None
    leading = any(number.check and number.check.leading for number in checked_formats(item.formats))
    at = 0 if leading else len(old) - 1
    digit = (int(old[at]) + 1 + int(rng.integers(8))) % 10
    if at == 0 and digit == 0:  # 法人番号 begins with 1 to 9
        digit = int(old[0]) % 9 + 1
    return old[:at] + str(digit) + old[at + 1 :]


def wide_digits(old: str, *_: object) -> str | None:
    """The same number in full-width digits."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in old) or None


def below_zero(old: str, item: Item, *_: object) -> str | None:
    """The same number with a minus sign."""
    return f"-{old}" if old and old.strip("0.") and len(old) < (item.length or 99) else None


def zero_first(old: str, item: Item, *_: object) -> str | None:
    """The same number with a zero in front."""
    return f"0{old}" if old and "." not in old and len(old) < (item.length or 99) else None


def out_of_range(_: str, item: Item, *__: object) -> str | None:
    """One more than the highest."""
    assert item.range is not None  # noqa: S101 - the kind asks for one
    high = str(int(item.range[1]) + 1)
    return high if len(high) <= (item.length or 99) else None


def blank_at_end(old: str, item: Item, ground: Ground, *_: object) -> str | None:
    """A full-width blank behind (in front where blanks behind are padding)."""
    room = len(old) < ground.room(item)
    return (f"　{old}" if ground.fixed else f"{old}　") if old and room else None


def joined_name(old: str, *_: object) -> str | None:
    """A name without the blank between family and given name."""
    return old.replace("　", "") if old.count("　") == 1 else None
