"""Where the physical lines of a buffer begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CR, LF = 13, 10
#: What ends a line.
NEWLINE = re.compile(rb"\r\n|\r|\n")
_SPACE = 0x20


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in order: content is ``[starts, ends)``, the newline ``[ends, nexts)``."""

    starts: Ints
    ends: Ints
    nexts: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def upto(self, count: int) -> Lines:
        """Return the first `count` lines."""
        return Lines(self.starts[:count], self.ends[:count], self.nexts[:count])


#: Bytes that are looked at in one go: they and their flags stay in the cache of a core.
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class LowBytes:
    """Where a buffer holds bytes below 0x20: found once, since newlines and control bytes are all among them.

    Attributes:
        places: Where they are, in order.
        bytes: What they are.
    """

    places: Ints
    bytes: Bytes

    @classmethod
    def of(cls, data: Bytes, most: int) -> Self | None:
        """Return those of `data`; None where they are more than `most`: each place takes eight bytes."""
        parts, count = [np.zeros(0, np.int64)], 0
        for at in range(0, len(data), _PIECE):
            places = np.flatnonzero(data[at : at + _PIECE] < _SPACE)
            places += at
            parts.append(places)
            count += len(places)
            if count > most:
                return None
        every = np.concatenate(parts)
        return cls(every, data[every])

    def upto(self, end: int) -> Self:
        """Return those of the first `end` bytes."""
        count = int(np.searchsorted(self.places, end))
        return self if count == len(self.places) else type(self)(self.places[:count], self.bytes[:count])


def physical(data: Bytes, *, final: bool, following: int | None = None, low: LowBytes | None = None) -> Lines:
    """Return the lines of `data`, ended by CRLF, LF or CR.

    Args:
        data: bytes that begin at a line's start.
        final: nothing follows. Otherwise a last line without a newline is left out, and so is one
            that ends with a CR at the very end, where that may be half of a CRLF.
        following: the byte behind `data`, where it is known.
        low: the low bytes of `data`, where they were found already.
    """
    if low is None:
        ends, returns = np.flatnonzero(data == LF), np.count_nonzero(data == CR)
    else:
        ends, returns = low.places[low.bytes == LF], np.count_nonzero(low.bytes == CR)
    nexts = ends + 1
    if returns:
        before = ends - 1
        crlf = (data[before] == CR) & (before >= 0)
        ends = ends - crlf
        if np.count_nonzero(crlf) != returns:
            ends, nexts = _with_lone_returns(data)
    half = not final and following in (None, LF)
    if half and len(nexts) and nexts[-1] == len(data) and data[-1] == CR:
        ends, nexts = ends[:-1], nexts[:-1]
    starts = np.empty(len(nexts), np.int64)
    if len(nexts):
        starts[0] = 0
        starts[1:] = nexts[:-1]
    rest = int(nexts[-1]) if len(nexts) else 0
    if final and rest < len(data):
        starts, ends, nexts = (
            np.append(array, value) for array, value in ((starts, rest), (ends, len(data)), (nexts, len(data)))
        )
    return Lines(starts, ends, nexts)


def _with_lone_returns(data: Bytes) -> tuple[Ints, Ints]:
    """Return ends and nexts of lines that end with LF, CRLF, or a CR that no LF follows."""
    feeds, lone = data == LF, data == CR
    lone[:-1] &= ~feeds[1:]
    last = np.flatnonzero(feeds | lone)
    crlf = feeds[last] & (last > 0) & (data[last - 1] == CR)
    return last - crlf, last + 1


def arrow(numbers: Ints) -> pa.Array:
    """As an int64 array of Arrow, without a copy; ``pa.array`` would import pandas for it."""
    contiguous = np.ascontiguousarray(numbers, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(contiguous), [None, pa.py_buffer(contiguous)])


@dataclass(frozen=True, slots=True)
class Newlines:
    """How many lines end with each newline (crlf, lf, cr, none), and the first line that does, from 0."""

    counts: dict[str, int]
    firsts: dict[str, int]

    @property
    def size(self) -> int:
        """Their bytes (their characters, where the text was transcoded)."""
        return 2 * self.counts.get("crlf", 0) + self.counts.get("lf", 0) + self.counts.get("cr", 0)


def newlines(data: Bytes, lines: Lines, numbers: Ints | None = None) -> Newlines:
    """Return the newlines of `lines`, whose numbers are 0, 1, 2 ... or `numbers`.

    Args:
        data: The block, as uint8.
        lines: Where they begin and end.
        numbers: The numbers of `lines` among all lines; None = 0, 1, 2 ...
    """
    sizes = lines.nexts - lines.ends
    counts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    if not len(lines):
        return Newlines(counts, firsts)
    shortest, longest = int(sizes.min()), int(sizes.max())
    kinds = {"crlf": sizes == 2, "none": sizes == 0} if shortest != longest else {_KINDS[longest]: sizes == longest}
    if 1 in (shortest, longest) or (shortest, longest) == (0, 2):
        single = sizes == 1
        lone_return = data[np.minimum(lines.ends, len(data) - 1)] == CR
        kinds |= {"lf": single & ~lone_return, "cr": single & lone_return}
    for kind, mask in kinds.items():
        if count := int(np.count_nonzero(mask)):
            row = int(mask.argmax())
            counts[kind], firsts[kind] = count, row if numbers is None else int(numbers[row])
    return Newlines(counts, firsts)


_KINDS = {0: "none", 1: "lf", 2: "crlf"}


def newline_size(data: bytes, end: int) -> int:
    """Return the size of the newline at `end`: 0, 1 or 2.

    Args:
        data: The block.
        end: The offset behind the last byte of a line.
    """
    return 2 if data[end : end + 2] == b"\r\n" else min(1, len(data) - end)
