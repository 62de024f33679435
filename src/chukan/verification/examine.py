"""Examining one block: parse it, check it, keep what must outlive it.

A `Piece` is small whatever the block holds, can be pickled, and pieces add up in any way of cutting:
the same code runs here and in worker processes, so that the number of workers changes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from chukan.intake.batch import Rejected, Summary
from chukan.intake.reader import FileReader
from chukan.intake.records.block import Block, Plan
from chukan.rules.check import RuleSet
from chukan.verification.amounts import Amounts
from chukan.verification.batch import BatchChecker
from chukan.verification.tally import Key, Tally

if TYPE_CHECKING:
    from chukan.verification.profile import Profiler


@dataclass(frozen=True, slots=True)
class Piece:
    """What one block leaves behind."""

    tally: Tally
    sums: dict[str, int]
    profiler: Profiler | None
    spilled: pa.RecordBatch
    """The columns that integrity needs."""
    records: pa.Array
    lines: pa.Array
    rejected: tuple[Rejected, ...]
    summary: Summary


@dataclass
class Examiner:
    """Examines the blocks of one file. Can be pickled; keeps nothing between blocks that decides a result."""

    plan: Plan
    rules: RuleSet
    columns: tuple[str, ...]
    limit: int
    show: bool
    spilled: Sequence[str]
    profile: bool

    def __post_init__(self) -> None:
        self._checker = BatchChecker(self.rules, self.show)

    def __call__(self, block: Block, full: frozenset[Key]) -> Piece:
        """Examine one block; of the keys in `full` only the number counts, enough places are kept."""
        batch = self.plan.parse(block)
        tally = Tally(self.limit, full=full)
        self._checker.check(batch, tally)
        amounts = Amounts.of(self.rules.layout)
        amounts.add(batch.table)
        profiler = self._profiled(batch.table) if self.profile else None
        spilled = batch.table.select([c for c in self.spilled if c in batch.table.schema.names])
        return Piece(tally, amounts.sums, profiler, spilled, batch.records, batch.lines, batch.rejected, batch.summary)

    def _profiled(self, table: pa.RecordBatch) -> Profiler:
        from chukan.verification.profile import Profiler

        profiler = Profiler(self.rules.layout, self.columns)
        profiler.add(table)
        return profiler


def pieces(reader: FileReader, examiner: Examiner, tally: Tally, jobs: int) -> Iterator[Piece]:
    """The pieces of a file in order, examined here or by `jobs` processes.

    Args:
        tally: the file's; what it is full of is not sampled again.
    """
    if jobs <= 1:
        for block in reader.blocks():
            yield examiner(block, tally.full_keys())
        return
    waiting: deque[Future[Piece]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(examiner,)) as pool:
        try:
            for block in reader.blocks():
                waiting.append(pool.submit(_examine, block, tally.full_keys()))
                if len(waiting) > jobs + 1:  # bounds the blocks that are in memory
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_examiner: Examiner


def _start(examiner: Examiner) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business; it stops the pool
    global _examiner  # noqa: PLW0603 - one a worker process, set once
    _examiner = examiner


def _examine(block: Block, full: frozenset[Key]) -> Piece:
    return _examiner(block, full)
