"""A file whose findings an earlier run knows: it is read only for what the rest of this run needs of its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from chukan.intake.batch import Rejected
from chukan.intake.records.block import Block
from chukan.intake.source.open_source import changed_meanwhile
from chukan.verification.examine import KeyColumns, Picker
from chukan.verification.file import FileOutcome, Sink, open_target
from chukan.verification.job import Options
from chukan.verification.progress import Follower
from chukan.verification.tally import Key


class KnownFile:
    """One file that is as it was, while its blocks are read for the columns that integrity needs.

    Args:
        outcome: what an earlier run found in it.
        options: how to run.
        sink: takes the `spilled` columns of every batch.
        spilled: the columns that integrity needs.
        reject: takes every record that could not be read, byte for byte.
        follower: is told how far the work is.

    Raises:
        InputError: the file can't be read any more.
    """

    def __init__(
        self,
        outcome: FileOutcome,
        options: Options,
        *,
        sink: Sink,
        spilled: Sequence[str],
        reject: Callable[[Rejected], None] | None,
        follower: Follower,
    ) -> None:
        self._outcome, self._sink, self._reject, self._follower = outcome, sink, reject, follower
        self._reader = open_target(outcome.target, options, follower)
        self._spilled = tuple(c for c in spilled if c in outcome.facts.columns)
        self._records = 0
        self.examine = Picker(self._reader.plan, self._spilled)

    def blocks(self) -> Iterator[Block]:
        """Cut the file."""
        return self._reader.blocks()

    def state(self) -> frozenset[Key]:
        """Return nothing: no findings are looked for."""
        return frozenset()

    def take(self, result: KeyColumns) -> None:
        """Take in what one block left behind, in the order of the blocks."""
        self._sink.write(result.spilled, result.records, result.lines, self._spilled)
        if self._reject is not None:
            for rejected in result.rejected:
                self._reject(rejected)
        self._records += len(result.records) + sum(rejected.records for rejected in result.rejected)
        self._follower.examined(self._records)

    def must_be_known(self) -> None:
        """Make sure, once every block was taken in, that it was the very file that the earlier run looked at.

        Raises:
            InputError: it is not.
        """
        self._reader.check_unchanged()
        if self._reader.sha256 != self._outcome.sha256:
            raise changed_meanwhile(self._outcome.target.path)
