"""What is wrong with the bytes of a block that are no data records: control records, headers, end marks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chukan.intake.batch import Anomaly
from chukan.intake.encoding.decode import faults
from chukan.intake.encoding.respelling import escaped_lines
from chukan.intake.parsing import messages
from chukan.intake.parsing.anomalies import SHOWN, AnomalyLog
from chukan.intake.parsing.skipped import SkippedRecords, skipped_data
from chukan.intake.records.block import Block, IrregularSpan
from chukan.intake.records.headers import RepeatedHeader, without_marks
from chukan.intake.records.kinds import Kind
from chukan.intake.records.lines import NEWLINE
from chukan.intake.records.split import split

_CONTROL_BYTES = bytes((*range(10), 11, 12, *range(14, 32), 127))


@dataclass(frozen=True)
class NonRecords:
    """Looks at the bytes that are no data records; can be pickled.

    Args:
        encoding: of the file.
        kinds: of the records, where several were agreed on.
        lengths: bytes of a fixed-width record, of each kind or of all; empty = delimited.
        delimiter: of a delimited file, as a byte.
        quote: of a delimited file, as a byte.
        header: what finds the header of the columns again; None = there is none.
        skipped: looks at the records that are passed over at the end of the file and at comments; None = there are none, or nobody can tell.
    """

    encoding: str
    kinds: tuple[Kind, ...] = ()
    lengths: tuple[int, ...] = ()
    delimiter: int = 0x2C
    quote: int | None = None
    header: RepeatedHeader | None = None
    skipped: SkippedRecords | None = None

    def report(self, block: Block, log: AnomalyLog) -> None:
        """Add what is wrong with them to `log`."""
        for span in block.irregular:
            if span.kind in ("control", "skipped") and self._joins_lines(block, span):
                self._add(block=block, span=span, log=log, rule="F11", message=messages.unread_line(), at=span.start)
            if span.kind == "control":
                self._control(block, span, log)
            elif span.kind == "skipped" and self.skipped is not None:
                self._skipped(self.skipped, block, span, log)
            elif span.kind == "header":
                for n in range(first := min(span.records, log.keep)):
                    self._header(block, _nth(span, n), log)
                if first < span.records:
                    log.count("F06", None, "error", span.records - first)
            elif span.kind == "end" and span.lines:
                self._end_marks(block, span, log)

    def _end_marks(self, block: Block, span: IrregularSpan, log: AnomalyLog) -> None:
        """F05: lines of nothing but end marks; the first ones one by one."""
        start, told = span.start, min(span.lines, log.room("F05", None))
        for n in range(told):
            found = NEWLINE.search(block.data, start, span.end)
            end = found.start() if found else span.end
            self._add(
                block=block,
                span=replace(span, line=span.line + n),
                log=log,
                rule="F05",
                message=messages.end_mark_inside(),
                at=start,
                raw=block.data[start:end],
            )
            start = found.end() if found else end
        log.count("F05", None, "error", span.lines - told)

    @staticmethod
    def _joins_lines(block: Block, span: IrregularSpan) -> bool:
        """Return True where a backslash at the end of a line makes the next one a part of what nobody reads."""
        escapes = block.origin is not None and block.origin.respelling.escapes
        return escapes and len(escaped_lines(block.data[span.start : span.end])) > 0

    def _control(self, block: Block, span: IrregularSpan, log: AnomalyLog) -> None:
        """F11: a control record of another length, with broken quotes, or with bytes that mean nothing."""
        name = self.kinds[span.record_kind].name
        record, raw = block.data[span.start : span.end], block.raw_slice(span.start, span.end)
        length = self.lengths[span.record_kind if len(self.lengths) > 1 else 0] if self.lengths else None
        if length is not None and len(record) != length:
            self._add(
                block=block,
                span=span,
                log=log,
                rule="F11",
                message=messages.control_length(name, len(record), length),
                at=span.start,
            )
        if length is None and not split(record, self.delimiter, self.quote).sound:
            self._add(block=block, span=span, log=log, rule="F11", message=messages.control_quotes(name), at=span.start)
        for offset, found in faults(raw, self.encoding)[:1]:
            message = messages.control_undecodable(name, self.encoding, found)
            self._add(
                block=block, span=span, log=log, rule="F11", message=message, at=span.start, raw=found, offset=offset
            )
        if found := bytes(byte for byte in record if byte in _CONTROL_BYTES and byte != self.delimiter):
            message = f"{name}のレコード: {messages.control_bytes(found)}"
            self._add(
                block=block,
                span=span,
                log=log,
                rule="F05",
                message=message,
                at=span.start + record.index(found[0]),
                raw=found,
            )

    def _skipped(self, skipped: SkippedRecords, block: Block, span: IrregularSpan, log: AnomalyLog) -> None:
        """F11: a record that is passed over as agreed, but reads as data."""
        encoding, record = self.encoding if block.origin is None else "utf-8", block.data[span.start : span.end]
        if skipped.are_data(record, encoding, self.delimiter, self.quote):
            message = skipped_data("comment" if skipped.is_comment(record) else "last")
            line, offset = block.first_line + span.line, block.offset_of(span.start)
            log.add(Anomaly(rule="F11", message=message, severity="warning", line=line, offset=offset))

    def _header(self, block: Block, span: IrregularSpan, log: AnomalyLog) -> None:
        """F06: the header again; F05: the end mark of the file before it."""
        record = block.data[span.start : span.end]
        before = record[: len(record) - len(without_marks(record))]
        if marks := bytes(byte for byte in before if byte in _CONTROL_BYTES):
            self._add(
                block=block,
                span=span,
                log=log,
                rule="F05",
                message=messages.end_mark_inside(),
                at=span.start,
                raw=marks,
            )
        message = messages.header_again(in_order=self.header is None or self.header.is_in_order(record))
        self._add(block=block, span=span, log=log, rule="F06", message=message, at=span.start)

    def _add(
        self,
        block: Block,
        span: IrregularSpan,
        log: AnomalyLog,
        rule: str,
        message: str,
        at: int,
        raw: bytes | None = None,
        *,
        offset: int = 0,
    ) -> None:
        log.add(
            Anomaly(
                rule=rule,
                message=message,
                line=block.first_line + span.line,
                offset=block.offset_of(at) + offset,
                raw=raw[:SHOWN] if raw else None,
            )
        )


def _nth(span: IrregularSpan, n: int) -> IrregularSpan:
    """Return the n-th of the records of a span, from 0."""
    start = span.start + n * span.period
    return replace(
        span,
        start=start,
        end=start + span.size,
        next=start + span.period,
        line=span.line + n * (span.lines // span.records),
        records=1,
    )
