"""How the blocks of a fixed-width file are parsed: columns are cut by bytes, all records at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from chukan.intake.batch import Anomaly, Batch, Rejected
from chukan.intake.parsing import messages
from chukan.intake.parsing.anomalies import AnomalyLog
from chukan.intake.parsing.eras import EraBeside, finishers
from chukan.intake.parsing.nonrecords import NonRecords
from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.positions import UNREAD, Span, gaps
from chukan.intake.parsing.quick import has_control_bytes
from chukan.intake.parsing.rows import Finish, Rows, Values, summary
from chukan.intake.parsing.trailer import Trailers
from chukan.intake.records.block import Block
from chukan.intake.records.lines import Bools, Bytes, Ints, arrow


@dataclass(frozen=True)
class FixedPlan:
    """Everything that parsing a block needs to know. Can be pickled.

    Attributes:
        fillings: For each span.
        length: Bytes of a record.
        nonrecords: Looks at what is no data record.
        by_length: Without newlines: every record but the last one is as long as it should be.
        keep: How many anomalies of a kind a block tells one by one.
    """

    spans: tuple[Span, ...]
    fillings: tuple[Filling, ...]
    length: int
    """Bytes of a record."""
    nonrecords: NonRecords | None
    """Looks at what is no data record; None = another reading of the file does."""
    encoding: str
    trailers: Trailers | None = None
    """Adds up what trailers state."""
    by_length: bool = False
    eras: tuple[EraBeside, ...] = ()
    """Dates whose eras are in other columns."""
    left_out: frozenset[str] = frozenset()
    """Spans that are no items of the layout."""
    keep: int = 1000

    def only(self, items: Collection[str]) -> FixedPlan:  # noqa: ARG002 - another plan needs them
        """Return the plan itself, which cuts all items at a time; see `chukan.intake.records.block.Plan.only`."""
        return self

    def parse(self, block: Block) -> Batch:
        """Return the records of `block`. A pure function of the block."""
        right = block.ends - block.starts == self.length
        numbers, lines = block.records, block.first_line + block.lines
        notes, rejected = AnomalyLog(self.keep), []
        for start, end, record, line, message in self._wrong(block, right):
            offset = block.offset_of(start)
            notes.add(
                Anomaly(
                    rule="F07", message=message, severity="error", record=record, line=line, item=None, offset=offset
                )
            )
            rejected.append(Rejected(record=record, line=line, offset=offset, raw=block.raw_slice(start, end)))
        if self.nonrecords is not None:
            self.nonrecords.report(block, notes)
        kept = slice(None) if right.all() else np.flatnonzero(right)
        rows = Rows(numbers[kept], lines[kept], block.starts[kept], block.ends[kept])
        matrix = _matrix(block.view, rows.starts, self.length)

        def locate(row: int, column: int) -> tuple[int, int]:
            start, span = int(rows.starts[row]), self.spans[column]
            return start + span.start, start + span.end

        items = tuple(None if span.item in self.left_out else span.item for span in self.spans)
        values = Values(
            block=block, rows=rows, items=items, encoding=self.encoding, locate=locate, notes=notes, cuts=True
        )
        columns = [self._column(matrix, span, filling) for span, filling in zip(self.spans, self.fillings, strict=True)]
        table = values.table(columns, control=has_control_bytes(matrix), finish=self._finishers(columns))
        counts = self.trailers.counts(block, table, rows.starts) if self.trailers is not None else {}
        unread, firsts = self._unread(matrix, rows.lines)
        return Batch(
            table=table,
            records=arrow(rows.records),
            lines=arrow(rows.lines),
            anomalies=notes.anomalies(),
            rejected=tuple(rejected),
            damaged=values.damaged,
            vendor_coded=values.vendor_coded,
            summary=summary(block, values, matrix.size, rejected, counts | unread, firsts),
        )

    def _unread(self, matrix: Bytes, lines: Ints) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many records hold something where no item is, and the line of the first, by the place."""
        counts, firsts = {}, {}
        for start, end in gaps(self.spans, self.length):
            filled = np.flatnonzero(_FILLED[matrix[:, start:end]].any(axis=1))
            if len(filled):
                key = f"{UNREAD} {start + 1} {end}"
                counts[key], firsts[key] = len(filled), int(lines[filled[0]])
        return counts, firsts

    def _wrong(self, block: Block, right: Bools) -> Iterator[tuple[int, int, int, int, str]]:
        """Yield the records that are not delivered: start, end, record, line, why."""
        places = [
            (int(block.starts[row]), int(block.ends[row]), int(block.records[row]), int(block.lines[row]), None)
            for row in np.flatnonzero(~right).tolist()
        ]
        irregular = [
            (span.start, span.end, int(record), span.line, span)
            for span, record in zip(block.irregular_records, block.irregular_numbers, strict=True)
        ]
        for start, end, record, line, span in sorted([*places, *irregular], key=lambda place: place[0]):
            size = end - start
            if span is not None:
                message = messages.too_large(size) if span.kind == "too_long" else messages.unknown_type()
            elif self.by_length:
                message = messages.left_over(size, self.length)
            else:
                message = messages.record_length(size, self.length)
            yield start, end, record, block.first_line + line, message

    def _column(self, matrix: Bytes, span: Span, filling: Filling) -> pa.BinaryArray:
        """One item of all records, undecoded."""
        data = pa.py_buffer(np.ascontiguousarray(matrix[:, span.start : span.end]))
        column = pa.FixedSizeBinaryArray.from_buffers(pa.binary(span.length), len(matrix), [None, data])
        return filling.off_bytes(column.cast(pa.binary()))

    def _finishers(self, columns: Sequence[pa.BinaryArray]) -> dict[str, Finish]:
        """Return what is still to be taken off once a column is decoded."""
        pairs = zip(self.spans, self.fillings, strict=True)
        padded = {span.item: filling.off_text for span, filling in pairs if filling.needs_text}
        return padded | finishers(self.eras, columns, self.encoding)


def _matrix(view: Bytes, starts: Ints, length: int) -> Bytes:
    """One row a record; a view where the records stand at equal distances."""
    count = len(starts)
    if count == 0:
        return np.zeros((0, length), np.uint8)
    strides = np.diff(starts)
    if count == 1 or (strides == strides[0]).all():
        stride = length if count == 1 else int(strides[0])
        return np.lib.stride_tricks.as_strided(view[int(starts[0]) :], (count, length), (stride, 1), writeable=False)
    matrix = np.empty((count, length), np.uint8)
    for at in range(0, count, _GATHERED):
        rows = starts[at : at + _GATHERED]
        matrix[at : at + _GATHERED] = view[rows[:, None] + np.arange(length)]
    return matrix


#: What is more than filling: all but blanks (half and full-width) and zeros.
_FILLED = ~np.isin(np.arange(256), np.frombuffer(b" 0\x81\x40", np.uint8))
#: Records that are gathered at a time: the index takes eight times their bytes.
_GATHERED = 4096
