"""Fixed-width records: every item at its bytes, filled up as the agreement says. All records of a batch at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chukan.agreement import Agreement, Padding
from chukan.errors import UsageError
from chukan.intake.parsing.padding import Filling
from chukan.intake.parsing.positions import Span, positions, record_length
from chukan.intake.writing.encode import encoded
from chukan.layouts.model import Layout

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FixedForm:
    """How the records of one layout are written under one agreement."""

    layout: Layout
    agreement: Agreement
    encoding: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """The bytes of each item in a record."""
        return positions(self.layout, self.agreement, self.encoding)

    def records(self, batch: pa.RecordBatch) -> Iterator[bytes]:
        """Yield the batch's records as bytes, without newlines.

        Raises:
            UsageError: a value is longer than its item's bytes; names the item.
        """
        matrix = self.matrix(batch)
        for row in matrix:
            yield row.tobytes()

    def matrix(self, batch: pa.RecordBatch) -> Bytes:
        """Return the batch's records as bytes, shape (records, bytes of a record).

        Raises:
            UsageError: a value is longer than its item's bytes; names the item.
        """
        spans = self.spans
        length = record_length(spans, self.agreement)
        blank = np.frombuffer(encoded(" ", self.encoding), np.uint8)
        matrix = np.tile(blank, (batch.num_rows, -(-length // len(blank))))[:, :length].copy()
        for span in spans:
            if span.item in batch.schema.names:
                self._put(matrix, span, batch.column(span.item))
        return matrix

    def _put(self, matrix: Bytes, span: Span, column: pa.Array) -> None:
        item = self.layout.by_name[span.item]
        filling = Filling.of(item, self.agreement)
        if filling.number and filling.rule == "left_zero":
            column = _zeros_in_front(column, span.length // len(encoded("0", self.encoding)))
        data, sizes = _encoded_values(column, self.encoding)
        if len(sizes) and int(sizes.max()) > span.length:
            raise UsageError(
                f"項目「{span.item}」の値が {int(sizes.max())} バイトあり、{span.length} バイトの位置に入りません",
                place=self.layout.address,
                hint="移行条件の positions か length_unit を確かめてください。",
            )
        if filling.rule == "right_fullwidth_space" and item.type == "N":
            _fill_wide(matrix, span, sizes, encoded("　", self.encoding))
        at = _starts(sizes, span, filling.rule)
        rows = np.repeat(np.arange(len(sizes)), sizes)
        within = np.arange(len(data)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        matrix[rows, at[rows] + within] = data


def _starts(sizes: Ints, span: Span, rule: Padding) -> Ints:
    """Return the position of each value's first byte in its record."""
    if rule == "left_space":
        return span.end - sizes
    return np.full(len(sizes), span.start, np.int64)


def _zeros_in_front(column: pa.Array, width: int) -> pa.Array:
    """Fill numbers up with zeros behind their sign; blanks stay blank."""
    negative = pc.starts_with(column, "-")
    digits = pc.if_else(negative, pc.utf8_slice_codeunits(column, 1), column)
    filled = pc.if_else(
        negative,
        pc.binary_join_element_wise("-", pc.utf8_lpad(digits, width=width - 1, padding="0"), ""),
        pc.utf8_lpad(digits, width=width, padding="0"),
    )
    return pc.if_else(pc.equal(column, ""), "", filled)


def _encoded_values(column: pa.Array, encoding: str) -> tuple[Bytes, Ints]:
    """Return all values' bytes one after the other, and how many each has: the column is encoded in one go."""
    text = "\n".join(column.to_pylist()) + "\n" if len(column) else ""
    data = np.frombuffer(encoded(text, encoding), np.uint8)
    unit = len(encoded("\n", encoding))
    # No character of these encodings holds the byte 0x0A; in UTF-16 the pair of bytes decides.
    if unit == 1:
        ends = np.flatnonzero(data == 0x0A)
    else:
        mark = np.frombuffer(encoded("\n", encoding), np.uint8)
        ends = np.flatnonzero((data[0::2] == mark[0]) & (data[1::2] == mark[1])) * 2
    sizes = np.diff(np.concatenate([[-unit], ends])) - unit
    keep = np.ones(len(data), np.bool_)
    for step in range(unit):
        keep[ends + step] = False
    return data[keep], sizes.astype(np.int64)


def _fill_wide(matrix: Bytes, span: Span, sizes: Ints, wide: bytes) -> None:
    """Put full-width blanks behind each value, as many as fit whole."""
    pattern = np.frombuffer(wide, np.uint8)
    for size in np.unique(sizes):
        count = (span.length - int(size)) // len(wide)
        start = span.start + int(size)
        matrix[np.ix_(np.flatnonzero(sizes == size), np.arange(start, start + count * len(wide)))] = np.tile(
            pattern, count
        )
