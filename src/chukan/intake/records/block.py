"""A block: some whole records as bytes, and where each of them stands.

The cutter says what is a record; the plan says what is in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from chukan.intake.batch import Batch
from chukan.intake.encoding.transcode import Origin
from chukan.intake.records.lines import Bools, Bytes, Ints, Newlines
from chukan.intake.source.open_source import read_range

SpanKind = Literal[
    "blank", "skipped", "control", "header", "end", "bad_quote", "stray_quote", "too_long", "unknown_type"
]
MultilineKind = Literal["fine", "not_agreed", "looks_swallowed"]
MULTILINE_KINDS: tuple[MultilineKind, ...] = ("fine", "not_agreed", "looks_swallowed")


@dataclass(frozen=True, slots=True)
class IrregularSpan:
    """Bytes of a block that the quick parser must not see. Offsets are relative to the block's data.

    ``blank``: lines without a record. ``skipped``: records that are passed over unseen. ``control``:
    header, trailer, end and other records that are no data. ``header``: the header of the columns, again.
    ``end``: 0x1A and NUL after the last record, and lines of nothing else. The others are data records: ``bad_quote``: a quote
    where none may be; ``stray_quote``: a quote opens and its record can't be told; ``too_long``: no newline
    within the largest record that is read in one piece; ``unknown_type``: of no agreed record type.

    Attributes:
        end: End of the content, before the newline.
        line: Its first line, from 0 in the block.
        quote: ``stray_quote``: where the quote opens.
        swallowed: ``stray_quote``: how many further lines a reader that trusts the quote would swallow.
        closed: ``stray_quote``: False when no closing quote was found as far as was looked.
        record_kind: ``control``: the index in `RecordTyping.kinds`.
        records: How many records it is: lines that follow one another, are alike to the byte and can't be read.
    """

    kind: SpanKind
    start: int
    end: int
    next: int
    line: int
    lines: int = 1
    quote: int | None = None
    swallowed: int = 0
    closed: bool = True
    record_kind: int = -1
    records: int = 1

    @property
    def period(self) -> int:
        """Bytes of one of its records, with its newline."""
        return (self.next - self.start) // self.records

    @property
    def size(self) -> int:
        """Bytes of one of its records, without its newline."""
        return self.end - self.start - (self.records - 1) * self.period

    @property
    def is_record(self) -> bool:
        """True when it counts as a data record."""
        return self.kind in ("bad_quote", "stray_quote", "too_long", "unknown_type")


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Multiline:
    """The clean records that span lines, by newlines in quotes; a file may hold millions.

    Attributes:
        starts: Where each begins in the data.
        lines: Its first line, from 0 in the block.
        counts: How many lines it spans.
        kinds: What to think of it: an index in `MULTILINE_KINDS`.
    """

    starts: Ints = field(default_factory=_none)
    lines: Ints = field(default_factory=_none)
    counts: Ints = field(default_factory=_none)
    kinds: Ints = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, rows: Ints | Bools | slice) -> Multiline:
        """Return some of them."""
        return Multiline(self.starts[rows], self.lines[rows], self.counts[rows], self.kinds[rows])

    @classmethod
    def joined(cls, parts: Sequence[Multiline]) -> Multiline:
        """Return all of several, one behind the other."""
        return cls(*(np.concatenate([_none(), *(getattr(p, f.name) for p in parts)]) for f in fields(cls)))


@dataclass
class Found:
    """The records at the front of a buffer.

    Attributes:
        end: How many bytes were taken; 0 = more must be read first.
        lines: The line on which each clean record begins, from 0.
        low: Bytes below 0x20 that were taken; None = they were not counted.
        quoted: False = no quote is among what was taken.
    """

    end: int = 0
    starts: Ints = field(default_factory=_none)
    ends: Ints = field(default_factory=_none)
    lines: Ints = field(default_factory=_none)
    irregular: tuple[IrregularSpan, ...] = ()
    multiline: Multiline = field(default_factory=Multiline)
    newlines: Newlines = field(default_factory=lambda: Newlines({}, {}))
    line_count: int = 0
    low: int | None = None
    quoted: bool = True

    @property
    def records(self) -> int:
        """Clean and odd ones."""
        return len(self.starts) + sum(span.records for span in self.irregular if span.is_record)


@dataclass(frozen=True)
class Block:
    """Some whole records.

    ``starts``, ``ends`` (of the content) and ``lines`` (from 0) describe the clean records; they and
    the `irregular` together cover all of `data` but the newlines.

    Attributes:
        offset: Of ``raw[0]`` in the file.
        newlines: Those that end a line; those in quotes are not among them.
        low: Bytes of `data` below 0x20; None = they were not counted.
        quoted: False = no quote stands in `data`.
        origin: Where `raw` can't be cut as it stands: the same as UTF-8 with marks.
    """

    index: int
    offset: int
    first_record: int
    first_line: int
    raw: bytes
    starts: Ints
    ends: Ints
    lines: Ints
    irregular: tuple[IrregularSpan, ...] = ()
    multiline: Multiline = field(default_factory=Multiline)
    newlines: Newlines = field(default_factory=lambda: Newlines({}, {}))
    """Those that end a line; those in quotes are not among them."""
    low: int | None = None
    quoted: bool = True
    controls_before: tuple[int, ...] = ()
    """For each kind of record how many control records of it come before the block; empty = one kind only."""
    origin: Origin | None = None
    place: Path | None = None
    """The file in which `raw` stands at `offset`, byte for byte; None = it must be unpacked, fetched or decoded first."""

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the bytes where another process can read them itself."""
        state = {name: value for name, value in self.__dict__.items() if name in _FIELDS}
        if self.place is not None:
            state["raw"] = len(self.raw)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Read the bytes that were left out.

        Raises:
            InputError: they are not there any more.
        """
        if isinstance(state["raw"], int):
            state["raw"] = read_range(state["place"], state["offset"], state["raw"])
        self.__dict__.update(state)

    @property
    def data(self) -> bytes:
        """What is parsed."""
        return self.raw if self.origin is None else self.origin.text

    @property
    def unit(self) -> int:
        """Bytes of a newline character in `raw`."""
        return 1 if self.origin is None else self.origin.unit

    @cached_property
    def view(self) -> Bytes:
        """`data` as an array."""
        return np.frombuffer(self.data, np.uint8)

    @cached_property
    def irregular_records(self) -> tuple[IrregularSpan, ...]:
        """The irregular that are data records."""
        return tuple(span for span in self.irregular if span.is_record)

    @cached_property
    def records(self) -> Ints:
        """The record numbers of the clean records."""
        numbers = np.arange(self.first_record, self.first_record + len(self.starts), dtype=np.int64)
        if self.irregular_records:
            before = np.searchsorted(np.array([span.start for span in self.irregular_records]), self.starts)
            numbers += self._irregular_before[before]
        return numbers

    @cached_property
    def irregular_numbers(self) -> Ints:
        """The record numbers of `irregular_records`; of several alike that of the first."""
        before = np.searchsorted(self.starts, np.array([span.start for span in self.irregular_records], np.int64))
        return self.first_record + before + self._irregular_before[:-1]

    @property
    def _irregular_before(self) -> Ints:
        """How many irregular records come before each span of them, and before the end."""
        return np.cumsum([0, *(span.records for span in self.irregular_records)], dtype=np.int64)

    @property
    def irregular_count(self) -> int:
        """How many records the irregular spans hold."""
        return int(self._irregular_before[-1])

    def body(self, keep: Bools | None = None) -> bytes:
        """Return the bytes of the clean records (those that `keep` names), newlines between them."""
        if keep is None:
            return b"".join(self._between_irregular()) if self.irregular else self.data
        rows = np.flatnonzero(keep)
        if not len(rows):
            return b""
        after_irregular = np.isin(rows[1:], np.searchsorted(self.starts, [span.start for span in self.irregular]))
        breaks = np.flatnonzero((np.diff(rows) > 1) | after_irregular)
        firsts, lasts = rows[np.append(0, breaks + 1)], rows[np.append(breaks, len(rows) - 1)]
        spans = zip(self.starts[firsts].tolist(), self.ends[lasts].tolist(), strict=True)
        return b"\n".join(self.data[start:end] for start, end in spans)

    def _between_irregular(self) -> list[bytes]:
        pieces, at = [], 0
        for span in self.irregular:
            pieces.append(self.data[at : span.start])
            at = span.next
        pieces.append(self.data[at:])
        return pieces

    def offset_of(self, at: int) -> int:
        """Return the place in the file of the byte ``data[at]``."""
        return self.offset + self._in_raw(at)

    def raw_slice(self, start: int, end: int) -> bytes:
        """Return the file's own bytes of ``data[start:end]``."""
        return self.raw[self._in_raw(start) : self._in_raw(end)]

    def _in_raw(self, at: int) -> int:
        return at if self.origin is None else self.origin.offset(at)


_FIELDS = frozenset(f.name for f in fields(Block))


class Plan(Protocol):
    """How the blocks of one file are parsed; can be pickled."""

    def parse(self, block: Block) -> Batch:
        """Return the records of a block. A pure function: in any process, in any order."""
        ...

    def only(self, items: Collection[str]) -> Plan:
        """Return a plan for whoever needs but some items: same records, same rejected ones, of these items the same values.

        Args:
            items: names of the layout; others may be left out.
        """
        ...
