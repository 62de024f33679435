"""Where each record of a block is in the file, to the byte.

The spans of a block cover all its bytes: a record with its newline, or bytes that belong to no record
(blank lines, control records, the end mark). What copies spans re-encodes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from chukan.intake.records.block import Block, IrregularSpan
from chukan.intake.records.lines import Bools, Ints


@dataclass(frozen=True)
class Spans:
    """Consecutive stretches of a block's bytes.

    Attributes:
        records: The record number of each; 0 = no record.
        starts: In ``block.raw``.
        contents: Behind the content, before the newline.
        ends: Behind the newline.
        control: True for control records and the end mark; False for records and blank lines.
        end_mark: True for 0x1A and NUL after the last record.
    """

    records: Ints
    starts: Ints
    contents: Ints
    ends: Ints
    control: Bools
    end_mark: Bools

    def __len__(self) -> int:
        return len(self.records)


def spans_of(block: Block) -> Spans:
    """Return the spans of a block, in order; their ends meet the next one's start."""
    irregular = [one for span in block.irregular for one in _single(span)]
    points = np.concatenate([block.starts, np.array([a.start for a in irregular], np.int64)])
    contents = np.concatenate([block.ends, np.array([a.end for a in irregular], np.int64)])
    numbers = np.concatenate([block.records, np.zeros(len(irregular), np.int64)])
    own = [number for number, _ in irregular_records(block)]
    numbers[len(block.starts) + np.flatnonzero([a.is_record for a in irregular])] = own
    control, end_mark = np.zeros(len(points), np.bool_), np.zeros(len(points), np.bool_)
    control[len(block.starts) :] = [a.kind in ("skipped", "control", "header", "end") for a in irregular]
    end_mark[len(block.starts) :] = [
        a.kind == "end" and not a.lines for a in irregular
    ]  # a line of its own has more behind
    order = np.argsort(points, kind="stable")
    points, contents, numbers = points[order], contents[order], numbers[order]
    control, end_mark = control[order], end_mark[order]
    if block.origin is not None:
        points, contents = (
            np.array([block.origin.offset(int(p)) for p in places], np.int64) for places in (points, contents)
        )
    if not len(points) or points[0] > 0:
        points, numbers = np.insert(points, 0, 0), np.insert(numbers, 0, 0)
        contents = np.insert(contents, 0, points[1] if len(points) > 1 else len(block.raw))
        control, end_mark = np.insert(control, 0, False), np.insert(end_mark, 0, False)
    ends = np.append(points[1:], len(block.raw))
    return Spans(records=numbers, starts=points, contents=contents, ends=ends, control=control, end_mark=end_mark)


def irregular_records(block: Block) -> Iterator[tuple[int, IrregularSpan]]:
    """Yield the records of a block that are not clean, each with its number."""
    for number, span in zip(block.irregular_numbers.tolist(), block.irregular_records, strict=True):
        yield from enumerate(_single(span), number)


def _single(span: IrregularSpan) -> Iterator[IrregularSpan]:
    """Yield the records of a span one by one."""
    if span.records == 1:
        yield span
        return
    for start in range(span.start, span.next, span.period):
        yield replace(span, start=start, end=start + span.size, next=start + span.period, records=1)
