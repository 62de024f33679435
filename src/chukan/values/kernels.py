"""Kernels over whole columns of strings, computed from Arrow's buffers.

A clean column is the usual case, and the kernels here settle it without looking at a single value: by the bytes that
occur at all, the characters that occur at all, the longest value. Unless it says otherwise, a kernel takes what
`strings` returns: one `pa.string()` array without nulls. Masks are numpy's, one flag a value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

T = TypeVar("T")
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Ranges = tuple[tuple[int, int], ...]
"""Code points, as (first, last) pairs, both inclusive."""

CODE_POINTS = 0x110000
#: Bytes of a value that fits a number of a few thousand bins.
_SHORT = 2
_AS_NUMBER = {1: np.dtype("u1"), 2: np.dtype("<u2")}
BLANKS = " \u3000"
"""The half-width and the full-width blank."""


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


def not_empty(values: pa.Array) -> int:
    """Return how many values hold anything.

    Args:
        values: strings.
    """
    return int(np.count_nonzero(widths(strings(values))))


def widths(values: pa.Array) -> npt.NDArray[np.int32]:
    """Return the length of each value in UTF-8 bytes; not to be written to."""
    return _seen.of(values, None, _see).widths


def longest(values: pa.Array) -> int:
    """Return the length of the longest value in UTF-8 bytes; 0 for no values."""
    return _seen.of(values, None, _see).longest


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
    rows = np.diff(at) == width
    if bool(rows.all()) or int(rows.sum()) * width == int(at[-1] - at[0]):
        return rows, data(values).reshape(-1, width)
    index = (at[:-1][rows] - at[0])[:, None] + np.arange(width)
    return rows, data(values)[index]


def one_of(numbers: npt.NDArray[Any], wanted: Iterable[int]) -> Bools:
    """Return which numbers are one of a few."""
    return np.logical_or.reduce([numbers == one for one in wanted]) if wanted else np.zeros(len(numbers), bool)


def mask(failing: Bools) -> pa.Array | None:
    """Return a numpy mask as an Arrow one; None when nothing is True."""
    return pa.array(failing) if bool(failing.any()) else None


def mask_or_none(failing: pa.Array) -> pa.Array | None:
    """Return an Arrow mask without its nulls, which count as False; None when nothing is True."""
    failing = pc.fill_null(failing, False)
    return failing if pc.any(failing).as_py() else None


def scatter(suspects: Bools, failing: Any) -> Bools:
    """Return a mask over all values from the flags of some of them.

    Args:
        suspects: which values have a flag.
        failing: their flags in order, shape (suspects.sum(),); numpy's or Arrow's, without nulls.
    """
    full = np.zeros(len(suspects), bool)
    full[suspects] = np.asarray(failing, bool)
    return full


def boolean(array: pa.Array) -> Bools:
    """Return an Arrow mask as numpy's; null is False."""
    return np.asarray(pc.fill_null(array, False).to_numpy(zero_copy_only=False), bool)


def take(values: pa.Array, rows: Bools) -> pa.Array:
    """Return the values where `rows` is True.

    Args:
        values: Any column.
        rows: A flag for each value.
    """
    return values.filter(pa.array(rows))


def valid(there: Bools) -> pa.Buffer:
    """Return flags as the validity bitmap of an Arrow array: False is null."""
    return pa.py_buffer(np.packbits(there, bitorder="little"))


def where(values: pa.Array, there: Bools) -> pa.Array:
    """Return the values, null where `there` is False; nothing of them is copied."""
    _, at, bytes_ = values.buffers()
    bitmap = valid(np.concatenate([np.zeros(values.offset, bool), there]) if values.offset else there)
    return pa.Array.from_buffers(values.type, len(values), [bitmap, at, bytes_], offset=values.offset)


def trimmed(values: pa.Array) -> pa.Array:
    """Return the values without blanks of either width at their ends."""
    return pc.utf8_trim(values, BLANKS)


def only_blanks(values: pa.Array) -> Bools:
    """Return where a value is made of blanks, one or more, and nothing else."""
    return _made_of(BLANKS, values)


