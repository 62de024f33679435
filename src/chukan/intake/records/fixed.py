"""What is a record of a fixed-width file: a line, or so many bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chukan.intake.records.block import Found
from chukan.intake.records.delimited import find_lines, set_end_marks_aside

_MARKS = b"\x00\x1a"


def _before_end(data: bytes) -> int:
    """Return where the last byte of the last record ends, at the latest: before end marks and one newline among them.

    A transfer or an editor puts a newline behind a file whose records have none; it is no record.
    """
    rest = data.rstrip(_MARKS)
    line = rest.removesuffix(b"\n").removesuffix(b"\r")
    return len(rest) if len(line) == len(rest) else len(line.rstrip(_MARKS))


@dataclass(frozen=True)
class FixedRecords:
    """Finds the records of a fixed-width file: its lines, or so many bytes each. See `cut.Finder`."""

    length: int
    newlines: bool

    def __call__(self, data: bytes, window: int, *, final: bool) -> Found:
        """Return the records of ``data[:window]``; `final`: nothing follows `data`."""
        if self.newlines:
            return find_lines(data, window, final=final)
        return self._pieces(data, window, final=final)

    def _pieces(self, data: bytes, window: int, *, final: bool) -> Found:
        length = self.length
        content = _before_end(data)
        stop = min(-(-content // length) * length, len(data))
        if final and stop == len(data) and stop % length:
            stop = content  # a short last record, and end marks behind it
        count = min(max(window, length), stop) // length
        starts = np.arange(count, dtype=np.int64) * length
        ends = starts + length
        found = Found(end=count * length, starts=starts, ends=ends, lines=np.arange(count), line_count=count)
        if final and 0 < stop - found.end < length and len(data) - found.end < 2 * length:
            found.starts, found.ends = np.append(starts, found.end), np.append(ends, stop)
            found.lines, found.end, found.line_count = np.arange(count + 1), stop, count + 1
        if final and found.end == stop:
            set_end_marks_aside(found, stop, len(data))
        return found
