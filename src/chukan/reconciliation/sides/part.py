"""Some records of a side: what is handed on, wherever they were parsed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from chukan.intake.batch import Anomaly, Summary
from chukan.intake.records.block import Block, Plan


@dataclass(frozen=True, slots=True)
class Part:
    """Some consecutive records of a side.

    Attributes:
        table: columns of strings without nulls, by item; undecodable bytes are written out.
        records: their numbers.
        lines: the lines on which they begin; of a database the numbers again.
        summary: what intake says of them to the account of the file.
        anomalies: what reading them found wrong.
    """

    table: pa.RecordBatch
    records: pa.Array
    lines: pa.Array
    summary: Summary = field(default_factory=Summary)
    anomalies: tuple[Anomaly, ...] = ()


@dataclass(frozen=True)
class FileParser:
    """Parses the blocks of a file; can be pickled."""

    plan: Plan

    def __call__(self, block: Block) -> Part:
        """Return the records of a block."""
        batch = self.plan.parse(block)
        return Part(batch.readable, batch.records, batch.lines, batch.summary, batch.anomalies)


def as_read(part: Part) -> Part:
    """Return a part that was parsed when it was read."""
    return part
