"""A header that occurs again inside a file: files that were joined, one behind the other."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from chukan.intake.records.lines import Bytes, Ints
from chukan.intake.records.split import split

#: What may precede the header of a joined file: its byte order mark, and the end mark of the file before it.
MARKS = (b"\x00", b"\x1a", codecs.BOM_UTF8)
#: How many records that differ are looked for all at once; the others one by one.
_SPELLINGS = 4
#: Bytes of a record that are compared before it is taken apart, as one number.
_KEY = 8
_ANY_MARKS = re.compile(b"(?:" + b"|".join(map(re.escape, MARKS)) + b")*")


@dataclass(frozen=True)
class RepeatedHeader:
    """Finds records that are a header again.

    Args:
        names: the fields of the header, as bytes of the data that is cut.
        delimiter: None = fixed width; the only name is then the whole header.
        quote: of a delimited file.
    """

    names: tuple[bytes, ...]
    delimiter: int | None
    quote: int | None = None

    def rows(self, data: bytes, starts: Ints, ends: Ints) -> list[Ints]:
        """Return the records that are the header again; those together that are alike to the byte.

        Args:
            data: the buffer.
            starts: where the records begin in it.
            ends: where their contents end.
        """
        view = np.frombuffer(data, np.uint8)
        left = self._candidates(view, starts)
        found: list[Ints] = []
        for _ in range(_SPELLINGS):
            if not len(left):
                return found
            record = data[starts[left[0]] : ends[left[0]]]
            same = ends[left] - starts[left] == len(record)
            for offset in range(len(record) if np.count_nonzero(same) > 1 else 0):
                same[same] = view[starts[left[same]] + offset] == record[offset]
            if self.matches(record):
                found.append(left[same])
            left = left[~same]
        single = [row for row in left.tolist() if self.matches(data[starts[row] : ends[row]])]
        return [*found, *(np.array([row]) for row in single)]

    def matches(self, record: bytes) -> bool:
        """Return True when a record is the header, or nearly."""
        record = without_marks(record)
        if self.delimiter is None:
            return record.rstrip(b" ") == self.names[0].rstrip(b" ")
        values = [value.strip(b" ") for value in split(record, self.delimiter, self.quote).values]
        same = len({*values} & {*self.names} - {b""})  # a blank column is no name, and most records have one
        if len(self.names) == 1:
            return same == len(values) == 1
        return same >= 2 and 3 * same >= 2 * len(values)

    def is_in_order(self, record: bytes) -> bool:
        """Return True unless a record that is the header again has its columns in another order."""
        if self.delimiter is None:
            return True
        values = [value.strip(b" ") for value in split(without_marks(record), self.delimiter, self.quote).values]
        return all(
            value not in self.names or self.names[n : n + 1] == (value,) for n, value in enumerate(values) if value
        )

    def _candidates(self, view: Bytes, starts: Ints) -> Ints:
        """Return the records that begin like a name of the header: few, or many alike, so that each can be taken apart."""
        if not len(starts):
            return np.zeros(0, np.int64)
        firsts = view.take(starts).tobytes()  # once: they sort out most records, and `translate` is the fastest to ask
        rows = np.flatnonzero(np.frombuffer(firsts.translate(self._firsts), np.bool_))
        at_end = starts[rows] + _KEY > len(view)
        begin = tuple(self._beginnings)
        last = [row for row in rows[at_end].tolist() if (view[starts[row] :].tobytes() + b"\n").startswith(begin)]
        found = [np.array(last, np.int64)]  # hardly any
        rows = rows[~at_end]
        if len(rows):
            heads = np.lib.stride_tricks.sliding_window_view(view, _KEY)[starts[rows]]
            keys = heads.view(">u8").ravel().astype(np.uint64)
            for size, known in self._keys.items():
                short = keys >> np.uint64(8 * (_KEY - size))
                place = np.minimum(np.searchsorted(known, short), len(known) - 1)  # `np.isin` would sort them all
                found.append(rows[known[place] == short])
        return np.flatnonzero(np.bincount(np.concatenate(found), minlength=1))

    @cached_property
    def _beginnings(self) -> frozenset[bytes]:
        """How a header may begin, whatever the order of its columns."""
        quote = b"" if self.quote is None else bytes((self.quote,))
        behind = (b" ", b"\r", b"\n", bytes((self.delimiter or 0x20,)))
        names = [(quote + name + quote, *(name + one for one in behind)) for name in self.names if name]
        return frozenset(begin[:_KEY] for begin in (*chain.from_iterable(names), *MARKS))

    @cached_property
    def _firsts(self) -> bytes:
        """For `bytes.translate`: 1 for the bytes that a beginning begins with."""
        firsts = {begin[0] for begin in self._beginnings}
        return bytes(byte in firsts for byte in range(256))

    @cached_property
    def _keys(self) -> dict[int, npt.NDArray[np.uint64]]:
        """Number of bytes -> the beginnings that have so many, as numbers in order."""
        found: dict[int, list[int]] = {}
        for begin in self._beginnings:
            found.setdefault(len(begin), []).append(int.from_bytes(begin))
        return {size: np.sort(np.array(keys, np.uint64)) for size, keys in found.items()}


def without_marks(record: bytes) -> bytes:
    """Return a record without the end marks and byte order marks before it."""
    before = _ANY_MARKS.match(record)
    return record[before.end() :] if before else record
