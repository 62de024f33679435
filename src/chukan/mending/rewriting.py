"""The bytes of a block with some values, newlines and columns changed; all others as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from chukan.errors import InputError, UsageError
from chukan.intake.batch import Batch
from chukan.intake.parsing.delimited import DelimitedPlan
from chukan.intake.parsing.fixed import FixedPlan
from chukan.intake.parsing.positions import Span
from chukan.intake.records.block import Block, Plan
from chukan.intake.records.spans import Spans, irregular_records, spans_of
from chukan.intake.records.split import Field, split
from chukan.intake.writing.encode import encoded, respelled
from chukan.intake.writing.fixed import FixedForm
from chukan.mending.form import FormMends

NewValues = Mapping[int, Mapping[str, str]]
"""Row of a batch -> item -> the new value."""


@dataclass(frozen=True)
class Rewritten:
    """A block, rewritten.

    Attributes:
        refused: Row and item of the new values that could not be written: their records are as they were.
        newlines: How many newlines were changed or added, by what they were.
        end_bytes: Bytes of the end mark that were left out.
    """

    raw: bytes
    refused: frozenset[tuple[int, str]] = frozenset()
    newlines: Counter[str] = field(default_factory=Counter)
    end_bytes: int = 0


@dataclass(frozen=True)
class Rewriter:
    """Rewrites the blocks of one file.

    Attributes:
        plan: How its blocks are read.
        form: What is done to the form of the file.
        encoding: Of the file.
        fixed: How fixed-width records are written; None = the file has delimiters.
    """

    plan: Plan
    form: FormMends
    encoding: str
    fixed: FixedForm | None = None

    def rewrite(self, block: Block, batch: Batch, values: NewValues) -> Rewritten:
        """Return the bytes of a block with new values.

        Args:
            block: the block.
            batch: its records.
            values: what is new.
        """
        refused: set[tuple[int, str]] = set()
        numbers = batch.records.to_numpy()
        new_of = {int(numbers[row]): (row, new) for row, new in values.items()}
        in_fixed = self._fixed_fields(values, refused)
        wanted = numbers if self.form.order is not None else np.array([*new_of], np.int64)
        rows = np.flatnonzero(np.isin(block.records, wanted))
        contents: dict[int, bytes] = {}
        for at in rows.tolist():
            record, start, end = int(block.records[at]), int(block.starts[at]), int(block.ends[at])
            row, new = new_of.pop(record, (-1, {}))
            if isinstance(self.plan, DelimitedPlan):
                contents[record] = self._delimited(
                    block=block, start=start, end=end, row=row, values=new, refused=refused
                )
            else:
                contents[record] = self._fixed(
                    block=block, start=start, end=end, row=row, fields=in_fixed.get(row, {}), refused=refused
                )
        if self.form.order is not None and block.irregular:
            contents |= self._irregular(block, {*numbers.tolist()})
        # those that were read byte by byte: what is around their values is not as it should be
        refused |= {(row, item) for row, new in new_of.values() for item in new}
        return self._assembled(block, contents, frozenset(refused))

    def _irregular(self, block: Block, read: Collection[int]) -> dict[int, bytes]:
        """Return the contents of the records that were read byte by byte, in the new order; those that were rejected stay.

        Raises:
            InputError: an open quote reaches over other columns, so that it would mean something else in another place.
        """
        assert isinstance(self.plan, DelimitedPlan)  # noqa: S101 - only these have columns
        rules = self.plan.rules
        contents = {}
        for record, span in irregular_records(block):
            if record not in read:
                continue
            if split(block.data[span.start : span.end], rules.delimiter, rules.quote).open_at is not None:
                raise InputError(
                    "引用符の閉じないレコードがあるため、列の順を直せません。何も書いていません",
                    place=f"レコード {record:,}",
                    hint="--only から F06 を外すか、移行元で引用符を直して出力し直してください。",
                )
            contents[record] = self._delimited(
                block=block, start=span.start, end=span.end, row=-1, values={}, refused=set()
            )
        return contents

    def _assembled(self, block: Block, contents: Mapping[int, bytes], refused: frozenset[tuple[int, str]]) -> Rewritten:
        form = self.form
        if form.newline is None and not form.drops_end_mark:
            return Rewritten(b"".join(_with(block, spans_of(block), contents)) if contents else block.raw, refused)
        spans, raw = spans_of(block), block.raw
        pieces: list[bytes] = []
        newlines: Counter[str] = Counter()
        dropped = 0
        columns = (spans.records, spans.starts, spans.contents, spans.ends, spans.end_mark)
        for record, start, content, end, is_end in zip(*(column.tolist() for column in columns), strict=True):
            if is_end and form.drops_end_mark:
                dropped += end - start
                continue
            pieces.append(contents[record] if record in contents else raw[start:content])
            ending = raw[content:end]
            if form.newline is not None and ending != form.newline and (ending or content > start) and not is_end:
                newlines[_name(ending)] += 1
                ending = form.newline
            pieces.append(ending)
        return Rewritten(b"".join(pieces), refused, newlines, dropped)

    def _delimited(
        self,
        block: Block,
        start: int,
        end: int,
        row: int,
        values: Mapping[str, str],
        refused: set[tuple[int, str]],
    ) -> bytes:
        """Return the content of a record with delimiters."""
        assert isinstance(self.plan, DelimitedPlan)  # noqa: S101 - checked by the caller
        rules, items = self.plan.rules, self.plan.items
        text = block.data[start:end]
        found = split(text, rules.delimiter, rules.quote).fields
        pieces = [block.raw_slice(start + one.start, start + one.end) for one in found]
        for item, value in values.items():
            column = items.index(item)
            new = self._field(text, found[column], value) if column < len(found) else None
            new = respelled(new, pieces[column], self.encoding) if new is not None else None
            if new is None:
                refused.add((row, item))
            else:
                pieces[column] = new
        order = self.form.order
        if order is not None and len(pieces) >= len(order):
            pieces = [*(pieces[column] for column in order), *pieces[len(order) :]]
        delimiter = block.raw_slice(start + found[0].end, start + found[1].start) if len(found) > 1 else b""
        return delimiter.join(pieces)

    def _field(self, text: bytes, found: Field, value: str) -> bytes | None:
        """Return a field with a new value, quoted as it was; None where it can't be written."""
        assert isinstance(self.plan, DelimitedPlan)  # noqa: S101 - checked by the caller
        rules = self.plan.rules
        quote = None if rules.quote is None else chr(rules.quote)
        special = {chr(rules.delimiter), "\r", "\n", *(quote or "")}
        needs = any(character in value for character in special)
        if needs and (quote is None or self.plan.respelling is not None):
            return None
        was_quoted = quote is not None and found.flaw is None and text[found.start : found.start + 1] == quote.encode()
        if quote is not None and (was_quoted or needs):
            value = f"{quote}{value.replace(quote, quote * 2)}{quote}"
        try:
            return encoded(value, self.encoding)
        except UsageError:
            return None

    def _fixed_fields(self, values: NewValues, refused: set[tuple[int, str]]) -> dict[int, dict[Span, bytes]]:
        """Return by row the bytes of the new values, by where they are in the record; nothing where there are delimiters."""
        found: dict[int, dict[Span, bytes]] = {}
        if self.fixed is None or not isinstance(self.plan, FixedPlan):
            return found
        for span, filling in zip(self.plan.spans, self.plan.fillings, strict=True):
            rows = [row for row, new in values.items() if span.item in new]
            meant = [values[row][span.item] for row in rows]
            for row, value, written in zip(rows, meant, self._spans(span, meant), strict=True):
                if written is None or filling.off(pa.array([written]), self.encoding)[0].as_py() != value:
                    refused.add((row, span.item))
                else:
                    found.setdefault(row, {})[span] = written
        return found

    def _spans(self, span: Span, values: Sequence[str]) -> list[bytes | None]:
        """Return the bytes of an item's values, filled up as agreed; None for those that do not fit."""
        assert self.fixed is not None  # noqa: S101 - checked by the caller
        try:
            matrix = self.fixed.matrix(pa.record_batch([pa.array(values, pa.string())], names=[span.item]))
        except UsageError:
            return [None] if len(values) == 1 else [one for value in values for one in self._spans(span, [value])]
        return [row.tobytes() for row in matrix[:, span.start : span.end]]

    def _fixed(
        self,
        block: Block,
        start: int,
        end: int,
        row: int,
        fields: Mapping[Span, bytes],
        refused: set[tuple[int, str]],
    ) -> bytes:
        """Return the content of a record of fixed width."""
        content = bytearray(block.raw_slice(start, end))
        for span, data in fields.items():
            new = respelled(data, bytes(content[span.start : span.end]), self.encoding)
            if new is None:
                refused.add((row, span.item))
            else:
                content[span.start : span.end] = new
        return bytes(content)


def _with(block: Block, spans: Spans, records: Mapping[int, bytes]) -> list[bytes]:
    """Return the block's bytes with the contents of some records replaced."""
    rows = np.flatnonzero(np.isin(spans.records, np.array([*records], np.int64)) & (spans.records > 0))
    pieces, at = [], 0
    for row in rows.tolist():
        pieces += [block.raw[at : int(spans.starts[row])], records[int(spans.records[row])]]
        at = int(spans.contents[row])
    return [*pieces, block.raw[at:]]


def _name(ending: bytes) -> str:
    """Return what people call a newline."""
    plain = ending.replace(b"\0", b"")
    return {b"\r\n": "CRLF", b"\n": "LF", b"\r": "CR", b"": "なし"}.get(plain, "その他")
