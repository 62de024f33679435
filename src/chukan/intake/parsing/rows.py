"""Binary columns to a batch: strings, what is wrong with single values, and the block's account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.batch import Account, Anomaly, Rejected, Summary
from chukan.intake.encoding.column import damaged_rows, data_of, holds_mark, marked_rows, strings
from chukan.intake.encoding.decode import faults, may_hold_marks, other_encoding
from chukan.intake.encoding.gaiji import inventory
from chukan.intake.encoding.respelling import Respelling
from chukan.intake.encoding.vendor_codes import vendor_coded
from chukan.intake.parsing import messages
from chukan.intake.parsing.anomalies import SHOWN, AnomalyLog
from chukan.intake.parsing.quick import has_control_bytes
from chukan.intake.records.lines import Ints

if TYPE_CHECKING:
    from chukan.intake.records.block import Block

_CONTROL = "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]"
_CONTROL_BYTES = frozenset((*range(10), 11, 12, *range(14, 32), 127))

#: What is still to be done to a column once it is decoded.
Finish = Callable[[pa.StringArray], pa.StringArray]
#: Where a value stands: row, column -> start and end in the block's data.
Locate = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The records that are delivered: number, line from 1, and place in the block's data."""

    records: Ints
    lines: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.records)

    def take(self, order: Ints) -> Rows:
        """Return the rows in another order, or some of them."""
        return Rows(self.records[order], self.lines[order], self.starts[order], self.ends[order])


@dataclass
class Values:
    """The columns of a block on their way to strings.

    Attributes:
        encoding: Of the file; the columns are UTF-8 where the block was transcoded.
        cuts: Items end at a byte, not at a delimiter: a character may be cut.
        damaged: The rows with undecodable bytes, by item.
        foreign: The columns that may hold gaiji.
    """

    block: Block
    rows: Rows
    items: tuple[str | None, ...]
    encoding: str
    locate: Locate
    notes: AnomalyLog
    cuts: bool = False
    damaged: dict[str, Ints] = field(default_factory=dict)
    vendor_coded: dict[str, tuple[int, ...]] = field(default_factory=dict)
    foreign: dict[str, pa.StringArray] = field(default_factory=dict)

    @cached_property
    def may_hold_marks(self) -> bool:
        """A file in Unicode may hold the characters that are the marks."""
        return self.encoding.startswith("utf") and may_hold_marks(self.block.raw, self.encoding)

    def table(
        self,
        columns: list[pa.BinaryArray],
        *,
        control: bool,
        finish: Mapping[str, Finish] | None = None,
        respelling: Respelling | None = None,
    ) -> pa.RecordBatch:
        """Return the columns that hold an item, as strings.

        Args:
            columns: one a column of the file.
            control: there are control bytes somewhere; look for them.
            finish: for some items, what is still to be done to the strings.
            respelling: gives escapes their meaning.
        """
        if not len(self.rows):  # nothing to look at, in what may be thousands of columns
            none = [item for item in self.items if item is not None]
            return pa.RecordBatch.from_arrays([pa.array([], pa.string())] * len(none), names=none)
        encoding = self.encoding if self.block.origin is None else "utf-8"
        arrays, names = [], []
        for index, (item, column) in enumerate(zip(self.items, columns, strict=True)):
            if item is None:
                continue
            values, marked, plain = strings(column, encoding)
            if marked or (self.block.origin is not None and holds_mark(values)):
                self._report_damage(item, index, values, column)
            if encoding == "cp932" and not plain and (rows := vendor_coded(column)):
                self.vendor_coded[item] = tuple(rows)
            if respelling is not None:
                values = respelling.meant(values)
            if control and has_control_bytes(data_of(values)):
                self._report_control(item, index, values)
            if finish and item in finish:
                values = finish[item](values)
            if not plain or respelling is not None:
                self.foreign[item] = values
            arrays.append(values)
            names.append(item)
        return pa.RecordBatch.from_arrays(arrays, names=names)

    def _damaged(self, index: int, values: pa.StringArray, column: pa.BinaryArray) -> Ints:
        """Return the rows of a column that hold undecodable bytes."""
        block = self.block
        if not self.may_hold_marks:
            return marked_rows(values)
        if block.origin is None:
            return damaged_rows(values, column)
        rows = marked_rows(values)
        hurt = (bool(faults(block.raw_slice(*self.locate(row, index)), self.encoding)) for row in rows.tolist())
        return rows[np.fromiter(hurt, np.bool_, len(rows))]

    def _report_damage(self, item: str, index: int, values: pa.StringArray, column: pa.BinaryArray) -> None:
        rows = self._damaged(index, values, column)
        if not len(rows):
            return
        self.damaged[item] = rows
        room = self.notes.room("F03", item)
        for row in rows[:room].tolist():
            start, end = self.locate(row, index)
            raw = self.block.raw_slice(start, end)
            found = faults(raw, self.encoding)
            at, run = found[0] if found else (0, raw)
            cut = self.cuts and at + len(run) == len(raw)
            other = None if cut else self._other_encoding(row)
            message = messages.undecodable(self.encoding, run, len(found), cut=cut, other=other)
            self._add(
                rule="F03",
                message=message,
                severity="error",
                row=row,
                item=item,
                offset=self.block.offset_of(start) + at,
                raw=run,
            )
        self.notes.count("F03", item, "error", len(rows[room:]))

    def _other_encoding(self, row: int) -> str | None:
        """Return the encoding in which a damaged record is whole, if there is one."""
        record = self.block.raw_slice(int(self.rows.starts[row]), int(self.rows.ends[row]))
        return other_encoding(record, self.encoding)

    def _report_control(self, item: str, index: int, values: pa.StringArray) -> None:
        mask = pc.match_substring_regex(values, _CONTROL)
        if not mask.true_count:
            return
        rows = pc.indices_nonzero(mask).to_pylist()
        room = self.notes.room("F05", item)
        for row in rows[:room]:
            start, end = self.locate(row, index)
            value = self.block.data[start:end]
            at = next(i for i, byte in enumerate(value) if byte in _CONTROL_BYTES)
            found = bytes(byte for byte in value if byte in _CONTROL_BYTES)
            offset = self.block.offset_of(start + at)
            self._add(
                rule="F05",
                message=messages.control_bytes(found, fixed=self.cuts),
                severity="error",
                row=row,
                item=item,
                offset=offset,
                raw=found,
            )
        self.notes.count("F05", item, "error", len(rows[room:]))

    def _add(self, rule: str, message: str, severity: str, row: int, item: str, offset: int, raw: bytes) -> None:
        record, line = int(self.rows.records[row]), int(self.rows.lines[row])
        self.notes.add(
            Anomaly(
                rule=rule,
                message=message,
                severity=severity,
                record=record,
                line=line,
                item=item,
                offset=offset,
                raw=raw[:SHOWN],
            )
        )


