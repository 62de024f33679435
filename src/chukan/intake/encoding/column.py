"""A column of bytes to a column of strings, all its values at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.encoding.decode import decode
from chukan.intake.encoding.pairs import decoded_pairs
from chukan.intake.records.lines import Bytes, Ints
from chukan.values.damage import mark_places

#: The lowest byte that a character for private use begins with in UTF-8.
PRIVATE_LEAD = 0xEE
#: The UTF-8 form of every mark, U+F0000 to U+F00FF, begins so; a byte from 80 to 83 and one from 80 to BF follow.
_MARK_LEAD = b"\xf3\xb0"
_LOWEST_PRINTED, _ASCII_END = 0x20, 0x80
#: Values that are looked at before all are asked which come again, and rows for each value from which on that pays.
_HEAD, _ROWS = 512, 8
#: Bytes that can stand between joined values, in the order in which they are tried: never part of a character.
_SEPARATORS: tuple[int, ...] = (10, 31, 30, 29, 28, 13, 11, 12, *range(1, 9), *range(14, 28))


class Decoded(NamedTuple):
    """A column of strings.

    Attributes:
        marked: One of the values may hold a mark.
        plain: There is nothing to look for in the column: no gaiji, and no vendor's second code.
    """

    values: pa.StringArray
    marked: bool = False
    plain: bool = False


def strings(column: pa.BinaryArray, encoding: str) -> Decoded:
    """Return the values of a binary column as strings.

    ASCII costs nothing; the rest is joined, decoded at once and cut again, which is several
    times faster than value by value.

    Args:
        column: Binary values.
        encoding: The name of a Python codec.
    """
    data = data_of(column)
    highest = int(data.max(initial=0))
    if highest < _ASCII_END:
        return Decoded(column.view(pa.string()), plain=True)
    if encoding == "utf-8":
        if _is_utf8(column, data):
            return Decoded(
                column.view(pa.string()), plain=highest < PRIVATE_LEAD
            )  # whatever it holds is the file's own
        values = _decoded(column, data, encoding)
    else:
        pairs = decoded_pairs(_bounds(column), data, encoding)
        if pairs is not None:
            return Decoded(pairs[0], plain=pairs[1])
        values = _decoded(column, data, encoding)
    return Decoded(values, marked=holds_mark(values))


def _is_utf8(column: pa.BinaryArray, data: Bytes) -> bool:
    """Return True when every value is whole characters of UTF-8: all of them in one piece are, and none begins within one."""
    one = pa.Array.from_buffers(pa.binary(), 1, [None, _bounds_buffer(len(data)), pa.py_buffer(data)])
    try:
        one.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    first = data[np.minimum(_bounds(column)[:-1], len(data) - 1)]
    return not int(np.count_nonzero((first & 0xC0) == 0x80))


def holds_mark(values: pa.StringArray) -> bool:
    """Return True when a value may hold a mark; the lead byte is looked for first, which is much quicker."""
    data = data_of(values)
    return bool((data == _MARK_LEAD[0]).any()) and _MARK_LEAD in bytes(data)


def marked_rows(values: pa.StringArray) -> Ints:
    """Return the positions of the values that hold a mark, or in Unicode the character that a mark looks like."""
    rows = rows_at(values, mark_places(data_of(values)))
    return rows[np.diff(rows, prepend=-1) > 0]


def damaged_rows(values: pa.StringArray, column: pa.BinaryArray) -> Ints:
    """Return the positions of the values that hold a mark which the file does not: what was undecodable in UTF-8.

    Args:
        values: Decoded.
        column: The same, as in the file.
    """
    made = np.bincount(rows_at(values, mark_places(data_of(values))), minlength=len(values))
    data = data_of(column)
    places = mark_places(data)
    places = places[data[places + 3] & 0xC0 == 0x80]
    rows = rows_at(column, places)
    held = np.bincount(rows[rows == rows_at(column, places + 3)], minlength=len(values))
    return np.flatnonzero(made > held)


def rows_at(column: pa.BinaryArray | pa.StringArray, places: Ints) -> Ints:
    """Return the position of the value that holds each byte.

    Args:
        column: The values.
        places: Of the bytes in `data_of` the column, ascending.
    """
    return np.searchsorted(_bounds(column)[1:], places.astype(np.int32), "right")


def _decoded(column: pa.BinaryArray, data: Bytes, encoding: str) -> pa.StringArray:
    """Join with a byte that does not occur, decode once, cut at the same byte."""
    encoded = _few_values(column)
    if encoded is not None:
        distinct = encoded.dictionary
        return _decoded(distinct, data_of(distinct), encoding).take(encoded.indices)
    rows = len(column)
    separator = _unused(data)
    if separator is not None:
        one_list = pa.ListArray.from_buffers(pa.list_(pa.binary()), 1, [None, _bounds_buffer(rows)], children=[column])
        between = pa.Array.from_buffers(pa.binary(), 1, [None, _bounds_buffer(1), pa.py_buffer(bytes((separator,)))])
        joined = pc.binary_join(one_list, between[0])[0].as_buffer()
        cut = _cut(decode(joined, encoding).encode(), separator, rows)
        if cut is not None:
            return cut
    return pa.array([decode(value.as_py(), encoding) for value in column], pa.string())


def _few_values(column: pa.BinaryArray) -> pa.DictionaryArray | None:
    """Return a column by its distinct values, where the first ones and their number say that this is less to decode."""
    head = column.slice(0, _HEAD)
    if len(column) < _ROWS * len(head) or _ROWS * len(pc.unique(head)) > len(head):
        return None
    encoded = column.dictionary_encode()
    return encoded if _ROWS * len(encoded.dictionary) <= len(column) else None


def _bounds_buffer(end: int) -> pa.Buffer:
    """Offsets of one value; ``pa.array`` and ``pa.scalar`` would import pandas, which takes longer than a small file."""
    return pa.py_buffer(np.array([0, end], np.int32))


def _cut(text: bytes, separator: int, rows: int) -> pa.StringArray | None:
    """Return the `rows` values that `separator` stands between; None when their number is another."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == separator)
    if len(ends) != rows - 1:
        return None
    offsets = np.zeros(rows + 1, np.int32)
    offsets[1:-1] = ends - np.arange(rows - 1)
    offsets[-1] = len(text) - (rows - 1)
    return pa.StringArray.from_buffers(
        rows, pa.py_buffer(offsets), pa.py_buffer(text.replace(bytes((separator,)), b""))
    )


def _unused(data: Bytes) -> int | None:
    """Return a control byte that `data` does not hold."""
    present = np.bincount(data[data < _LOWEST_PRINTED], minlength=_LOWEST_PRINTED)  # `np.unique` would import numpy.ma
    return next((byte for byte in _SEPARATORS if not present[byte]), None)


def data_of(column: pa.BinaryArray | pa.StringArray) -> Bytes:
    """Return the bytes of the values, one after the other."""
    _, offsets, data = column.buffers()
    if data is None or len(column) == 0:
        return np.zeros(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[column.offset] : bounds[column.offset + len(column)]]


def _bounds(column: pa.BinaryArray) -> Ints:
    """Where each value begins in `data_of`, and where the last one ends."""
    bounds = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    return bounds - bounds[0]  # type: ignore[no-any-return]
