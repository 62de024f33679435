"""The careful reader: one record of a delimited file, byte by byte, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from chukan.intake.batch import Anomaly
from chukan.intake.encoding.respelling import escaped_lines
from chukan.intake.parsing import messages
from chukan.intake.parsing.rows import Rows
from chukan.intake.records.block import IrregularSpan
from chukan.intake.records.lines import arrow
from chukan.intake.records.rules import RecordRules
from chukan.intake.records.split import MOST_FIELDS, Split, split


@dataclass(frozen=True, slots=True)
class CarefulReading:
    """What came of one record.

    Attributes:
        values: Of its columns; None = it can't be read.
        anomalies: What is wrong with it, at least one thing where it can't be read; offsets are those of the block's data.
        extra: It ends with one delimiter more.
    """

    values: list[bytes] | None
    anomalies: tuple[Anomaly, ...] = ()
    extra: bool = False


@dataclass(frozen=True)
class CarefulReader:
    """Reads records that the quick reader can't.

    Attributes:
        labels: For each column of the file what messages call it.
    """

    rules: RecordRules
    labels: tuple[str, ...]

    def read(
        self, text: bytes, start: int, record: int, line: int, span: IrregularSpan | None = None
    ) -> CarefulReading:
        """Read one record.

        Args:
            text: the record, without its newline.
            start: where it stands in the block's data.
            record: its number.
            line: its line.
            span: what the cutter thought of it; None = it is clean.
        """

        def refused(message: str) -> CarefulReading:
            return CarefulReading(
                None,
                (
                    Anomaly(
                        rule="F07", message=message, severity="error", record=record, line=line, item=None, offset=start
                    ),
                ),
            )

        size, width = len(text), self.rules.width
        if span is not None and span.kind in ("too_long", "unknown_type"):
            return refused(messages.too_large(size) if span.kind == "too_long" else messages.unknown_type())
        if span is None and (fields := self._fields_without_quotes(text)) > width + 1:
            return refused(self._field_count(fields, text))
        parts = split(text, self.rules.delimiter, self.rules.quote, keep=max(MOST_FIELDS, width + 1))
        extra = parts.count > width
        readable = parts.count == width or (
            self.rules.trailing and parts.count == width + 1 and not parts.fields[-1].value
        )
        anomalies = tuple(self._flaws(parts, start, record, line, span, read=readable))
        if readable:
            return CarefulReading(parts.values[:width], anomalies, extra)
        return CarefulReading(None, anomalies) if anomalies else refused(self._field_count(parts.count, text))

    def _field_count(self, fields: int, text: bytes) -> str:
        """Return what is said of a record of another width."""
        told = messages.field_count(fields, self.rules.width, len(text))
        return told + messages.joined_lines() if len(escaped_lines(text)) else told

    @property
    def _quote(self) -> bytes:
        return b"" if self.rules.quote is None else bytes((self.rules.quote,))

    def _fields_without_quotes(self, text: bytes) -> int:
        """Return the fields of a record, counted without taking it apart; 0 when it holds quotes."""
        if self.rules.quote is not None and self.rules.quote in text:
            return 0
        return text.count(self.rules.delimiter) + 1

    def _flaws(
        self, parts: Split, start: int, record: int, line: int, span: IrregularSpan | None, *, read: bool
    ) -> Iterator[Anomaly]:
        """F08: what is wrong with the quotes of a record."""
        if parts.open_at is not None:
            swallowed, closed = (span.swallowed, span.closed) if span else (0, True)
            yield Anomaly(
                rule="F08",
                message=messages.stray_quote(line, swallowed, closed=closed, read=read),
                severity="error",
                record=record,
                line=line,
                item=None,
                offset=start + parts.open_at,
                raw=self._quote,
            )
        for index, part in enumerate(parts.fields):
            if part.flaw is None or (parts.open_at is not None and part.start >= parts.open_at):
                continue
            yield Anomaly(
                rule="F08",
                message=messages.flawed_quote(part.flaw, read=read),
                severity="error",
                record=record,
                line=line,
                item=self.labels[index] if read and index < len(self.labels) else None,
                offset=start + part.start + max(0, part.value.find(self._quote)),
            )


@dataclass(frozen=True, slots=True)
class RecoveredRecord:
    """A record that was read byte by byte."""

    start: int
    end: int
    record: int
    line: int
    values: list[bytes]


def with_recovered(
    columns: list[pa.BinaryArray], rows: Rows, more: Sequence[RecoveredRecord]
) -> tuple[list[pa.BinaryArray], Rows]:
    """Return the quickly and the carefully read records, in file order.

    Args:
        columns: of the quickly read ones, undecoded.
        rows: where these stand.
        more: the carefully read ones.
    """
    places = {
        name: np.concatenate([getattr(rows, name), np.array([getattr(one, of) for one in more], np.int64)])
        for name, of in (("records", "record"), ("lines", "line"), ("starts", "start"), ("ends", "end"))
    }
    order = np.argsort(places["starts"])
    merged = [
        pa.concat_arrays([column, pa.array([one.values[index] for one in more], pa.binary())]).take(arrow(order))
        for index, column in enumerate(columns)
    ]
    return merged, Rows(**places).take(order)
