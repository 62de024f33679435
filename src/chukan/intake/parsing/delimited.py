"""How the blocks of a delimited file are parsed."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.errors import Bug
from chukan.intake.batch import Anomaly, Batch, Rejected
from chukan.intake.encoding.respelling import Respelling
from chukan.intake.parsing import messages
from chukan.intake.parsing.anomalies import AnomalyLog
from chukan.intake.parsing.careful import CarefulReader, RecoveredRecord, with_recovered
from chukan.intake.parsing.eras import EraBeside, finishers
from chukan.intake.parsing.nonrecords import NonRecords
from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.quick import binary_columns, field_counts, has_control_bytes, size_of
from chukan.intake.parsing.rows import Finish, Locate, Rows, Values, summary
from chukan.intake.parsing.runs import of_alike, of_other_widths
from chukan.intake.parsing.spreadsheet import SpreadsheetTraces
from chukan.intake.parsing.trailer import Trailers
from chukan.intake.records.block import MULTILINE_KINDS, Block, IrregularSpan, MultilineKind
from chukan.intake.records.lines import Bools, Ints, arrow
from chukan.intake.records.rules import RecordRules
from chukan.intake.records.split import split


@dataclass(frozen=True)
class DelimitedPlan:
    """Everything that parsing a block needs to know. Can be pickled.

    Attributes:
        items: For each column of the file the item that it holds; None = not delivered.
        labels: For each column of the file what messages call it.
        nonrecords: Looks at what is no data record.
        encoding: The file's.
        fillings: For each column what is to be done to its values; empty = nothing.
        keep: How many anomalies of a kind a block tells one by one.
    """

    rules: RecordRules
    items: tuple[str | None, ...]
    labels: tuple[str, ...]
    """For each column of the file what messages call it."""
    nonrecords: NonRecords | None
    """Looks at what is no data record; None = another reading of the file does."""
    encoding: str
    """The file's."""
    traces: SpreadsheetTraces = field(default_factory=SpreadsheetTraces)
    """Looks for what a spreadsheet did."""
    trailers: Trailers | None = None
    """Adds up what trailers state."""
    fillings: tuple[Filling | None, ...] = ()
    """For each column what is to be done to its values; empty = nothing."""
    respelling: Respelling | None = None
    """Gives escapes in values their meaning."""
    eras: tuple[EraBeside, ...] = ()
    """Dates whose eras are in other columns."""
    keep: int = 1000

    def finishers(self, columns: Sequence[pa.BinaryArray], encoding: str) -> dict[str, Finish]:
        """Return what is still to be done to some items once they are decoded.

        Args:
            columns: of the block, undecoded.
            encoding: of the columns.
        """
        pairs = zip(self.items, self.fillings, strict=False)
        padded = {item: filling.off_text for item, filling in pairs if item and filling and filling.needs_text}
        return padded | finishers(self.eras, columns, encoding)

    def only(self, items: Collection[str]) -> DelimitedPlan:
        """Return a plan that leaves the other columns as they are, see `chukan.intake.records.block.Plan.only`."""
        wanted = tuple(item if item in items else None for item in self.items)
        return replace(self, items=wanted, traces=SpreadsheetTraces(), trailers=None)

    def parse(self, block: Block) -> Batch:
        """Return the records of `block`. A pure function of the block.

        Raises:
            Bug: what was parsed does not account for the block's bytes.
        """
        return _Parse(self, block).batch()


