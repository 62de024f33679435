"""Taking 個人番号 out of the records that are archived (番号法20条): the field is emptied, nothing else is touched.

In a delimited file nothing stands between the delimiters any more (quotes stay); in a fixed-width file spaces do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chukan.intake.batch import FileFacts
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.records.block import Block, Plan
from chukan.intake.records.split import Field, split
from chukan.layouts.model import Layout
from chukan.reduction.classify.spans import Spans

#: What a column that the layout does not know is called when it holds one.
WORDS = ("個人番号", "マイナンバー")


def secret_columns(facts: FileFacts, layout: Layout) -> tuple[str, ...]:
    """Return the columns that hold 個人番号: by the layout, or, where it does not know the column, by its name.

    Args:
        facts: The columns of the file.
        layout: The layout that it was read with.
    """
    known = tuple(c for c in facts.columns if c in layout.by_name and layout.by_name[c].is_secret)
    return known + tuple(c for c in facts.extra if any(word in c for word in WORDS))


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

    def blank(self, block: Block, spans: Spans, rows: Sequence[int]) -> Blanked:
        """Return the bytes of the spans `rows` of a block, the columns emptied."""
        pieces: list[bytes] = []
        values = removed = 0
        for row in rows:
            at = int(spans.starts[row])
            for start, end in self._fields(block, int(spans.records[row])):
                filling = b"" if isinstance(self.plan, DelimitedPlan) else b" " * (end - start)
                pieces += (block.raw[at:start], filling)
                values += bool(block.raw[start:end].strip())
                removed += end - start - len(filling)
                at = end
            pieces.append(block.raw[at : int(spans.ends[row])])
        return Blanked(b"".join(pieces), values, removed)

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
