"""What the buffers of a column of strings say: found once for all who ask, without looking at a single value.

A clean column is the usual case, and the bytes that occur at all or the longest value settle it. Unless it says otherwise,
a function takes what `strings` returns: one `pa.string()` array without nulls. Masks are numpy's, one flag a value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

T = TypeVar("T")
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
#: Bytes of a value that is a number of so few bits that all of them can be counted.
_SHORT = 2
_AS_NUMBER = {1: "u1", 2: "<u2"}


def strings(values: Any) -> pa.Array:
    """Return a column as one `pa.string()` array without nulls.

    Args:
        values: an Arrow array or chunked array of strings, or of dictionaries of strings; null is blank.

    Returns:
        An array of equal length, "" where a value is blank.
    """
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if values.type != pa.string():
        values = pc.cast(values, pa.string())
    return pc.fill_null(values, "") if values.null_count else values


class LastResult(Generic[T]):
    """Keeps the result for the last column: several checks need the same of one column in a row."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[Hashable, ...], pa.Array, T] | None = None

    def of(self, values: pa.Array, variant: Hashable, compute: Callable[[pa.Array], T]) -> T:
        """Return what `compute` returns, without calling it when the last call was for the same values and variant.

        Args:
            values: the column. It is kept beside the result, so that its buffers' addresses, which tell columns
                apart, stay its own.
            variant: what else the result depends on.
            compute: called with the values.
        """
        kept = self._kept
        if kept is not None and kept[1] is values and kept[0][0] == variant:
            return kept[2]
        buffers = values.buffers()[1:]
        key = (variant, values.offset, len(values), *(b.address if b else 0 for b in buffers))
        if kept is not None and kept[0] == key:
            return kept[2]
        result = compute(values)
        self._kept = (key, values, result)
        return result


@dataclass(slots=True)
class _Buffers:
    """What the buffers of a column say."""

    offsets: npt.NDArray[np.int32]
    data: Bytes
    widths: npt.NDArray[np.int32]
    longest: int
    bounds: tuple[int, int]


def _see(values: pa.Array) -> _Buffers:
    _, places, contents = values.buffers()
    at = np.zeros(1, np.int32)
    if places is not None and len(values):
        at = np.frombuffer(places, np.int32)[values.offset : values.offset + len(values) + 1]
    lengths = at[1:] - at[:-1]
    lengths.flags.writeable = False  # all who ask for them get the same ones
    occurring = np.zeros(0, np.uint8)
    if contents is not None and at[-1] > at[0]:
        occurring = np.frombuffer(contents, np.uint8)[at[0] : at[-1]]
    extremes = int(occurring.min(initial=0xFF)), int(occurring.max(initial=0))
    return _Buffers(at, occurring, lengths, int(lengths.max(initial=0)), extremes)


#: What several checks ask of one column in a row; it never changes a result.
_seen: LastResult[_Buffers] = LastResult()


def offsets(values: pa.Array) -> npt.NDArray[np.int32]:
    """Return where each value begins in the array's data, and where the last one ends.

    Returns:
        Shape (len(values) + 1,), in bytes; one zero for no values.
    """
    return _seen.of(values, None, _see).offsets


def data(values: pa.Array) -> Bytes:
    """Return the UTF-8 bytes of all values, one after the other, without a copy."""
    return _seen.of(values, None, _see).data


def bounds(values: pa.Array) -> tuple[int, int]:
    """Return the lowest and the highest byte of all values; (0xFF, 0) where there is none."""
    return _seen.of(values, None, _see).bounds


def widths(values: pa.Array) -> npt.NDArray[np.int32]:
    """Return the length of each value in UTF-8 bytes; not to be written to."""
    return _seen.of(values, None, _see).widths


def longest(values: pa.Array) -> int:
    """Return the length of the longest value in UTF-8 bytes; 0 for no values."""
    return _seen.of(values, None, _see).longest


def not_empty(values: pa.Array) -> int:
    """Return how many values hold anything.

    Args:
        values: strings.
    """
    return int(np.count_nonzero(widths(strings(values))))


def is_ascii(values: pa.Array) -> bool:
    """Return True when no byte is over 0x7F."""
    return bounds(values)[1] < 0x80


def all_digits(values: pa.Array) -> bool:
    """Return True when nothing but 0 to 9 occurs."""
    lowest, highest = bounds(values)
    return lowest >= 0x30 and highest <= 0x39


def matrix(values: pa.Array, width: int) -> tuple[Bools, Bytes]:
    """Return the values that are exactly `width` bytes long.

    Returns:
        A mask of these values over all, and their bytes in shape (count, width).
    """
    at = offsets(values)
    rows = widths(values) == width
    if bool(rows.all()) or int(rows.sum()) * width == int(at[-1] - at[0]):
        return rows, data(values).reshape(-1, width)
    index = (at[:-1][rows] - at[0])[:, None] + np.arange(width)
    return rows, data(values)[index]


def short_values(values: pa.Array) -> set[str] | None:
    """Return the distinct values of a column; None where one has more than two bytes, or one that is not of ASCII."""
    if longest(values) > _SHORT or not is_ascii(values):
        return None
    found = {""} if not_empty(values) < len(values) else set()
    for width in range(1, _SHORT + 1):
        _, cells = matrix(values, width)
        if len(cells):
            there = np.flatnonzero(np.bincount(cells.view(_AS_NUMBER[width]).ravel()))
            found |= {int(code).to_bytes(width, "little").decode() for code in there}
    return found


def starts(values: pa.Array, character: str) -> Bools:
    """Return where a value begins with a character.

    Args:
        values: From `strings(...)`: no nulls.
        character: The character.
    """
    return _stands_at(offsets(values)[:-1], values, character)


def ends(values: pa.Array, character: str) -> Bools:
    """Return where a value ends with a character.

    Args:
        values: From `strings(...)`: no nulls.
        character: The character.
    """
    return _stands_at(offsets(values)[1:] - len(character.encode()), values, character)


def _stands_at(at: npt.NDArray[np.int32], values: pa.Array, character: str) -> Bools:
    """Return where the bytes from a place on, one of each value, are a character's; they must be within the value."""
    code = character.encode()
    rows = np.flatnonzero(widths(values) >= len(code))
    places, occurring = at[rows] - offsets(values)[0], data(values)
    for byte in code:
        there = occurring[places] == byte
        rows, places = rows[there], places[there] + 1
    result = np.zeros(len(values), bool)
    result[rows] = True
    return result


def valid(there: Bools) -> pa.Buffer:
    """Return flags as the validity bitmap of an Arrow array: False is null."""
    return pa.py_buffer(np.packbits(there, bitorder="little"))


def as_arrow(flags: Bools) -> pa.Array:
    """Return numpy's flags as Arrow's; `pa.array` would import all of numpy.ma, which takes longer than many a file."""
    return pa.Array.from_buffers(pa.bool_(), len(flags), [None, valid(flags)])


def where(values: pa.Array, there: Bools) -> pa.Array:
    """Return the values, null where `there` is False; nothing of them is copied."""
    _, at, bytes_ = values.buffers()
    bitmap = valid(np.concatenate([np.zeros(values.offset, bool), there]) if values.offset else there)
    return pa.Array.from_buffers(values.type, len(values), [bitmap, at, bytes_], offset=values.offset)
