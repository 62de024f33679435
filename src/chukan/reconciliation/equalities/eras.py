"""Days in 和暦 on one side, in the western calendar on the other."""

# ruff: noqa: D102 - the base says what the overridden members mean

from __future__ import annotations

from typing import ClassVar, Literal

import pyarrow as pa

from chukan.layouts.model import Item
from chukan.reconciliation.equalities.base import Column, Normaliser, may_hold_days, rewritten
from chukan.reconciliation.equalities.dates import plain_digits
from chukan.values.eras import western, western_month, western_year
from chukan.values.kernels import matches

_DIGITS = {"DATE": 8, "YM": 6, "YEAR": 4}


class Eras(Normaliser):
    """Days, months and years that differ only in the calendar: 令和5年4月1日, R050401, 5050401 and 20230401."""

    label: ClassVar[str] = "和暦・西暦"

    kind: Literal["eras"] = "eras"

    @classmethod
    def fits(cls, item: Item) -> bool:
        return item.type in _DIGITS

    @classmethod
    def may_name(cls, item: Item) -> bool:
        return item.type in _DIGITS or may_hold_days(item)

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return days, months and years as western digits; what is none stays as it is. See the base."""
        kind = column.item.type if column.item.type in _DIGITS else "DATE"
        return rewritten(values, ~matches(values, f"[0-9]{{{_DIGITS[kind]}}}|"), lambda v: western_text(v, kind))


def western_text(value: str, kind: str) -> str:
    """Return the western digits of a value in 和暦, or of a western one with separators; anything else unchanged.

    Args:
        value: as it is in the file.
        kind: DATE, YM or YEAR.
    """
    if kind == "YEAR":
        year = western_year(value)
        return value if year is None else f"{year:04d}"
    if kind == "YM" and (month := western_month(value)) is not None:
        return f"{month[0]:04d}{month[1]:02d}"
    if kind == "DATE" and (day := western(value)) is not None:
        return f"{day:%Y%m%d}" if day.year > 999 else value
    return plain_digits(value)
