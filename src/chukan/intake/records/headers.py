"""A header that occurs again inside a file: files that were joined, one behind the other."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np

from chukan.intake.records.lines import Bytes, Ints
from chukan.intake.records.split import split

#: What may precede the header of a joined file: its byte order mark, and the end mark of the file before it.
_BEFORE = (b"\x00", b"\x1a", codecs.BOM_UTF8)
#: How many records that differ are looked for all at once; the others one by one.
_SPELLINGS = 4
_MARKS = re.compile(b"(?:" + b"|".join(map(re.escape, _BEFORE)) + b")*")


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

    def _candidates(self, view: Bytes, starts: Ints) -> Ints:
        """Return the records that begin like the header: few, or many of them alike, so that each can be taken apart."""
        if not len(starts):
            return np.zeros(0, np.int64)
        needle = self.names[0][:8]
        quoted = needle if self.quote is None else bytes((self.quote,)) + needle
        firsts = view.take(starts)  # once for all beginnings: it sorts out most records
        found = np.zeros(len(starts), np.bool_)  # `np.unique` would import all of numpy.ma
        for beginning in {needle, quoted, *_BEFORE}:
            if beginning:
                found[_beginning_with(view, starts, np.flatnonzero(firsts == beginning[0]), beginning)] = True
        return np.flatnonzero(found)


def _beginning_with(view: Bytes, starts: Ints, rows: Ints, beginning: bytes) -> Ints:
    """Return those of `rows` that begin so; they have its first byte already."""
    for offset, byte in enumerate(beginning[1:], 1):
        rows = rows[view[np.minimum(starts[rows] + offset, len(view) - 1)] == byte]
    return rows


def without_marks(record: bytes) -> bytes:
    """Return a record without the end marks and byte order marks before it."""
    before = _MARKS.match(record)
    return record[before.end() :] if before else record
