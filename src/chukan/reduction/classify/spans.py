"""Where each record of a block is in the file, to the byte.

The spans of a block cover all its bytes: a record with its newline, or bytes that belong to no record
(blank lines, control records, the end mark). A split copies spans, so nothing is re-encoded.
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
        ends: Behind the newline.
        control: True for control records and the end mark; False for records and blank lines.
    """

    records: Ints
    starts: Ints
    ends: Ints
    control: Bools

    def __len__(self) -> int:
        return len(self.records)


def spans_of(block: Block) -> Spans:
    """Return the spans of a block, in order; their ends meet the next one's start."""
    irregular = [one for span in block.irregular for one in _single(span)]
    points = np.concatenate([block.starts, np.array([a.start for a in irregular], np.int64)])
    numbers = np.concatenate([block.records, np.zeros(len(irregular), np.int64)])
    firsts = zip(block.irregular_numbers.tolist(), block.irregular_records, strict=True)
    own = [number + n for number, span in firsts for n in range(span.records)]
    numbers[len(block.starts) + np.flatnonzero([a.is_record for a in irregular])] = own
    control = np.zeros(len(points), np.bool_)
    control[len(block.starts) :] = [a.kind in ("skipped", "control", "header", "end") for a in irregular]
    order = np.argsort(points, kind="stable")
    points, numbers, control = points[order], numbers[order], control[order]
    if block.origin is not None:
        points = np.array([block.origin.offset(int(p)) for p in points], np.int64)
    if not len(points) or points[0] > 0:
        points, numbers = np.insert(points, 0, 0), np.insert(numbers, 0, 0)
        control = np.insert(control, 0, False)
    ends = np.append(points[1:], len(block.raw))
    return Spans(numbers, points, ends, control)


def _single(span: IrregularSpan) -> Iterator[IrregularSpan]:
    """Yield the records of a span one by one."""
    if span.records == 1:
        yield span
        return
    for start in range(span.start, span.next, span.period):
        yield replace(span, start=start, next=start + span.period, records=1)
