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
from chukan.rules.compile import CompiledRules
from chukan.verification.amounts import Amounts
from chukan.verification.batch import BatchChecker
from chukan.verification.decisions.watch import Watch
from chukan.verification.tally import Key, Tally

if TYPE_CHECKING:
    from chukan.verification.profile import Profiler


@dataclass(frozen=True, slots=True)
class KeyColumns:
    """What the rest of a run needs of the records of one block.

    Attributes:
        index: Of the block within its file.
        spilled: The columns that integrity needs.
    """

    index: int
    spilled: pa.RecordBatch
    records: pa.Array
    lines: pa.Array
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class BlockResult(KeyColumns):
    """What one block leaves behind."""

    tally: Tally
    sums: dict[str, int]
    profiler: Profiler | None
    summary: Summary


def _chosen(table: pa.RecordBatch, names: Sequence[str]) -> pa.RecordBatch:
    return table.select([name for name in names if name in table.schema.names])


@dataclass
class Picker:
    """Takes out of the blocks of one file what integrity needs, and checks nothing: for a file whose findings are known."""

    plan: Plan
    spilled: Sequence[str]

    def __call__(self, block: Block, full: frozenset[Key]) -> KeyColumns:  # noqa: ARG002 - called as an `Examiner` is
        """Parse one block; `full` is for those that look for findings."""
        batch = self.plan.parse(block)
        spilled = _chosen(batch.readable, self.spilled)
        return KeyColumns(block.index, spilled, batch.records, batch.lines, batch.rejected)


@dataclass
class Examiner:
    """Examines the blocks of one file. Can be pickled; keeps nothing between blocks that decides a result."""

    plan: Plan
    rules: CompiledRules
    columns: tuple[str, ...]
    limit: int
    show: bool
    spilled: Sequence[str]
    profile: bool
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self._checker = BatchChecker(self.rules, self.show, self.watch)

    def __call__(self, block: Block, full: frozenset[Key]) -> BlockResult:
        """Examine one block; of the keys in `full` only the number counts, enough places are kept."""
        batch = self.plan.parse(block)
        tally = Tally(self.limit, full=full)
        self._checker.check(batch, tally)
        amounts = Amounts.of(self.rules.layout)
        amounts.add(batch.table)
        readable = batch.readable
        profiler = self._profiled(readable) if self.profile else None
        spilled = _chosen(readable, self.spilled)
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

        profiler = Profiler(self.rules.layout, self.columns)
        profiler.add(table)
        return profiler
