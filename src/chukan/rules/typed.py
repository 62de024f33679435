"""The view of a batch that SQL sees: blanks are NULL, numbers numbers, dates dates.

Strings are made safe here (DuckDB's own casts take "1e3", "1_000" and " 7" for numbers); `sql_type` says
what DuckDB then makes of them. See docs/packs.md, section SQL.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.rules.check import Settings
from chukan.rules.fields.numbers import proper
from chukan.values.calendar import exists
from chukan.values.kernels import Bools, all_digits, boolean, matches, only_blanks, scatter, strings, take, widths


def typed(values: pa.Array, item: Item, settings: Settings) -> pa.Array:
    """A column of strings as SQL sees it; what is blank or unreadable is null.

    DATE becomes date32; everything else stays a string for `sql_type` to cast.
    """
    values = strings(values)
    if item.type == "DATE":
        return _dates(values, settings)
    there = widths(values) != 0
    if item.is_number and not all_digits(values):
        there &= matches(values, proper(item))
    elif item.type == "YEAR":
        there &= exists(values, settings.dates, (), "YEAR")[0]
    elif not item.is_number:
        there &= ~only_blanks(values)
    return _where(values, there)


def unreadable(values: pa.Array, item: Item, settings: Settings) -> Bools:
    """Where something stands that SQL sees as NULL: a day that is none, letters in a number, an unknown date."""
    values = strings(values)
    nothing = ~boolean(typed(values, item, settings).is_valid())
    if not nothing.any():
        return nothing
    return scatter(nothing, ~(only_blanks(rest := take(values, nothing)) | (widths(rest) == 0)))


def sql_type(item: Item) -> str:
    """The DuckDB type of an item."""
    if item.type in ("9", "S9"):
        return "HUGEINT"
    if item.type == "9V":
        return f"DECIMAL(38, {min(item.scale, 18)})"
    return {"YEAR": "INTEGER", "DATE": "DATE"}.get(item.type, "VARCHAR")


def _where(values: pa.Array, there: Bools) -> pa.Array:
    return values if there.all() else pc.if_else(pa.array(there), values, pa.scalar(None, pa.string()))


def _dates(values: pa.Array, settings: Settings) -> pa.Array:
    """Days since 1970; null where there is no such day, or the form means "unknown"."""
    encoded = values.dictionary_encode()  # days repeat
    rows, number = exists(encoded.dictionary, settings.dates, settings.agreement.unknown_dates)
    months = (number // 10_000 - 1970) * 12 + number // 100 % 100 - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + number % 100 - 1
    distinct = np.zeros(len(rows), np.int32)
    distinct[rows] = days
    return pa.array(distinct, mask=~rows).cast(pa.date32()).take(encoded.indices)
