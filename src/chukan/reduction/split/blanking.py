"""Taking 個人番号 out of the records that are archived (番号法20条): the field is emptied, nothing else is touched.

In a delimited file nothing stands between the delimiters any more (quotes stay); in a fixed-width file spaces do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.records.block import Block, Plan
from chukan.intake.records.lines import Ints
from chukan.intake.records.split import Field, split
from chukan.reduction.classify.spans import Spans


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
        raw, pieces = block.raw, list[bytes]()
        values = removed = 0
        starts, ends = spans.starts[rows].tolist(), spans.ends[rows].tolist()
        for at, last, places in zip(starts, ends, self._places(block, spans.records[rows]), strict=True):
            for start, end in places:
                if start == end:
                    continue
                filling = b"" if isinstance(self.plan, DelimitedPlan) else b" " * (end - start)
                pieces += (raw[at:start], filling)
                values += bool(raw[start:end].strip())
                removed += end - start - len(filling)
                at = end  # noqa: PLW2901 - what comes next of this record
            pieces.append(raw[at:last])
        return Blanked(b"".join(pieces), values, removed)

    def _places(self, block: Block, records: Ints) -> Iterator[list[tuple[int, int]]]:
        """Yield for each record where its values are in the block's own bytes, in order."""
        if not isinstance(self.plan, DelimitedPlan) or block.origin is not None or self._sound is None:
            for record in records.tolist():
                yield self._fields(block, record)
            return
        # nearly all records are sound: one match finds all their values, where the cutter found the record itself
        match, groups = self._sound.match, range(1, len(self.columns) + 1)
        quote, raw = self.plan.rules.quote, block.raw
        rows = np.minimum(np.searchsorted(block.records, records), max(len(block.records) - 1, 0))
        clean = block.records[rows] == records if len(block.records) else np.zeros(len(records), np.bool_)
        starts, ends = (block.starts[rows], block.ends[rows]) if len(block.records) else (rows, rows)
        for record, known, start, end in zip(
            records.tolist(), clean.tolist(), starts.tolist(), ends.tolist(), strict=True
        ):
            found = match(raw, start, end) if known else None
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
