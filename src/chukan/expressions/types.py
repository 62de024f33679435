"""What SQL sees of an item: its type, its typed column as Arrow, and the same as SQL over strings, side by side.

Blanks are NULL, numbers numbers, dates dates. Strings are made safe before DuckDB casts them: its own casts take "1e3",
"1_000" and " 7" for numbers. See docs/packs.md, section SQL.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.expressions.bounds import UNKNOWN, Bounds
from chukan.expressions.names import literal
from chukan.layouts.model import Item
from chukan.values.buffers import Bools, all_digits, strings, valid, where, widths
from chukan.values.calendar import exists, since_1970
from chukan.values.date_forms import SEPARATORS
from chukan.values.kernels import boolean, matches, nothing_written, scatter, take
from chukan.values.numbers import proper


@dataclass(frozen=True)
class DateForms:
    """How days are written in a file.

    Attributes:
        dates: The form in force: yyyymmdd, yyyy-mm-dd or yyyy/mm/dd.
        unknown: The agreed forms of an unknown day: no days to compare.
    """

    dates: str = "yyyymmdd"
    unknown: tuple[str, ...] = ("00000000", "99999999")

    @property
    def separator(self) -> str:
        """What is between year, month and day; "" for nothing."""
        return SEPARATORS.get(self.dates, "")


def sql_type(item: Item) -> str:
    """Return the DuckDB type of an item: wide enough that sums and products of items do not overflow."""
    if item.type in ("9", "S9"):
        return "HUGEINT"
    if item.is_decimal:
        return f"DECIMAL(38, {min(item.scale, 18)})"
    return {"YEAR": "INTEGER", "DATE": "DATE"}.get(item.type, "VARCHAR")


def typed(values: pa.Array, item: Item, forms: DateForms) -> pa.Array:
    """Return a column of strings as SQL sees it; what is blank or unreadable is null.

    DATE becomes date32; everything else stays a string for `sql_type` to cast. Months have one form, yyyymm, however
    the file writes them: a condition compares them as text.

    Args:
        values: Strings; blank ones are null or "".
        item: The item that the column belongs to.
        forms: The forms of dates that were agreed on.

    Returns:
        As many values: date32 for DATE, else strings.
    """
    values = strings(values)
    if item.type == "DATE":
        return _days(values, forms)
    there = widths(values) != 0
    if item.is_number and not all_digits(values):
        there &= matches(values, proper(item))
    elif item.type == "YEAR":
        there &= exists(values, forms.dates, (), "YEAR")[0]
    elif not item.is_number:
        there = ~nothing_written(values)
        if item.type == "YM" and forms.separator:
            values = pc.replace_substring(values, forms.separator, "")
    return values if there.all() else where(values, there)


def unreadable(values: pa.Array, item: Item, forms: DateForms) -> Bools:
    """Return where a value is filled that SQL sees as NULL: a day that is none, letters in a number, an unknown date.

    Args:
        values: Strings; blank ones are null or "".
        item: The item that the column belongs to.
        forms: The forms of dates that were agreed on.

    Returns:
        A flag for each value.
    """
    values = strings(values)
    nothing = ~boolean(typed(values, item, forms).is_valid())
    if not nothing.any():
        return nothing
    return scatter(nothing, ~nothing_written(take(values, nothing)))


def typed_sql(x: str, item: Item, forms: DateForms, bounds: Bounds = UNKNOWN) -> str:
    """Return SQL that makes of a string column what `typed` and `sql_type` make of it.

    Args:
        x: the column, as SQL.
        item: what it is a column of.
        forms: how days are written.
        bounds: of the column.
    """
    if item.type == "DATE":
        return day_sql(x, forms)
    if item.is_number:
        return f"CASE WHEN regexp_full_match({x}, {literal(proper(item))}) THEN TRY_CAST({x} AS {sql_type(item)}) END"
    if item.type == "YEAR":
        year = f"TRY_CAST({x} AS {sql_type(item)})"
        return f"CASE WHEN regexp_full_match({x}, '[0-9]{{4}}') AND {x} NOT IN ('0000', '9999') THEN {year} END"
    filled = value_sql(x, bounds)
    return digits_sql(filled, forms) if item.type == "YM" else filled


def unreadable_sql(x: str, item: Item, forms: DateForms, bounds: Bounds = UNKNOWN) -> str:
    """Return SQL that is TRUE where `unreadable` is: the string column is filled, and `typed_sql` sees NULL.

    Args:
        x: SQL for the column of strings.
        item: The item that the column belongs to.
        forms: The forms of dates that were agreed on.
        bounds: Of the column.
    """
    return f"({typed_sql(x, item, forms)} IS NULL AND {value_sql(x, bounds)} IS NOT NULL)"


def value_sql(x: str, bounds: Bounds = UNKNOWN) -> str:
    """Return SQL for a string; NULL when it is empty, or of blanks and newlines only.

    Args:
        x: SQL for the column of strings.
        bounds: Of the column. Where no value can begin with a blank, none is looked at.
    """
    begins = blank_first_sql(x, bounds)
    empty = f"trim({x}, ' \u3000' || chr(10) || chr(13)) = ''"
    return f"CASE WHEN ({begins}) AND {empty} THEN NULL ELSE {x} END" if begins else x


def blank_first_sql(x: str, bounds: Bounds = UNKNOWN) -> str:
    """Return SQL that is TRUE where a string is empty or begins with a blank; "" where the bounds rule that out.

    Args:
        x: SQL for the column of strings.
        bounds: Of the column.
    """
    tests = [f"{x} < '!'"] if bounds.low < "!" else []
    if bounds.low < "\u3001" and bounds.high >= "\u3000":
        tests.append(f"starts_with({x}, '\u3000')")
    return " OR ".join(tests)


def digits_sql(x: str, forms: DateForms) -> str:
    """Return SQL for a date without its separators.

    Args:
        x: SQL for the column of strings.
        forms: The forms of dates that were agreed on.
    """
    return f"replace({x}, '{forms.separator}', '')" if forms.separator else x


def day_sql(x: str, forms: DateForms) -> str:
    """Return SQL for a DATE; NULL when there is no such day, or the form means that it is unknown or still open.

    Args:
        x: SQL for the column of strings.
        forms: The forms of dates that were agreed on.
    """
    separator = forms.separator
    plain = ["".join(c for c in form if c.isalnum())[:8] for form in forms.unknown]
    unknown = {"99991231", *(form for form in plain if len(form) == 8 and form.isdecimal() and form.isascii())}
    return (
        f"CASE WHEN regexp_full_match({x}, '[0-9]{{4}}{separator}[0-9]{{2}}{separator}[0-9]{{2}}') AND {x} >= '0001'"
        f" AND {digits_sql(x, forms)} NOT IN ({', '.join(literal(u) for u in sorted(unknown))})"
        f" THEN try_strptime({x}, '%Y{separator}%m{separator}%d')::DATE END"
    )


def _days(values: pa.Array, forms: DateForms) -> pa.Array:
    """Days since 1970; null where there is no such day, or the form means "unknown"."""
    rows, number = exists(values, forms.dates, forms.unknown)
    days = np.zeros(len(rows), np.int32)
    days[rows] = since_1970(number)
    return pa.Array.from_buffers(pa.date32(), len(days), [valid(rows), pa.py_buffer(days)])
