"""Columns and frames of pandas as Arrow strings.

Any column of strings will do (object, str, Arrow-backed); None, NaN, NA and "" are blank.
"""

from __future__ import annotations

import weakref
from typing import Any

import pandas as pd
import pyarrow as pa
from pandas.api import types
from pandas.arrays import ArrowExtensionArray

from chukan.values.buffers import strings


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


class ColumnCache:
    """The column that the checks of one item look at in turn: converted once for all of them.

    Only Arrow-backed columns are remembered, by the identity of their immutable data, and only as long as somebody else
    keeps that data. Nothing of it decides a result.
    """

    def __init__(self) -> None:
        self._last: tuple[weakref.ref[Any], pa.Array] | None = None

    def of(self, series: pd.Series[Any]) -> pa.Array:
        """Return the column as strings without nulls."""
        data = identity(series)
        if data is None:
            return arrow_strings(series)
        if self._last is not None:
            kept, values = self._last
            if kept() is data:
                return values
        values = arrow_strings(series)
        self._last = (weakref.ref(data, self._forget), values)
        return values

    def _forget(self, data: object) -> None:
        if self._last is not None and self._last[0] is data:
            self._last = None

    def __reduce__(self) -> tuple[type[ColumnCache], tuple[()]]:
        return ColumnCache, ()  # copies and other processes begin anew

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColumnCache)

    def __hash__(self) -> int:
        return hash(ColumnCache)


class FrameCache:
    """The frame that the record checks of a schema look at in turn, as one batch for all of them; see `ColumnCache`.

    Args:
        names: The items that any of the checks reads.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._last: tuple[dict[str, weakref.ref[Any]], int, pa.RecordBatch] | None = None

    def of(self, frame: pd.DataFrame) -> pa.RecordBatch:
        """Return the columns that checks read and the frame has; a frame whose values may change in place is converted each time."""
        names = [name for name in self._names if name in frame.columns]
        data = {name: identity(frame[name]) for name in names}
        if self._last is not None:
            kept, rows, batch = self._last
            if rows == len(frame) and data.keys() == kept.keys() and all(kept[n]() is d for n, d in data.items()):
                return batch
        batch = pa.RecordBatch.from_pydict({name: arrow_strings(frame[name]) for name in names})
        if None not in data.values():
            self._last = {name: weakref.ref(d) for name, d in data.items()}, len(frame), batch
        return batch

    def __reduce__(self) -> tuple[type[FrameCache], tuple[tuple[str, ...]]]:
        return FrameCache, (self._names,)  # copies and other processes begin anew

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrameCache) and self._names == other._names

    def __hash__(self) -> int:
        return hash(self._names)
