"""What to think of records that span lines although their quotes stand in pairs: one record, or a stray quote before several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np

from chukan.intake.records.block import MULTILINE_KINDS, MultilineKind
from chukan.intake.records.lines import CR, LF, Bytes, Ints, Lines
from chukan.intake.records.pairing import places_outside
from chukan.intake.records.rules import LARGEST, RecordRules
from chukan.intake.records.split import split

#: Bytes of a record that is remembered at most, and how many are.
_REMEMBERED = 256
#: Records that span lines from which on those of one shape are judged together, and how many shapes are.
_MANY, _SHAPES = 32, 8
#: Records that span lines from which on their fields are counted together.
_SEVERAL = 8
#: Beside the indices of `MULTILINE_KINDS`: no record, but a stray quote before several.
STRAY = -1


class FoldedRecords:
    """Judges the records of a buffer that span lines.

    Args:
        data: the buffer.
        front: the first bytes of it, in which records are looked for.
        lines: the physical lines of `front`.
        rules: delimiter, quote, width.
    """

    def __init__(self, data: bytes, front: Bytes, lines: Lines, rules: RecordRules) -> None:
        self._data, self._front, self._lines, self._rules = data, front, lines, rules
        assert rules.quote is not None  # noqa: S101 - the caller looked
        self._quote = rules.quote
        self._delimiters: dict[int, Ints] = {}
        #: What every byte counts as when it is asked whether quotes are believed: delimiter, quote and newlines matter.
        marks = (rules.delimiter, rules.quote, CR, LF)
        other = next(byte for byte in b"abc" if byte not in marks)
        self._shape = bytes(byte if byte in marks else other for byte in range(256))
        #: What was thought of short records that span lines, by their shapes: a file may hold millions that are alike.
        self._folds: dict[bytes, int] = {}

    def judged(self, firsts: Ints, lasts: Ints, parity: int) -> Ints:
        """Return what to think of well-formed records that span lines, up to the first one that is none (`STRAY`).

        Where there are many, those of the same shape are judged together.

        Args:
            firsts: The first line of each.
            lasts: Its last line.
            parity: Of the quotes that open.

        Returns:
            Indices in `MULTILINE_KINDS`, or `STRAY`; what is behind a `STRAY` means nothing.
        """
        starts = self._lines.starts[firsts]
        sizes = self._lines.ends[lasts] - starts
        kinds, left = np.zeros(len(firsts), np.int64), np.arange(len(firsts))
        shape = np.frombuffer(self._shape, np.uint8)
        for _ in range(_SHAPES):
            if len(left) < _MANY or sizes[left[0]] > _REMEMBERED:
                break
            size, start = int(sizes[left[0]]), int(starts[left[0]])
            same = sizes[left] == size
            for offset, byte in enumerate(self._data[start : start + size].translate(self._shape)):
                same[same] = shape[self._front[starts[left[same]] + offset]] == byte
            kinds[left[same]] = self._fold(int(firsts[left[0]]), int(lasts[left[0]]))
            left = left[~same]
        known = len(left) >= _SEVERAL or parity in self._delimiters
        fields = self._fields(firsts[left], lasts[left], parity) if known else [None] * len(left)
        for row, count in zip(left.tolist(), fields, strict=True):
            kinds[row] = self._fold(int(firsts[row]), int(lasts[row]), count)
            if kinds[row] == STRAY:
                break
        return kinds

    def _fields(self, firsts: Ints, lasts: Ints, parity: int) -> list[int]:
        """Return the number of fields of well-formed records; see `_judged`."""
        if parity not in self._delimiters:
            self._delimiters[parity] = places_outside(self._front, self._rules.delimiter, self._quote, parity)
        places = self._delimiters[parity]
        starts, ends = self._lines.starts[firsts], self._lines.ends[lasts]
        counts: list[int] = (np.searchsorted(places, ends) - np.searchsorted(places, starts) + 1).tolist()
        return counts

    def _fold(self, first: int, last: int, fields: int | None = None) -> int:
        """Return what to think of a well-formed record from line `first` to line `last`; `fields`: how many it has, if known."""
        start, end = int(self._lines.starts[first]), int(self._lines.ends[last])
        if end - start > LARGEST:
            return STRAY
        record = self._data[start:end]
        shape = record.translate(self._shape) if len(record) <= _REMEMBERED else b""
        if shape and (known := self._folds.get(shape)) is not None:
            return known
        if fields is None:
            fields = split(record, self._rules.delimiter, self._quote, keep=0).count
        believed = self.believed(fields, (self._line(number) for number in range(first + 1, last + 1)))
        kind = STRAY if believed == "stray_quote" else MULTILINE_KINDS.index(believed)
        if shape and len(self._folds) < _REMEMBERED:
            self._folds[shape] = kind
        return kind

    def believed(self, fields: int, swallowed: Iterable[bytes]) -> MultilineKind | Literal["stray_quote"]:
        """Is a record that spans lines one record, or a stray quote before several?

        Lines that would be records by themselves speak for the quote being stray; so does a wrong
        number of fields, unless newlines in values were agreed on.
        """
        rules = self._rules
        right = rules.has_width(fields)
        doubled = bytes((self._quote,)) * 2
        inside = (line for line in swallowed if self._quote not in line.replace(doubled, b""))  # all of it one value's
        looks = any(rules.looks_like_record(line) for line in inside)
        if rules.newlines_in_values:
            return "fine" if not looks else "looks_swallowed" if right else "stray_quote"
        if looks or not right:
            return "stray_quote"
        return "fine" if rules.newlines_in_values is None else "not_agreed"

    def _line(self, number: int) -> bytes:
        return self._data[self._lines.starts[number] : self._lines.ends[number]]
