"""The files of a run: their blocks in one stream, so that nobody waits for the last block of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chukan.engines.engine import Engine
from chukan.errors import InputError
from chukan.intake.records.block import Block
from chukan.verification.file import FileOutcome
from chukan.verification.tally import Key


class OpenFile(Protocol):
    """One file while its blocks are examined: `FileCheck` and those whose findings are known."""

    @property
    def stays(self) -> bool:
        """True when what examines can't leave this process."""
        ...

    @property
    def examine(self) -> Callable[[Block, frozenset[Key]], Any]:
        """What makes a result of a block and the state."""
        ...

    def blocks(self) -> Iterator[Block]:
        """Cut the file."""
        ...

    def elsewhere(self, block: Block, /) -> Any:
        """Return a block as it goes to a machine that sees the same files."""
        ...

    def state(self) -> frozenset[Key]:
        """Return what is known by now."""
        ...

    def take(self, result: Any, /) -> None:
        """Take in what one block left behind; in any order."""
        ...

    def close(self) -> None:
        """Take nothing more."""
        ...

    def outcome(self) -> FileOutcome:
        """Return what the file turned out to be, once every block was taken in."""
        ...


Begin = Callable[[], OpenFile]
Unreadable = Callable[[int, InputError], FileOutcome]


def check_files(begin: Sequence[Begin], engine: Engine, unreadable: Unreadable) -> Iterator[FileOutcome]:
    """Yield what each file turned out to be, in their order.

    Args:
        begin: opens each of them, when its turn comes.
        engine: examines their blocks.
        unreadable: what a file is that can't be read, given its index and why; it may raise the error instead.

    Raises:
        InputError: as `unreadable` likes it.
        WorkerLost: whoever shared the work is not there any more.
        Bug: the account of a file does not add up.
    """
    run = _Run(begin, unreadable)
    for file, result in engine.examine(run.parts()):
        run.take(file, result.result)
        yield from run.ready()
    yield from run.ready()


@dataclass(eq=False)
class _File:
    """One file that is being checked.

    Attributes:
        left: Blocks that were handed out and have no result yet.
        is_cut: True when there are no more blocks.
        failed: True when it turned out that it can't be read.
    """

    index: int
    check: OpenFile
    left: int = 0
    is_cut: bool = False
    failed: bool = False

    @property
    def examine(self) -> Callable[[Block, frozenset[Key]], Any]:
        return self.check.examine

    @property
    def stays(self) -> bool:
        return self.check.stays

    def elsewhere(self, block: Block) -> Any:
        return self.check.elsewhere(block)

    def state(self) -> Any:
        return self.check.state()


class _Run:
    """The files that are open, and the outcomes that wait for those of earlier files."""

    def __init__(self, begin: Sequence[Begin], unreadable: Unreadable) -> None:
        self._begin, self._unreadable = begin, unreadable
        self._outcomes: dict[int, FileOutcome] = {}
        self._told = 0

    def parts(self) -> Iterator[tuple[_File, Block]]:
        """Yield the blocks of one file after the other."""
        for index, begin in enumerate(self._begin):
            try:
                file = _File(index, begin())
            except InputError as e:
                self._outcomes[index] = self._unreadable(index, e)
                continue
            try:
                for block in file.check.blocks():
                    file.left += 1
                    yield file, block
                    if file.failed:
                        break
            except InputError as e:
                self._fail(file, e)
            file.is_cut = True
            self._settle(file)

    def take(self, file: _File, result: Callable[[], Any]) -> None:
        """Take in the result of one block, or why there is none."""
        file.left -= 1
        if not file.failed:
            try:
                file.check.take(result())
            except InputError as e:
                self._fail(file, e)
        self._settle(file)

    def ready(self) -> Iterator[FileOutcome]:
        """Yield the outcomes whose turn it is."""
        while (outcome := self._outcomes.pop(self._told, None)) is not None:
            self._told += 1
            yield outcome

    def _settle(self, file: _File) -> None:
        if file.is_cut and not file.left and not file.failed:
            try:
                self._outcomes[file.index] = file.check.outcome()
            except InputError as e:
                self._fail(file, e)

    def _fail(self, file: _File, error: InputError) -> None:
        file.failed = True
        file.check.close()
        self._outcomes[file.index] = self._unreadable(file.index, error)
