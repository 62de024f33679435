"""Records that can't be read and follow one another, kept together: of a file made to do harm they may be millions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from chukan.intake.batch import Rejected
from chukan.intake.parsing.rows import Rows
from chukan.intake.records.block import Block, IrregularSpan
from chukan.intake.records.lines import NEWLINE, Ints
from chukan.intake.records.rules import RecordRules
from chukan.intake.records.split import split


def of_other_widths(block: Block, everything: Rows, rows: Ints, counts: Ints, newline: bytes) -> Iterator[Rejected]:
    """Yield clean records of one line each, those together that follow one another and have as many fields.

    Args:
        block: their block; not transcoded.
        everything: its clean records.
        rows: which of them, at least one.
        counts: fields of every clean record.
        newline: what stands between them in ``rejected.csv``.
    """
    between = np.searchsorted(np.array([span.start for span in block.irregular], np.int64), block.starts[rows])
    apart = (np.diff(rows) > 1) | (np.diff(between) > 0) | (np.diff(counts[rows]) != 0)
    firsts = np.append(0, np.flatnonzero(apart) + 1)
    lasts = np.append(firsts[1:], len(rows)) - 1
    first, last = rows[firsts], rows[lasts]
    told = (
        everything.records[first],
        everything.lines[first],
        block.starts[first],
        block.ends[last],
        last - first + 1,
        counts[first],
        np.add.reduceat((block.ends - block.starts)[rows], firsts),
    )
    # there may be one for each second record of the file: all that can be known of all of them at once is
    for record, line, start, end, records, fields, content in zip(*(each.tolist() for each in told), strict=True):
        raw = block.raw[start:end]
        yield Rejected(
            record=record,
            line=line,
            offset=block.offset + start,
            raw=raw if records == 1 else _with_newlines(raw, newline),
            newline=newline,
            records=records,
            fields=fields,
            content=content,
        )


def of_alike(
    block: Block, span: IrregularSpan, record: int, skipped: int, rules: RecordRules, newline: bytes
) -> Rejected:
    """Return the records of a span, but for its first ones.

    Args:
        block: the block; not transcoded.
        span: records that are alike.
        record: the number of its first one.
        skipped: how many to leave out; fewer than there are.
        rules: delimiter and quote.
        newline: what stands between them in ``rejected.csv``.
    """
    start, rest = span.start + skipped * span.period, span.records - skipped
    content = span.size
    return Rejected(
        record=record + skipped,
        line=block.first_line + span.line + skipped,
        offset=block.offset_of(start),
        raw=_with_newlines(block.raw_slice(start, span.end), newline),
        newline=newline,
        records=rest,
        fields=split(block.data[start : start + content], rules.delimiter, rules.quote, keep=0).count,
        content=rest * content,
    )


def _with_newlines(raw: bytes, newline: bytes) -> bytes:
    """Return lines with the newline of ``rejected.csv`` between them."""
    return raw.replace(b"\n", newline) if b"\r" not in raw else NEWLINE.sub(newline, raw)