class _Parse:
    """One block on its way to a batch."""

    def __init__(self, plan: DelimitedPlan, block: Block) -> None:
        self._plan, self._block, self._rules = plan, block, plan.rules
        self._width = self._rules.width + self._rules.trailing
        self._careful = CarefulReader(plan.rules, plan.labels)
        self._newline = "\r\n".encode(plan.encoding)
        self._notes = AnomalyLog(plan.keep)
        self._rejected: list[Rejected] = []
        self._recovered: list[RecoveredRecord] = []
        self._read_bytes = 0
        self._counts: dict[str, int] = {}
        self._firsts: dict[str, int] = {}

    def batch(self) -> Batch:
        block, plan = self._block, self._plan
        columns, rows = self._well_formed()
        for span, record in zip(block.irregular_records, block.irregular_numbers.tolist(), strict=True):
            if span.records > 1:
                self._alike(span, record)
            else:
                self._one(span.start, span.end, record, block.first_line + span.line, span)
        self._report_multiline()
        if plan.nonrecords is not None:
            plan.nonrecords.report(block, self._notes)
        if self._recovered:
            columns, rows = with_recovered(columns, rows, self._recovered)
        values = Values(
            block, rows, items=plan.items, encoding=plan.encoding, locate=self._locate(rows), notes=self._notes
        )
        control = has_control_bytes(block.data, self._rules.delimiter, known=block.newlines.size, low=block.low)
        finish = plan.finishers(columns, plan.encoding if block.origin is None else "utf-8")
        table = values.table(columns, control=control, finish=finish, respelling=plan.respelling)
        if plan.trailers is not None:
            self._counts |= plan.trailers.counts(block, table, rows.starts)
        traces, self._firsts = plan.traces.counts(table, rows.lines)
        self._counts |= traces
        self._rejected.sort(key=lambda one: one.record)
        return Batch(
            table=table,
            records=arrow(rows.records),
            lines=arrow(rows.lines),
            anomalies=self._notes.anomalies(),
            rejected=tuple(self._rejected),
            damaged=values.damaged,
            vendor_coded=values.vendor_coded,
            summary=summary(block, values, self._read_bytes, self._rejected, self._counts, self._firsts),
        )

    def _well_formed(self) -> tuple[list[pa.BinaryArray], Rows]:
        """Return the clean records of the right width, by the quick reader; the others one by one."""
        block = self._block
        everything = Rows(block.records, block.first_line + block.lines, block.starts, block.ends)
        columns, kept = self._quick(None), None
        if columns is None or self._drops_something(columns):
            kept = self._sift()
            columns = self._quick(kept)
            if columns is None:
                kept[:] = False
                columns = self._quick(kept)
        assert columns is not None  # noqa: S101 - no rows always parse
        rows = everything if kept is None else everything.take(np.flatnonzero(kept))
        self._account_for(columns, rows, block.body(kept))
        if kept is not None:
            for row in self._without_hopeless(everything, ~kept).tolist():
                self._one(
                    int(block.starts[row]),
                    int(block.ends[row]),
                    int(everything.records[row]),
                    int(everything.lines[row]),
                )
        return columns[: self._rules.width], rows

    def _without_hopeless(self, everything: Rows, left: Bools) -> Ints:
        """Reject the records of another width together, but for the first ones.

        Args:
            everything: the clean records of the block.
            left: those that the quick reader can't read.

        Returns:
            The rows that are to be read one by one.
        """
        block, width = self._block, self._rules.width
        counts = field_counts(block, self._rules)
        hopeless = left & (counts != width) & ~(self._rules.trailing & (counts == width + 1))
        rows = np.flatnonzero(hopeless)[self._plan.keep :]
        if len(rows) and not len(block.multiline) and block.origin is None:
            self._rejected += of_other_widths(block, everything, rows, counts, self._newline)
            self._notes.count("F07", None, "error", len(rows))
            left[rows] = False
        return np.flatnonzero(left)

    def _alike(self, span: IrregularSpan, record: int) -> None:
        """Reject records that are alike: the first ones one by one, the rest together."""
        line, size, first = self._block.first_line + span.line, span.size, min(span.records, self._plan.keep)
        for n in range(first):
            start = span.start + n * span.period
            self._one(start, start + size, record + n, line + n, span)
        if first < span.records:
            together = of_alike(self._block, span, record, first, self._rules, self._newline)
            self._rejected.append(together)
            self._notes.count("F08", None, "error", together.records)

    def _quick(self, kept: Bools | None) -> list[pa.BinaryArray] | None:
        block = self._block
        rows = len(block.starts) if kept is None else int(np.count_nonzero(kept))
        longest = int((block.ends - block.starts).max(initial=0))
        return binary_columns(
            block.body(kept),
            rows,
            self._width,
            self._rules,
            quoted=block.quoted,
            multiline=len(block.multiline) > 0,
            longest=longest,
        )

    def _drops_something(self, columns: list[pa.BinaryArray]) -> bool:
        """Return True when there is text behind an extra delimiter."""
        return self._rules.trailing and bool(pc.sum(pc.binary_length(columns[-1])).as_py())

    def _sift(self) -> Bools:
        """Return the clean records that the quick reader can read."""
        block, view = self._block, self._block.view
        kept: Bools = field_counts(block, self._rules) == self._width
        for row in np.flatnonzero(kept & (block.ends - block.starts >= 3)).tolist() if self._has_bom() else ():
            kept[row] = not block.data.startswith(codecs.BOM_UTF8, block.starts[row])
        if self._rules.trailing:
            kept &= view[np.maximum(block.ends - 1, 0)] == self._rules.delimiter
        return kept

    def _has_bom(self) -> bool:
        return codecs.BOM_UTF8 in self._block.data

    def _account_for(self, columns: list[pa.BinaryArray], rows: Rows, body: bytes) -> None:
        """Check that what was parsed is what the file holds."""
        size, quoted = size_of(columns, len(rows), body, self._rules, quoted=self._block.quoted)
        if size != int((rows.ends - rows.starts).sum()):
            raise Bug(
                f"{self._block.index} 番目のブロックで読み取りの収支が合いません",
                hint="この検証結果は使わず、開発元に知らせてください。",
            )
        self._read_bytes += size
        self._counts["quoted_fields"] = quoted
        self._counts["fields"] = len(rows) * self._rules.width
        if self._rules.trailing:
            self._counts["extra_delimiters"] = len(rows)

    def _one(self, start: int, end: int, record: int, line: int, span: IrregularSpan | None = None) -> None:
        """Read one record byte by byte, or reject it; say what is wrong with it."""
        reading = self._careful.read(self._block.data[start:end], start, record, line, span)
        if reading.values is None:
            self._reject(reading.anomalies[0], start, end)
            return
        self._recovered.append(RecoveredRecord(start, end, record, line, reading.values))
        self._read_bytes += end - start
        self._counts["extra_delimiters"] = self._counts.get("extra_delimiters", 0) + reading.extra
        for anomaly in reading.anomalies:
            self._note(anomaly)

    def _reject(self, anomaly: Anomaly, start: int, end: int) -> None:
        """Keep a record out of the batch, byte for byte."""
        assert anomaly.record is not None  # noqa: S101 - for the types
        assert anomaly.line is not None  # noqa: S101 - for the types
        raw, offset = self._block.raw_slice(start, end), self._block.offset_of(start)
        self._rejected.append(
            Rejected(record=anomaly.record, line=anomaly.line, offset=offset, raw=raw, newline=self._newline)
        )
        self._note(anomaly)

    def _note(self, anomaly: Anomaly) -> None:
        """`anomaly.offset` is still one of the block's data."""
        offset = None if anomaly.offset is None else self._block.offset_of(anomaly.offset)
        self._notes.add(replace(anomaly, offset=offset))

    def _report_multiline(self) -> None:
        """F08: newlines in values that were not agreed on, or that look like a quote never closed."""
        block, multiline = self._block, self._block.multiline
        self._counts["folded_records"] = len(multiline)
        weights: tuple[tuple[MultilineKind, str], ...] = (("not_agreed", "error"), ("looks_swallowed", "warning"))
        for kind, severity in weights:
            rows = np.flatnonzero(multiline.kinds == MULTILINE_KINDS.index(kind))
            self._notes.count("F08", None, severity, len(rows[self._plan.keep :]))
            told = multiline.take(rows[: self._plan.keep])
            records = block.records[np.searchsorted(block.starts, told.starts)]
            places = zip(*(a.tolist() for a in (records, told.starts, told.lines, told.counts)), strict=True)
            for record, start, line, lines in places:
                message = messages.newline_in_value() if kind == "not_agreed" else messages.swallowed_records(lines)
                self._note(
                    Anomaly(
                        rule="F08",
                        message=message,
                        severity=severity,
                        record=record,
                        line=block.first_line + line,
                        item=None,
                        offset=start,
                    )
                )

    def _locate(self, rows: Rows) -> Locate:
        """Where a value stands in the block's data."""

        def locate(row: int, column: int) -> tuple[int, int]:
            start = int(rows.starts[row])
            parts = split(self._block.data[start : int(rows.ends[row])], self._rules.delimiter, self._rules.quote)
            field = parts.fields[column]
            return start + field.start, start + field.end

        return locate
