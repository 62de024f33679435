"""Examining one block: parse it, check it, keep what must outlive it.

A `BlockResult` is small whatever the block holds, can be pickled, and results add up in any way of cutting:
the same code runs here and in worker processes, so that the number of workers changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from chukan.intake.batch import Rejected, Summary
from chukan.intake.records.block import Block, Plan
from chukan.rules.schema import LayoutSchema
from chukan.verification.amounts import Amounts
from chukan.verification.batch import BatchChecker
from chukan.verification.decisions.watch import Watch
from chukan.verification.tally import Key, Tally

if TYPE_CHECKING:
    from chukan.verification.profile import Profiler


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What one block leaves behind.

    Attributes:
        index: Of the block within its file.
        spilled: The columns that integrity needs.
    """

    index: int
    tally: Tally
    sums: dict[str, int]
    profiler: Profiler | None
    spilled: pa.RecordBatch
    records: pa.Array
    lines: pa.Array
    rejected: tuple[Rejected, ...]
    summary: Summary


@dataclass
class Examiner:
    """Examines the blocks of one file. Can be pickled; keeps nothing between blocks that decides a result."""

    plan: Plan
    schema: LayoutSchema
    columns: tuple[str, ...]
    limit: int
    show: bool
    spilled: Sequence[str]
    profile: bool
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self._checker = BatchChecker(self.schema, self.show, self.watch)

    def __call__(self, block: Block, full: frozenset[Key]) -> BlockResult:
        """Examine one block; of the keys in `full` only the number counts, enough places are kept."""
        batch = self.plan.parse(block)
        tally = Tally(self.limit, full=full)
        self._checker.check(batch, tally)
        amounts = Amounts.of(self.schema.layout)
        amounts.add(batch.table)
        readable = batch.readable
        profiler = self._profiled(readable) if self.profile else None
        spilled = readable.select([c for c in self.spilled if c in readable.schema.names])
        return BlockResult(
            index=block.index,
            tally=tally,
            sums=amounts.sums,
            profiler=profiler,
            spilled=spilled,
            records=batch.records,
            lines=batch.lines,
            rejected=batch.rejected,
            summary=batch.summary,
        )

    def _profiled(self, table: pa.RecordBatch) -> Profiler:
        from chukan.verification.profile import Profiler

        profiler = Profiler(self.schema.layout, self.columns)
        profiler.add(table)
        return profiler
