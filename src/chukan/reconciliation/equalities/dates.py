"""How days are written in the western calendar."""

# ruff: noqa: D102 - the base says what the overridden members mean

from __future__ import annotations

import re
from typing import ClassVar, Literal

import pyarrow as pa

from chukan.layouts.model import Item
from chukan.reconciliation.equalities.base import Column, Normaliser, may_hold_days, rewritten
from chukan.values.buffers import all_digits
from chukan.values.kernels import matches

#: A day, or a month, with a time of day that says nothing.
_WRITTEN = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?)?月?(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII
)
_MONTHS, _DAYS = 12, 31


class Dates(Normaliser):
    """Days that differ only in how they are written: 20230401, 2023-04-01, 2023/4/1, 2023年4月1日.

    Attributes:
        unknown_is_blank: a day that the agreement of its side calls unknown (00000000, 99999999) is as good as none.
    """

    label: ClassVar[str] = "日付の書き方"

    kind: Literal["dates"] = "dates"
    unknown_is_blank: bool = False

    @classmethod
    def fits(cls, item: Item) -> bool:
        return item.type in ("DATE", "YM")

    @classmethod
    def may_name(cls, item: Item) -> bool:
        return may_hold_days(item)

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return days as eight digits and months as six; what is none stays as it is. See the base."""
        found = values if all_digits(values) else rewritten(values, ~matches(values, "[0-9]*"), self.digits)
        unknown = [plain_digits(form) for form in column.unknown] if self.unknown_is_blank else []
        if not unknown:
            return found
        return rewritten(found, matches(found, "|".join(map(re.escape, unknown))), lambda _: "")

    def digits(self, value: str) -> str:
        """Return a day as eight digits, a month as six.

        Args:
            value: as it is in the file.
        """
        return plain_digits(value)


def plain_digits(value: str) -> str:
    """Return a western day as eight digits and a month as six; anything else unchanged.

    Args:
        value: a day in one of the usual forms.
    """
    found = _WRITTEN.fullmatch(value.strip())
    if found is None:
        return value
    year, month, day = found.groups()
    if int(month) > _MONTHS or int(day or 0) > _DAYS:
        return value
    return f"{year}{int(month):02d}" + (f"{int(day):02d}" if day is not None else "")
