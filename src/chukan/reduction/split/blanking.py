"""Taking 個人番号 out of the records that are archived (番号法20条): the field is emptied, nothing else is touched.

In a delimited file nothing is left between the delimiters any more (quotes stay); in a fixed-width file spaces do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.records.block import Block, Plan
from chukan.intake.records.lines import Bools, Bytes, Ints
from chukan.intake.records.spans import Spans
from chukan.intake.records.split import Field, split

_SPACE = np.uint8(0x20)
#: What `bytes.strip` takes off.
_BLANKS = np.frombuffer(b" \t\n\r\x0b\x0c", np.uint8)


@dataclass(frozen=True, slots=True)
class Blanked:
    """Some records without their 個人番号.

    Attributes:
        values: Values that were there.
        removed: Bytes that were removed.
    """

    raw: bytes
    values: int
    removed: int


@dataclass(frozen=True)
class Blanker:
    """Empties some columns of the records of a file."""

    plan: DelimitedPlan | FixedPlan
    columns: tuple[int, ...]

    @classmethod
    def of(cls, plan: Plan, names: Sequence[str]) -> Blanker:
        """Return the blanker of a file's columns `names`."""
        assert isinstance(plan, DelimitedPlan | FixedPlan)  # noqa: S101 - there are no others
        labels = plan.labels if isinstance(plan, DelimitedPlan) else tuple(span.item for span in plan.spans)
        wanted = set(names)
        return cls(plan, tuple(n for n, label in enumerate(labels) if label in wanted))

    def blank(self, block: Block, spans: Spans, rows: Ints) -> Blanked:
        """Return the bytes of the spans `rows` of a block, one after the other, the columns emptied.

        Args:
            block: The block.
            spans: All of its spans.
            rows: Which of them, all of records, in order.
        """
        raw = np.frombuffer(block.raw, np.uint8)
        starts, ends = self._places(block, spans, rows)
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], ends[order]
        hit = within(starts, ends, len(raw))
        chosen = within(spans.starts[rows], spans.ends[rows], len(raw))
        values = _filled(raw[hit], ends - starts)
        if isinstance(self.plan, DelimitedPlan):
            return Blanked(raw[chosen & ~hit].tobytes(), values, int((ends - starts).sum()))
        return Blanked(np.where(hit, _SPACE, raw)[chosen].tobytes(), values, 0)

    def _places(self, block: Block, spans: Spans, rows: Ints) -> tuple[Ints, Ints]:
        """Return where the values of some records are in the block's own bytes: first bytes, and bytes behind the last."""
        records = spans.records[rows]
        if not isinstance(self.plan, DelimitedPlan) or block.origin is not None or not len(block.records):
            return _ranges(self._fields(block, record) for record in records.tolist())
        # nearly all records are sound and without quotes: the delimiters between their fields are found all at once
        raw = np.frombuffer(block.raw, np.uint8)
        at = np.minimum(np.searchsorted(block.records, records), len(block.records) - 1)
        plain = block.records[at] == records
        if self.plan.rules.quote is not None:
            quotes = np.flatnonzero(raw == self.plan.rules.quote)
            plain &= np.searchsorted(quotes, block.starts[at]) == np.searchsorted(quotes, block.ends[at])
        delimiters = np.flatnonzero(raw == self.plan.rules.delimiter)
        found = [self._between(delimiters, block.starts[at[plain]], block.ends[at[plain]])]
        rest = np.flatnonzero(~plain)
        found.append(_ranges(self._sound_places(block, records[rest], at[rest])))
        starts, ends = (np.concatenate(side) for side in zip(*found, strict=True))
        return starts, ends

    def _between(self, delimiters: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Return the columns of records without quotes, from where the delimiters of the block are."""
        first, behind = np.searchsorted(delimiters, starts), np.searchsorted(delimiters, ends)
        edges = np.append(delimiters, 0)  # one more: a record may be the last, and end without a delimiter
        found_starts, found_ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for column in self.columns:
            there = first + column <= behind  # a record may have fewer fields
            before, after = first[there] + column - 1, first[there] + column
            found_starts.append(edges[before] + 1 if column else starts[there])
            found_ends.append(np.where(after < behind[there], edges[after], ends[there]))
        return np.concatenate(found_starts), np.concatenate(found_ends)

    def _sound_places(self, block: Block, records: Ints, at: Ints) -> Iterator[list[tuple[int, int]]]:
        """Yield the same for each record with quotes: one match finds all its values, where the cutter found the record."""
        assert isinstance(self.plan, DelimitedPlan)  # noqa: S101 - checked by the caller
        quote, raw, groups = self.plan.rules.quote, block.raw, range(1, len(self.columns) + 1)
        for record, row in zip(records.tolist(), at.tolist(), strict=True):
            known = self._sound is not None and block.records[row] == record
            found = self._sound.match(raw, block.starts[row], block.ends[row]) if known and self._sound else None
            if found is None:
                yield self._fields(block, record)
                continue
            places = []
            for group in groups:
                left, right = found.span(group)
                if quote is not None and right - left >= 2 and raw[left] == quote:
                    left, right = left + 1, right - 1
                places.append((left, right))
            yield places

    @cached_property
    def _sound(self) -> re.Pattern[bytes] | None:
        """A record whose fields up to the last column that is emptied are as they should be, these columns as groups."""
        assert isinstance(self.plan, DelimitedPlan)  # noqa: S101 - checked by the caller
        if not self.columns:
            return None
        delimiter, field = re.escape(bytes((self.plan.rules.delimiter,))), self._one_field.pattern
        wanted = set(self.columns)
        fields = [b"(%s)" % field if n in wanted else b"(?:%s)" % field for n in range(max(self.columns) + 1)]
        return re.compile(delimiter.join(fields) + b"(?=%s|\\Z)" % delimiter, re.DOTALL)

    def _fields(self, block: Block, record: int) -> list[tuple[int, int]]:
        """Return where the values are in the block's own bytes; a quoted one without its quotes."""
        start, end = _content(block, record)
        if isinstance(self.plan, DelimitedPlan):
            rules, text = self.plan.rules, block.data[start:end]
            fields = self._sound_fields(text, rules.delimiter) or split(text, rules.delimiter, rules.quote).fields
            places = [_value(fields[c], text, rules.quote) for c in self.columns if c < len(fields)]
        else:
            places = [(self.plan.spans[c].start, self.plan.spans[c].end) for c in self.columns]
        return [(_in_raw(block, start + s), _in_raw(block, start + e)) for s, e in sorted(places)]

    @cached_property
    def _one_field(self) -> re.Pattern[bytes]:
        """A whole field: in quotes, or without one."""
        assert isinstance(self.plan, DelimitedPlan)  # noqa: S101 - checked by the caller
        delimiter = re.escape(bytes((self.plan.rules.delimiter,)))
        if self.plan.rules.quote is None:
            return re.compile(b"[^" + delimiter + b"]*")
        quote = re.escape(bytes((self.plan.rules.quote,)))
        return re.compile(
            quote + b"(?:[^" + quote + b"]|" + quote * 2 + b")*" + quote + b"|[^" + quote + delimiter + b"]*"
        )

    def _sound_fields(self, text: bytes, delimiter: int) -> list[Field] | None:
        """Return the fields up to the last column that is emptied; None when one of them is not as it should be."""
        fields: list[Field] = []
        at, last = 0, max(self.columns, default=-1)
        while len(fields) <= last:
            found = self._one_field.match(text, at)
            end = at if found is None else found.end()
            if end < len(text) and text[end] != delimiter:
                return None
            fields.append(Field(at, end, b""))
            if end == len(text):
                break
            at = end + 1
        return fields


def within(starts: Ints, ends: Ints, size: int) -> Bools:
    """Return which bytes are in one of some stretches.

    Args:
        starts: The first byte of each, ascending; no two stretches overlap.
        ends: The byte behind each.
        size: How many bytes there are.
    """
    edges = np.concatenate([[0], np.column_stack([starts, ends]).ravel(), [size]])
    inside = np.zeros(len(edges) - 1, np.bool_)
    inside[1::2] = True
    return np.repeat(inside, np.diff(edges))


def _filled(values: Bytes, lengths: Ints) -> int:
    """Return how many of some values, given one after the other, hold more than blanks."""
    lengths = lengths[lengths > 0]
    if not len(lengths):
        return 0
    first = np.append(0, np.cumsum(lengths)[:-1])
    return int(np.count_nonzero(np.logical_or.reduceat(~np.isin(values, _BLANKS), first)))


def _ranges(places: Iterable[list[tuple[int, int]]]) -> tuple[Ints, Ints]:
    """Return the places of some records as two columns."""
    flat = np.array([place for some in places for place in some], np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def _value(field: Field, record: bytes, quote: int | None) -> tuple[int, int]:
    text = record[field.start : field.end]
    if quote is not None and field.flaw is None and len(text) >= 2 and text[0] == quote == text[-1]:
        return field.start + 1, field.end - 1
    return field.start, field.end


def _content(block: Block, record: int) -> tuple[int, int]:
    """Return where a record is in the block's data, without its newline."""
    row = int(np.searchsorted(block.records, record))
    if row < len(block.records) and block.records[row] == record:
        return int(block.starts[row]), int(block.ends[row])
    odd = block.irregular_records[int(np.searchsorted(block.irregular_numbers, record))]
    return odd.start, odd.end


def _in_raw(block: Block, at: int) -> int:
    return block.offset_of(at) - block.offset
