"""Records of a buffer that holds quotes.

Where quotes stand in well-formed pairs, whole stretches of records are found at once with numpy.
A record with a quote where none may be is looked at by itself, byte by byte, and reading goes on
behind it. A quote that opens and does not close where it should costs one line, never the rest.

How a stretch is found, given that its first byte is outside quotes:

1. Number the quotes from there. Those of even number open, those of odd number close; a doubled
   quote inside a value is a closing one followed by an opening one, so the parity stays right.
2. An opening quote must follow a delimiter, a newline or another quote; a closing one must be
   followed by one of these. The first quote for which that fails ends the stretch.
3. A line that ends with an even number of quotes before it ends a record; one that ends with an odd
   number ends inside a value. So records are the runs of lines up to the next "even" line.

A stray quote can turn the parity of all that follows, and two stray quotes can hide each other. So a
record that spans lines is never believed on parity alone: see `FoldedRecords.believed`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from chukan.intake.records.block import Found, IrregularSpan, Multiline, SpanKind
from chukan.intake.records.folds import STRAY, FoldedRecords
from chukan.intake.records.lines import CR, LF, NEWLINE, Bools, Bytes, Ints, Lines, newlines
from chukan.intake.records.rules import LARGEST, MOST, RecordRules
from chukan.intake.records.split import closing, split

#: Records that a stretch is begun with.
_AT_FIRST = 64
#: Bytes that are compared at first to see whether lines are alike.
_COMPARED = 4096


class _MoreNeeded(Exception):
    """What is a record here depends on bytes that were not read yet."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far a record reaches, if its quotes are believed."""

    end: int
    """End of the record, or of what was looked at when `fields` is None."""
    fields: int | None
    """None = its quotes can't be believed."""
    closed: bool = True
    """False when a quote never closes."""


