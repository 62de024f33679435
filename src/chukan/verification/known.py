"""A file whose findings an earlier run knows: it is read only for what the rest of this run needs of its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from chukan.intake.batch import Rejected
from chukan.intake.records.block import Block
from chukan.intake.source.open_source import changed_meanwhile
from chukan.verification.examine import KeyColumns, Picker
from chukan.verification.file import FileOutcome, open_target
from chukan.verification.in_order import InOrder, Sink
from chukan.verification.job import Options
from chukan.verification.progress import FileProgress
from chukan.verification.tally import Key

_NO_FINDINGS: frozenset[Key] = frozenset()


class KnownFile:
    """One file that is as it was, while its blocks are read; see `chukan.verification.files.OpenFile`.

    Args:
        outcome: what an earlier run found in it.
        options: how to run.
        sink: takes the `spilled` columns of every batch.
        spilled: the columns that integrity needs.
        reject: takes every record that could not be read, byte for byte.
        progress: is told how far the work is.

    Raises:
        InputError: the file can't be read any more.
    """

    stays = False

    def __init__(
        self,
        outcome: FileOutcome,
        options: Options,
        *,
        sink: Sink,
        spilled: Sequence[str],
        reject: Callable[[Rejected], None] | None,
        progress: FileProgress,
    ) -> None:
        self._outcome, self._progress = outcome, progress
        self._reader = open_target(outcome.target, options, progress)
        kept = tuple(c for c in spilled if c in outcome.facts.columns)
        self._in_order = InOrder(sink, kept, reject)
        self._records = 0
        plan = self._reader.plan
        self.examine = Picker(plan.only(kept) if kept else plan, kept)
        self.blocks, self.elsewhere = self._reader.blocks, self._reader.elsewhere

    def state(self) -> frozenset[Key]:
        """Return nothing: no findings are looked for."""
        return _NO_FINDINGS

    def take(self, result: KeyColumns) -> None:
        """Take in what one block left behind; in any order."""
        self._in_order.take(result)
        self._records += len(result.records) + sum(rejected.records for rejected in result.rejected)
        self._progress.examined(self._records)

    def close(self) -> None:
        """Take nothing more."""
        self._in_order.close()

    def outcome(self) -> FileOutcome:
        """Return what the earlier run found, once every block was taken in.

        Raises:
            InputError: the file is not the one any more that the earlier run looked at.
        """
        self.close()
        self._reader.check_unchanged()
        if self._reader.sha256 != self._outcome.sha256:
            raise changed_meanwhile(self._outcome.target.path)
        return self._outcome


class SettledFile:
    """One file that is as it was, and of whose records nothing is needed: it is not read.

    Args:
        outcome: what an earlier run found in it.
    """

    stays = False

    def __init__(self, outcome: FileOutcome) -> None:
        self._outcome = outcome

    def blocks(self) -> Iterator[Block]:
        """Return no block."""
        return iter(())

    def examine(self, block: Block, full: frozenset[Key]) -> KeyColumns:
        """Never called: there are no blocks."""
        raise NotImplementedError

    def elsewhere(self, block: Block) -> Block:
        """Never called: there are no blocks."""
        raise NotImplementedError

    def state(self) -> frozenset[Key]:
        """Return nothing: no findings are looked for."""
        return _NO_FINDINGS

    def take(self, result: KeyColumns) -> None:
        """Never called: there are no blocks."""
        raise NotImplementedError

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def outcome(self) -> FileOutcome:
        """Return what the earlier run found."""
        return self._outcome
