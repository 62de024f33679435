"""Columns of pandas as Arrow strings, and by their distinct values where that pays.

Any column of strings will do (object, str, Arrow-backed); None, NaN, NA and "" are blank.
"""

from __future__ import annotations

import weakref
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api import types
from pandas.arrays import ArrowExtensionArray

from chukan.values.kernels import strings

#: Distinct values above this share of the rows cost more to find than they save.
_WORTH_ENCODING = 0.3
_HEAD = 2000
"""Rows that are looked at to tell the share."""
_FEW = 100
"""So few rows are encoded without looking."""


def arrow_strings(series: pd.Series[Any]) -> pa.Array:
    """Return a pandas column as one array of strings without nulls; blanks become ""."""
    values = series.array
    if isinstance(values, ArrowExtensionArray):
        chunks = values.__arrow_array__()
        # combine_chunks copies, even a single chunk
        return strings(chunks.chunk(0) if chunks.num_chunks == 1 else chunks)
    if isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype(object)
    if types.is_float_dtype(series.dtype):  # whole numbers beside blanks: 3.0 was written 3
        series = series.astype(object).map(lambda v: int(v) if pd.notna(v) and float(v).is_integer() else v)
    try:
        return strings(pa.array(series, from_pandas=True))
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return strings(pa.array(["" if pd.isna(v) else str(v) for v in series], pa.string()))


def holds_strings(series: pd.Series[Any]) -> bool:
    """Return False for a column that pandas took for numbers, dates or truth values: what was written is lost."""
    dtype = series.dtype.categories.dtype if isinstance(series.dtype, pd.CategoricalDtype) else series.dtype
    if isinstance(dtype, pd.ArrowDtype) and pa.types.is_string(dtype.pyarrow_dtype):
        return True
    taken = types.is_numeric_dtype(dtype) or types.is_datetime64_any_dtype(dtype)
    return not taken or bool(series.isna().all())


def identity(series: pd.Series[Any]) -> pa.ChunkedArray | None:
    """Return the Arrow data of an Arrow-backed column, the same object as long as the column's values are the same.

    None for other columns: their values can change in place.
    """
    values = series.array
    return values.__arrow_array__() if isinstance(values, ArrowExtensionArray) else None


class ColumnStrings:
    """One column as an item's checks look at it."""

    def __init__(self, values: pa.Array, *, may_repeat: bool) -> None:
        """Take a column.

        Args:
            values: strings without nulls.
            may_repeat: worth looking whether its values repeat.
        """
        self.array = values
        self._may_repeat = may_repeat

    @cached_property
    def hardly_repeats(self) -> bool:
        """Whether the head of the column says that its distinct values are no cheaper."""
        head = self.array.slice(0, _HEAD)
        return len(head) > _FEW and len(pc.unique(head)) > _WORTH_ENCODING * len(head)

    @cached_property
    def distinct(self) -> pa.DictionaryArray | None:
        """The column by its distinct values; None where that does not pay."""
        if not self._may_repeat or self.hardly_repeats:
            return None
        return self.array.dictionary_encode()


class ColumnCache:
    """The column that the checks of one item look at in turn: converted and encoded once for all of them.

    Only Arrow-backed columns are remembered, by the identity of their immutable data, and only as long as somebody else
    keeps that data. Nothing of it decides a result.
    """

    def __init__(self) -> None:
        self._last: tuple[weakref.ref[Any], ColumnStrings] | None = None
        self._hardly_repeats = False
        """What the last encodable column was like: the next block is not looked at again."""

    def of(self, series: pd.Series[Any]) -> ColumnStrings:
        """Return the column as strings."""
        data = identity(series)
        if data is None:
            return ColumnStrings(arrow_strings(series), may_repeat=False)
        if self._last is not None:
            kept, column = self._last
            if kept() is data:
                return column
        column = ColumnStrings(arrow_strings(series), may_repeat=not self._hardly_repeats)
        self._last = (weakref.ref(data, self._forget), column)
        return column

    def distinct(self, series: pd.Series[Any]) -> pa.DictionaryArray | None:
        """Return the column by its distinct values; None where that does not pay."""
        column = self.of(series)
        if not self._hardly_repeats and column.distinct is None and identity(series) is not None:
            self._hardly_repeats = True
        return column.distinct

    def _forget(self, data: object) -> None:
        if self._last is not None and self._last[0] is data:
            self._last = None

    def __reduce__(self) -> tuple[type[ColumnCache], tuple[()]]:
        return ColumnCache, ()  # copies and other processes begin anew

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColumnCache)

    def __hash__(self) -> int:
        return hash(ColumnCache)