class QuotedRecords:
    """Finds the records of ``data[:stop]`` among the `lines` of its front.

    Args:
        data: the buffer.
        stop: where the data in it ends.
        front: the first bytes of it, in which records are looked for.
        lines: the physical lines of `front`.
        rules: delimiter, quote, width.
        final: nothing follows ``data[:stop]``.
    """

    def __init__(self, data: bytes, stop: int, front: Bytes, lines: Lines, rules: RecordRules, *, final: bool) -> None:
        self._data, self._stop, self._front, self._lines = data, stop, front, lines
        self._rules, self._final = rules, final
        assert rules.quote is not None  # noqa: S101 - the caller looked
        self._quote = rules.quote
        self._quotes = np.flatnonzero(front == rules.quote)
        #: Quotes before each line's end: its parity decides whether the line ends inside a value.
        self._before = np.searchsorted(self._quotes, lines.ends)
        self._violations: dict[int, Ints] = {}
        #: For each parity: the lines that end outside quotes.
        self._outside = [np.flatnonzero(self._before % 2 == parity) for parity in (0, 1)]

        self._starts: list[Ints] = []
        self._ends: list[Ints] = []
        self._numbers: list[Ints] = []
        self._closers: list[Ints] = []
        self._irregular: list[IrregularSpan] = []
        self._multiline: list[Multiline] = []
        self._taken = 0
        self._folded = FoldedRecords(data, front, lines, rules)

    def find(self) -> Found:
        """All the records that can be told."""
        line, reached = 0, 0
        try:
            while line < len(self._lines) and not self._is_full:
                line = self._stretch(line)
                reached = line
                if line < len(self._lines) and not self._is_full:
                    line = self._single(line)
                    reached = line
        except _MoreNeeded:
            pass
        return self._found(reached)

    @property
    def _is_full(self) -> bool:
        """True when so many records were taken that the rest is left to another block."""
        return self._taken + len(self._irregular) >= MOST

    def _found(self, reached: int) -> Found:
        lines = self._lines
        closers = np.concatenate([*self._closers, np.zeros(0, np.int64)]).astype(np.int64)
        alike = [np.arange(span.line, span.line + span.records) for span in self._irregular]
        closers = np.sort(np.concatenate([closers, *alike])).astype(np.int64)
        closing_lines = Lines(lines.starts[closers], lines.ends[closers], lines.nexts[closers])
        empty = np.zeros(0, np.int64)
        return Found(
            end=int(lines.nexts[reached - 1]) if reached else 0,
            starts=np.concatenate([*self._starts, empty]).astype(np.int64),
            ends=np.concatenate([*self._ends, empty]).astype(np.int64),
            lines=np.concatenate([*self._numbers, empty]).astype(np.int64),
            irregular=tuple(self._irregular),
            multiline=Multiline.joined(self._multiline),
            newlines=newlines(self._front, closing_lines, closers),
            line_count=reached,
        )

    def _wrong(self, parity: int) -> Ints:
        """Return the quotes that can't stand where they do, as positions in ``self._quotes``, ascending.

        A stretch may begin behind an odd number of quotes, when a record before it held a stray one; then the roles of the
        quotes are exchanged.

        Args:
            parity: Quotes of even (0) or odd (1) number open.
        """
        if parity not in self._violations:
            wrong = np.empty(len(self._quotes), np.bool_)
            wrong[parity::2] = ~self._beside_mark(-1)[parity::2]
            wrong[1 - parity :: 2] = ~self._beside_mark(1)[1 - parity :: 2]
            self._violations[parity] = np.flatnonzero(wrong)
        return self._violations[parity]

    def _beside_mark(self, step: int) -> Bools:
        """Return for each quote whether a delimiter, a newline, a quote or nothing stands before (-1) or behind (1) it."""
        beside: Bytes = self._front.take(self._quotes + step, mode="clip")  # at either end the quote itself
        mark: Bools = beside == self._quote
        for byte in (self._rules.delimiter, CR, LF):
            mark |= beside == byte
        return mark

    def _stretch(self, line: int) -> int:
        """Take the well-formed records from `line` on; the line on which the first other one begins."""
        first = int(self._before[line - 1]) if line else 0
        parity = first % 2  # of the quotes that open, as `line` begins outside a value
        wrong = self._wrong(parity)
        at = int(np.searchsorted(wrong, first))
        bad = int(self._quotes[wrong[at]]) if at < len(wrong) else len(self._front)
        outside = self._outside[parity]
        low = np.searchsorted(outside, line)
        high = np.searchsorted(outside, np.searchsorted(self._lines.nexts, bad, "right"))
        size = _AT_FIRST
        # A little at a time, and more while all is well: where every line is flawed, little work is in vain,
        # and the whole stays linear in the size of the buffer.
        while low < high and not self._is_full:
            closers = outside[low : min(low + size, high)]
            numbers = np.empty_like(closers)
            numbers[0], numbers[1:] = line, closers[:-1] + 1  # a record begins behind the one before it
            rows = np.flatnonzero(closers != numbers)
            if len(rows):
                firsts, lasts = numbers[rows], closers[rows]
                kinds = self._folded.judged(firsts, lasts, parity)
                folded = Multiline(self._lines.starts[firsts], firsts, lasts - firsts + 1, kinds)
                if len(stray := np.flatnonzero(kinds == STRAY)):
                    row = int(stray[0])
                    self._multiline.append(folded.take(slice(row)))
                    self._take(numbers[: rows[row]], closers[: rows[row]])
                    return int(firsts[row])
                self._multiline.append(folded)
            self._take(numbers, closers)
            line = int(closers[-1]) + 1
            low, size = low + size, 2 * size
        return line

    def _take(self, numbers: Ints, closers: Ints) -> None:
        if not len(numbers):
            return
        self._taken += len(numbers)
        self._starts.append(self._lines.starts[numbers])
        self._ends.append(self._lines.ends[closers])
        self._numbers.append(numbers)
        self._closers.append(closers)

    def _single(self, number: int) -> int:
        """Take one record that is not well-formed, or not within `front`; the line behind it."""
        start, end = int(self._lines.starts[number]), int(self._lines.ends[number])
        following = int(self._lines.nexts[number])
        parts = split(self._data[start:end], self._rules.delimiter, self._quote, keep=0)
        if parts.open_at is None:  # every quote closes on the line: only its place is wrong, the line is the record
            more = 0 if self._rules.has_width(parts.count) else self._alike(number, end)
            self._irregular.append(self._together("bad_quote", number, more))
            return number + 1 + more
        extent = self._extent(start)
        swallowed = NEWLINE.split(self._data[following : extent.end])
        if not swallowed[-1]:
            swallowed.pop()
        if extent.fields is not None and self._folded.believed(extent.fields, swallowed) != "stray_quote":
            raise _MoreNeeded  # a sound record that ends behind `front`: a larger window will hold it
        # The quote is stray: the line is given up as a record of its own, and reading goes on behind it.
        more = 0 if self._rules.has_width(parts.count) else self._alike(number, extent.end)
        self._irregular.append(
            replace(
                self._together("stray_quote", number, more),
                quote=start + parts.open_at,
                swallowed=len(swallowed),
                closed=extent.closed,
            )
        )
        return number + 1 + more

    def _together(self, kind: SpanKind, number: int, more: int) -> IrregularSpan:
        """Return a line as a span, with the `more` lines that are like it."""
        lines, last = self._lines, number + more
        return IrregularSpan(
            kind=kind,
            start=int(lines.starts[number]),
            end=int(lines.ends[last]),
            next=int(lines.nexts[last]),
            line=number,
            lines=1 + more,
            records=1 + more,
        )

    def _alike(self, number: int, seen: int) -> int:
        """Return how many of the lines behind a line are sure to be judged like it.

        What was decided for the line rests on the bytes up to `seen`. Where the bytes repeat from line to line, the same
        is decided for every line behind which as many bytes still repeat: a file of nothing but quotes and newlines is
        then read at once, and not line by line.

        Args:
            number: the line.
            seen: the last byte that was looked at.
        """
        lines, front = self._lines, self._front
        start, following = int(lines.starts[number]), int(lines.nexts[number])
        period = following - start
        if not self._rules.together or self._data[start:following] != self._data[following : following + period]:
            return 0
        same, size, most = 0, _COMPARED, len(front) - following
        while same < most:
            end = min(same + size, most)
            other = np.flatnonzero(front[start + same : start + end] != front[following + same : following + end])
            if len(other):
                same += int(other[0])
                break
            same, size = end, 2 * size
        alike = min(same // period, len(lines) - 1 - number)
        return max(0, alike - (seen - start) // period - 2)

    def _extent(self, start: int) -> _Extent:
        """Return the record that begins at `start`, its quotes believed; at most `LARGEST` bytes of it."""
        data, quote, delimiter = self._data, self._quote, self._rules.delimiter
        limit = min(self._stop, start + LARGEST)
        complete = self._final or limit < self._stop
        bare_end = re.compile(b"[" + re.escape(bytes((delimiter, quote))) + b"\r\n]")
        at, fields = start, 0
        while True:
            fields += 1
            if at < limit and data[at] == quote:
                close = closing(data, at + 1, quote, limit)
                if close is None:
                    return self._unless_more(complete, _Extent(limit, None, closed=False))
                end = close + 1
            else:
                found = bare_end.search(data, at, limit)
                end = found.start() if found else limit
            if end >= limit:
                return self._unless_more(complete, _Extent(limit, fields))
            if data[end] in (CR, LF):
                return _Extent(end, fields)
            if data[end] != delimiter:
                return _Extent(end, None)
            at = end + 1

    @staticmethod
    def _unless_more(complete: bool, extent: _Extent) -> _Extent:
        if not complete:
            raise _MoreNeeded
        return extent