def summary(
    block: Block,
    values: Values,
    read_bytes: int,
    rejected: list[Rejected],
    counts: dict[str, int],
    seen: Mapping[str, int] | None = None,
) -> Summary:
    """Return what the block says to the file's account.

    Args:
        read_bytes: of the delivered records, as parsed (in `block.data`).
        rejected: the records that are not delivered.
        counts: things to report once a file.
        seen: the line on which some of these are first.
    """
    unit = block.unit
    account = Account(
        total_bytes=len(block.raw),
        rejected_bytes=sum(one.size for one in rejected),
        newline_bytes=unit * block.newlines.size,
        read_records=len(values.rows),
        rejected_records=sum(one.records for one in rejected),
        total_records=len(block.starts) + block.irregular_count,
    )
    counts = {f"newline_{kind}": count for kind, count in block.newlines.counts.items()} | counts
    firsts = {f"newline_{kind}": block.first_line + line for kind, line in block.newlines.firsts.items()}
    firsts |= seen or {}
    for span in block.irregular:
        raw = block.raw_slice(span.start, span.end)
        if span.kind in ("skipped", "control", "header"):
            newlines = (span.records - 1) * (span.period - span.size) * unit
            account.header_bytes += len(raw) - newlines
        elif span.kind == "end" and span.lines:  # inside the file: anomalies of their own
            account.end_bytes += unit * len(block.data[span.start : span.end].translate(None, b"\r\n"))
        elif span.kind == "end":
            account.end_bytes += len(raw)
            text = block.data[span.start : span.end]
            counts["end_marks"] = counts.get("end_marks", 0) + unit * (text.count(b"\x1a") + text.count(b"\x00"))
            firsts.setdefault("end_marks", block.first_line + span.line)
            if b"\n" in text or b"\r" in text:
                counts["end_newlines"] = 1
                firsts.setdefault("end_newlines", block.first_line + span.line)
        elif span.kind == "blank":
            account.blank_bytes += len(raw.translate(None, b"\r\n\x00")) * unit
            counts["blank_lines"] = counts.get("blank_lines", 0) + span.lines
            firsts.setdefault("blank_lines", block.first_line + span.line)
    account.read_bytes = read_bytes if block.origin is None else _left_over(account)
    gaiji = inventory(
        values.foreign,
        values.rows.records,
        values.encoding,
        values.damaged,
        own_marks=bool(values.damaged) and values.may_hold_marks,
    )
    return Summary(account, gaiji, counts, firsts)


def _left_over(account: Account) -> int:
    """Transcoded text has other sizes than the file: what is left over was read."""
    return account.total_bytes - (
        account.rejected_bytes + account.newline_bytes + account.header_bytes + account.end_bytes + account.blank_bytes
    )