def nothing_written(values: pa.Array) -> Bools:
    """Return where a value is empty, or made of blanks and newlines only: there is nothing in it for a person."""
    result: Bools = _made_of(f"{BLANKS}\r\n", values) | (widths(values) == 0)
    return result


def _made_of(characters: str, values: pa.Array) -> Bools:
    """Return where a value, not empty, is made of some of the blanks and newlines only: it begins with one."""
    lowest, highest = bounds(values)
    if lowest > 0x20 and highest < 0xE3:  # the full-width blank is E3 80 80
        return np.zeros(len(values), bool)
    suspects = np.logical_or.reduce([starts(values, one) for one in characters if lowest <= one.encode()[0]])
    return scatter(suspects, widths(pc.utf8_trim(take(values, suspects), characters)) == 0) if suspects.any() else suspects


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


@lru_cache(maxsize=64)
def table(ranges: Ranges) -> Bools:
    """Return `ranges` as one flag a code point, shape (CODE_POINTS,)."""
    flags = np.zeros(CODE_POINTS, bool)
    for first, last in ranges:
        flags[first : last + 1] = True
    return flags


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


#: So many characters are sorted in less time than all code points are looked through.
_FEW = 1 << 14
#: Caches of one column, which several checks read in a row; they never change a result.
_characters: LastResult[npt.NDArray[np.intp]] = LastResult()
_seen: LastResult[_Buffers] = LastResult()


def characters(values: pa.Array) -> npt.NDArray[np.intp]:
    """Return the code points that occur in the column, in their order."""
    return _characters.of(values, None, _occurring)


def _occurring(values: pa.Array) -> npt.NDArray[np.intp]:
    occurring = data(values)
    if len(occurring) and int(occurring.max()) < 0x80:
        return np.flatnonzero(np.bincount(occurring))
    text = occurring.tobytes().decode("utf-8", "surrogatepass")
    if int(occurring.max()) < 0xF0:  # nothing beyond the first plane, of which all but few columns are
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        flags = np.zeros(0x10000, bool)
        flags[units] = True
        return np.flatnonzero(flags)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if len(points) < _FEW:
        return np.unique(points).astype(np.intp)
    flags = np.zeros(CODE_POINTS, bool)
    flags[points] = True
    return np.flatnonzero(flags)


def contains_any(values: pa.Array, forbidden: Bools, *, besides: Bools | None = None) -> pa.Array | None:
    """Return which values hold at least one of some characters.

    Args:
        values: the column.
        forbidden: one flag a code point, shape (CODE_POINTS,).
        besides: likewise; characters that are left out, None = none.

    Returns:
        An Arrow mask; None when no value does, which costs one pass over the bytes.
    """
    lowest, highest = bounds(values)
    if highest < 0x80 and not forbidden[lowest : highest + 1].any():
        return None
    points = characters(values)
    present = points[forbidden[points]]
    if besides is not None:
        present = present[~besides[present]]
    if len(present) == 0:
        return None
    return pc.match_substring_regex(values, f"[{regex_class(runs(present))}]")


def runs(code_points: npt.NDArray[np.intp]) -> Ranges:
    """Return sorted code points, at least one, as ranges."""
    breaks = np.flatnonzero(np.diff(code_points) != 1)
    firsts = code_points[np.concatenate(([0], breaks + 1))]
    lasts = code_points[np.concatenate((breaks, [len(code_points) - 1]))]
    return tuple((int(a), int(b)) for a, b in zip(firsts, lasts, strict=True))


def regex_class(ranges: Iterable[tuple[int, int]]) -> str:
    """Return ranges as the inside of an RE2 character class."""
    return "".join(f"\\x{{{a:X}}}-\\x{{{b:X}}}" for a, b in ranges)


def matches(values: pa.Array, pattern: str) -> Bools:
    """Return where the whole value matches an RE2 pattern; a newline is a character like any other.

    Args:
        values: From `strings(...)`: no nulls.
        pattern: RE2, without anchors.
    """
    return boolean(pc.match_substring_regex(values, rf"\A(?s:{pattern})\z"))
