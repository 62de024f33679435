"""Kernels over whole columns of strings.

A clean column is the usual case, and the kernels here settle it without looking at a single value: by the bytes and the
characters that occur at all. Unless it says otherwise, a kernel takes what `strings` returns: one `pa.string()` array
without nulls. Masks are numpy's, one flag a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chukan.values.buffers import Bools, LastResult, as_arrow, bounds, data, is_ascii, starts, widths

Ranges = tuple[tuple[int, int], ...]
"""Code points, as (first, last) pairs, both inclusive."""

CODE_POINTS = 0x110000
BLANKS = " \u3000"
"""The half-width and the full-width blank."""


def one_of(numbers: npt.NDArray[Any], wanted: Iterable[int]) -> Bools:
    """Return which numbers are one of a few."""
    return np.logical_or.reduce([numbers == one for one in wanted]) if wanted else np.zeros(len(numbers), bool)


def mask(failing: Bools) -> pa.Array | None:
    """Return a numpy mask as an Arrow one; None when nothing is True."""
    return as_arrow(failing) if bool(failing.any()) else None


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
    """Return the values where `rows` is True: the very column where all are, of which much is known already.

    Args:
        values: Any column.
        rows: A flag for each value.
    """
    return values if rows.all() else values.filter(as_arrow(rows))


def trimmed(values: pa.Array) -> pa.Array:
    """Return the values without blanks of either width at their ends."""
    return pc.utf8_trim(values, BLANKS) if holds_half_blank(values) or holds_full_blank(values) else values


def holds_half_blank(values: pa.Array) -> bool:
    """Return whether a half-width blank occurs."""
    return bounds(values)[0] <= ord(" ") and bool((data(values) == ord(" ")).any())


def holds_full_blank(values: pa.Array) -> bool:
    """Return whether a full-width blank occurs."""
    return not is_ascii(values) and bool((characters(values) == ord("\u3000")).any())


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
    return (
        scatter(suspects, widths(pc.utf8_trim(take(values, suspects), characters)) == 0) if suspects.any() else suspects
    )


@lru_cache(maxsize=64)
def table(ranges: Ranges) -> Bools:
    """Return `ranges` as one flag a code point, shape (CODE_POINTS,)."""
    flags = np.zeros(CODE_POINTS, bool)
    for first, last in ranges:
        flags[first : last + 1] = True
    return flags


#: So many characters are sorted in less time than all code points are looked through.
_FEW = 1 << 14
#: A cache of one column, which several checks read in a row; it never changes a result.
_characters: LastResult[npt.NDArray[np.intp]] = LastResult()


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
