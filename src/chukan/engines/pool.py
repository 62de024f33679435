"""The processes of one run: started when they are first needed, shared by its files, ended with it."""

from __future__ import annotations

import itertools
import multiprocessing
import pickle
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Self, TypeVar

from chukan.engines import worker
from chukan.engines.cores import start_method
from chukan.errors import WorkerLost

Block = TypeVar("Block")
State = TypeVar("State")
Result = TypeVar("Result")

#: Blocks of a file from which processes are asked: one is examined sooner here.
_LEAST = 2
#: Results that wait for an earlier one, for each process.
_AHEAD = 4


class Pool:
    """Examines the blocks of files, in this process and in others.

    This process cuts the files and examines blocks itself whenever the others have enough to do: none of them is
    waited for while it starts, and as many cores are busy as there are `jobs`.

    Args:
        jobs: processes, this one included; 1 = no other is started.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = max(1, jobs)
        self._executor: ProcessPoolExecutor | None = None
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Start the processes, where there are to be any: before other threads are, as a fork is the quickest way."""
        if self._executor is not None or self.jobs == 1:
            return
        context = multiprocessing.get_context(start_method())
        self._executor = ProcessPoolExecutor(self.jobs - 1, mp_context=context, initializer=worker.prepare)
        with warnings.catch_warnings():  # of threads that are none of Python's: those of numpy take care of themselves
            warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
            self._executor.submit(worker.begin)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=error is None, cancel_futures=True)
            self._executor = None

    def examine(
        self, blocks: Iterable[Block], examine: Callable[[Block, State], Result], state: Callable[[], State]
    ) -> Iterator[Result]:
        """Yield what an examiner makes of each block, in the order of the blocks.

        Args:
            blocks: read one by one, a few ahead of the results.
            examine: takes a block and the state; with several processes all three must be picklable.
            state: what is known by now; taken when a block is handed out. It may spare work, never change a result.

        Raises:
            WorkerLost: a process ended in the middle of its work.
        """
        blocks = iter(blocks)
        if self.jobs > 1:
            first = list(itertools.islice(blocks, _LEAST))
            if len(first) == _LEAST:
                yield from self._shared(itertools.chain(first, blocks), examine, state)
                return
            blocks = iter(first)
        for block in blocks:
            yield examine(block, state())

    def _shared(
        self, blocks: Iterable[Block], examine: Callable[[Block, State], Result], state: Callable[[], State]
    ) -> Iterator[Result]:
        number, pickled = next(self._numbers), pickle.dumps(examine)
        ahead = self.jobs - 2  # nothing is queued until the first result says what need not be told again
        waiting: deque[Future[Result]] = deque()
        try:
            for block in blocks:
                if sum(not one.done() for one in waiting) <= ahead:
                    waiting.append(self._submit(number, pickled, block, state()))
                else:
                    waiting.append(_examined_here(examine, block, state()))
                while waiting and (waiting[0].done() or len(waiting) > _AHEAD * self.jobs):
                    ahead = self.jobs - 1  # one more than they are: none is ever idle
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise WorkerLost(
                "検査を分担していたプロセスが、途中で止められました。検査結果は出していません",
                hint="メモリ不足などで止められた可能性があります。空きメモリを確かめ、--jobs 1 で実行し直してください。",
            ) from None
        finally:
            for one in waiting:
                one.cancel()

    def _submit(self, number: int, examiner: bytes, block: object, state: object) -> Future[Any]:
        self.start()
        assert self._executor is not None  # noqa: S101 - there is more than one job
        return self._executor.submit(worker.examine, number, examiner, block, state)


def _examined_here(examine: Callable[[Block, State], Result], block: Block, state: State) -> Future[Result]:
    """Examine a block; an error waits for its turn, so that the first one of the file is told, as by one process."""
    future: Future[Result] = Future()
    try:
        future.set_result(examine(block, state))
    except Exception as e:  # noqa: BLE001 - it is raised where the result is asked for
        future.set_exception(e)
    return future
