"""A header that occurs again inside a file: files that were joined, one behind the other."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import numpy as np

from chukan.intake.records.lines import Bytes, Ints
from chukan.intake.records.split import split

#: What may precede the header of a joined file: its byte order mark, and the end mark of the file before it.
_BEFORE = (b"\x00", b"\x1a", codecs.BOM_UTF8)


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

    def rows(self, data: bytes, starts: Ints, ends: Ints) -> list[int]:
        """Return the records that are the header again.

        Args:
            data: the buffer.
            starts: where the records begin in it.
            ends: where their contents end.
        """
        view = np.frombuffer(data, np.uint8)
        return [row for row in self._candidates(view, starts) if self.matches(data[starts[row] : ends[row]])]

    def matches(self, record: bytes) -> bool:
        """Return True when a record is the header, or nearly."""
        record = without_marks(record)
        if self.delimiter is None:
            return record.rstrip(b" ") == self.names[0].rstrip(b" ")
        values = [value.strip(b" ") for value in split(record, self.delimiter, self.quote).values]
        same = len({*values} & {*self.names})
        if len(self.names) == 1:
            return same == len(values) == 1
        return same >= 2 and 3 * same >= 2 * len(values)

    def _candidates(self, view: Bytes, starts: Ints) -> list[int]:
        """Return the records that begin like the header: few, so that each can be taken apart."""
        if not len(starts):
            return []
        needle = self.names[0][:8]
        quoted = needle if self.quote is None else bytes((self.quote,)) + needle
        rows = [_beginning_with(view, starts, beginning) for beginning in {needle, quoted, *_BEFORE} if beginning]
        return sorted({int(row) for some in rows for row in some})


def _beginning_with(view: Bytes, starts: Ints, beginning: bytes) -> Ints:
    """Return the rows that begin so; byte by byte, as the first ones sort out most."""
    rows = np.arange(len(starts))
    for offset, byte in enumerate(beginning):
        rows = rows[view[np.minimum(starts[rows] + offset, len(view) - 1)] == byte]
    return rows


def without_marks(record: bytes) -> bytes:
    """Return a record without the end marks and byte order marks before it."""
    while True:
        before = next((mark for mark in _BEFORE if record.startswith(mark)), None)
        if before is None:
            return record
        record = record[len(before) :]
