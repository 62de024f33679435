"""Columns while they are being made: dates are dates and numbers are numbers; strings come last.

DATE is date32, 9, S9 and YEAR are int64, 9V is a decimal, all else is a string; blank is null.
So record rules see the types that docs/packs.md promises them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_EPOCH = dt.date(1970, 1, 1)
_FIRST, _LAST = dt.date(1868, 1, 1), dt.date(2199, 12, 31)


def arrow_type(item: Item) -> pa.DataType:
    """Return the type that an item's column has until it is written."""
    if item.type == "DATE":
        return pa.date32()
    if item.type in ("9", "S9", "YEAR"):
        return pa.int64()
    if item.is_decimal:
        return pa.decimal128(18, item.scale)
    return pa.string()


def days(date: dt.date) -> int:
    """Return days since 1970-01-01."""
    return (date - _EPOCH).days


def date_column(values: Ints) -> pa.Array:
    """Return days since 1970-01-01 as date32."""
    return pa.array(values.astype(np.int32), pa.int32()).cast(pa.date32())


def decimal_column(units: Ints, scale: int) -> pa.Array:
    """Return integers that count the last decimal place, as decimals.

    Args:
        units: Integers.
        scale: Digits after the point.
    """
    low_high = np.stack([units, units >> 63], axis=1)  # two's complement, 128 bits, little-endian
    buffer = pa.py_buffer(np.ascontiguousarray(low_high).astype("<i8").tobytes())
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(units), [None, buffer])


@cache
def _calendar(form: str) -> pa.Array:
    """Return every day from 1868 to 2199 as a string in the agreed form."""
    every_day = pa.array(np.datetime_as_string(np.arange(np.datetime64(_FIRST), np.datetime64(_LAST) + 1)))
    return pc.replace_substring(every_day, "-", separator(form))


@cache
def _day_numbers() -> Ints:
    """Return the same days as numbers, e.g. 20260401, ascending."""
    return np.asarray(_calendar("yyyymmdd").cast(pa.int64()).to_numpy(), np.int64)


#: "No end" in the types that can say so; the agreed form is made by `rendered`.
OPEN = dt.date(9999, 12, 31)


def rendered(item: Item, column: pa.Array, form: str) -> pa.Array:
    """Return a typed column as the strings that stand in a file; blank is "". Months have the date form's separator too.

    Args:
        item: The item that the column belongs to.
        column: Typed as `arrow_type` has it; null = blank.
        form: The agreed form of dates.
    """
    mark = separator(form)
    if item.type == "YM" and mark:
        column = pc.binary_join_element_wise(
            pc.utf8_slice_codeunits(column, 0, 4), pc.utf8_slice_codeunits(column, 4, 6), mark
        )
    if item.type == "DATE":
        number = column.cast(pa.int32())
        is_open = pc.equal(number, days(OPEN))
        inside = pc.subtract(pc.if_else(is_open, 0, number), days(_FIRST))
        text = _calendar(form).take(inside.cast(pa.int64()))
        column = pc.if_else(is_open, OPEN.isoformat() if "-" in form else OPEN.strftime(_open_form(form)), text)
    elif pa.types.is_decimal(column.type) or pa.types.is_integer(column.type):
        column = column.cast(pa.string())
    return pc.fill_null(column, "")


def separator(form: str) -> str:
    """Return what stands between year and month in a date form."""
    return "-" if "-" in form else "/" if "/" in form else ""


def _open_form(form: str) -> str:
    return "%Y/%m/%d" if "/" in form else "%Y%m%d"


def parsed(item: Item, column: pa.Array, form: str) -> pa.Array:
    """Return the typed column of what `rendered` wrote; what can't be read is null.

    Args:
        item: The item that the column belongs to.
        column: Strings.
        form: The agreed form of dates.
    """
    blank = pc.equal(column, "")
    if item.type == "YM":
        column = pc.replace_substring_regex(column, "[-/]", "")
    if item.type == "DATE":
        digits = pc.replace_substring(pc.replace_substring(column, "-", ""), "/", "") if form != "yyyymmdd" else column
        # looked up by bisection: a set of all days would take longer to build than most columns to look up
        eight = pc.fill_null(pc.match_substring_regex(digits, "^[0-9]{8}$"), False)
        number = pc.if_else(eight, digits, "0").cast(pa.int64()).to_numpy()
        place = np.minimum(np.searchsorted(_day_numbers(), number), len(_day_numbers()) - 1)
        day = pa.array(place.astype(np.int32), mask=_day_numbers()[place] != number)
        day = pc.add(day, days(_FIRST))
        return pc.if_else(pc.equal(digits, OPEN.strftime("%Y%m%d")), days(OPEN), day).cast(pa.int32()).cast(pa.date32())
    if item.is_number or item.type == "YEAR":
        good = pc.match_substring_regex(column, "^-?[0-9]{1,17}(\\.[0-9]+)?$" if item.is_decimal else "^-?[0-9]{1,18}$")
        return pc.if_else(good, column, None).cast(arrow_type(item))
    return pc.if_else(blank, None, column)


def months_as_text(months: Ints) -> pa.Array:
    """Return months since year 0 as YYYYMM."""
    return pa.array(months // 12 * 100 + months % 12 + 1).cast(pa.string())


def blanked(column: pa.Array, rows: Bools) -> pa.Array:
    """Return the column with null where `rows` is True."""
    return pc.if_else(pa.array(rows), pa.scalar(None, column.type), column)


def replaced(column: pa.Array, rows: Ints, values: pa.Array) -> pa.Array:
    """Return the column with `values` at the places `rows` (ascending).

    Args:
        column: Any column.
        rows: Positions, ascending.
        values: As many as `rows`, of the column's type.
    """
    mask = np.zeros(len(column), dtype=np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), values.cast(column.type))
