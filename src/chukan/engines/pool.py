"""The processes of one run: started when they are first needed, shared by its files, ended with it."""

from __future__ import annotations

import itertools
import pickle
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from chukan.engines import worker
from chukan.engines.cores import Jobs, processes, shareable, start_method
from chukan.engines.engine import AnyWork, Work, examined_here
from chukan.errors import WorkerLost

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

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

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Start the processes, where there are to be any: before other threads are, as a fork is the quickest way."""
        if self._executor is not None or self.jobs == 1:
            return
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

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

    @property
    def travels(self) -> bool:
        """True when there are to be other processes."""
        return self.jobs > 1

    def examine(self, parts: Iterable[tuple[AnyWork, Any]]) -> Iterator[tuple[AnyWork, Future[Any]]]:
        """Yield what is made of each block, in the order of the blocks; see `chukan.engines.engine.Engine`.

        Processes are started for a file of several blocks: where there are none yet, a file of one block is examined
        sooner here.

        Raises:
            WorkerLost: a process ended in the middle of its work.
        """
        waiting: deque[tuple[AnyWork, Future[Any]]] = deque()
        known: Work | None = None  # the file of the latest result: nothing more is queued before its first one
        packed = _Packed()
        try:
            for work, block in self._started(parts):
                ahead = self.jobs - (1 if work is known else 2)
                if self._executor is None or work.stays:
                    waiting.append((work, examined_here(work, block)))
                elif sum(not one.done() for _, one in waiting) <= ahead:
                    waiting.append((work, self._submit(*packed.of(work), block, work.state())))
                else:
                    waiting.append((work, examined_here(work, block)))
                while waiting and (waiting[0][1].done() or len(waiting) > _AHEAD * self.jobs):
                    known = waiting[0][0]
                    yield _finished(*waiting.popleft())
            while waiting:
                yield _finished(*waiting.popleft())
        finally:
            for _, one in waiting:
                one.cancel()

    def _started(self, parts: Iterable[tuple[AnyWork, Any]]) -> Iterator[tuple[AnyWork, Any]]:
        """Yield the parts; the processes are there before the first block of a file of several blocks comes."""
        parts = iter(parts)
        held = next(parts, None) if self.jobs > 1 and self._executor is None else None
        while held is not None and self._executor is None:
            following = next(parts, None)
            if following is not None and following[0] is held[0] and not held[0].stays:
                self.start()
            yield held
            held = following
        if held is not None:
            yield held
        yield from parts

    def _submit(self, number: int, examiner: bytes, block: object, state: object) -> Future[Any]:
        assert self._executor is not None  # noqa: S101 - `_started` saw to it
        try:
            return self._executor.submit(worker.examine, number, examiner, block, state)
        except BrokenExecutor:
            raise _lost() from None


def pool_for(sizes: Sequence[int], jobs: Jobs, block_size: int) -> Pool:
    """Return the processes of a run, started where its files are sure to need them.

    Args:
        sizes: bytes of each file; 0 = nobody knows.
        jobs: how many processes were asked for.
        block_size: bytes that are examined at a time.
    """
    pool = Pool(processes(jobs, sizes))
    if shareable(sizes) > block_size:
        pool.start()  # there are no threads yet
    return pool


class _Packed:
    """The examiner of the file that is worked on, pickled once a file."""

    _numbers = itertools.count()

    def __init__(self) -> None:
        self._work: Work | None = None
        self._packed = -1, b""

    def of(self, work: Work) -> tuple[int, bytes]:
        """Return its number and its bytes."""
        if self._work is not work:
            self._work, self._packed = work, (next(self._numbers), pickle.dumps(work.examine))
        return self._packed


def _finished(work: AnyWork, future: Future[Any]) -> tuple[AnyWork, Future[Any]]:
    """Wait for a result; one that will never come is told here."""
    if isinstance(future.exception(), BrokenExecutor):
        raise _lost() from None
    return work, future


def _lost() -> WorkerLost:
    return WorkerLost(
        "検査を分担していたプロセスが、途中で止められました。検査結果は出していません",
        hint="メモリ不足などで止められた可能性があります。空きメモリを確かめ、--jobs 1 で実行し直してください。",
    )
