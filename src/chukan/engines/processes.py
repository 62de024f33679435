"""Blocks examined by worker processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Block = TypeVar("Block")
State = TypeVar("State")
Result = TypeVar("Result")


def examine_in_processes(
    blocks: Iterable[Block], examine: Callable[[Block, State], Result], state: Callable[[], State], jobs: int
) -> Iterator[Result]:
    """Yield what an examiner makes of each block, in order: see `chukan.engines.blocks.examine_blocks`."""
    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(examine,)) as pool:
        try:
            for block in blocks:
                waiting.append(pool.submit(_examine, block, state()))
                if len(waiting) > jobs + 1:  # bounds the blocks that are in memory
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_examiner: Callable[[Any, Any], Any]


def _start(examiner: Callable[[Any, Any], Any]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business; it stops the pool
    for name in ("SIGTERM", "SIGHUP"):  # whoever ends a worker wants no words of it
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    global _examiner  # noqa: PLW0603 - one a worker process, set once
    _examiner = examiner


def _examine(block: Any, state: Any) -> Any:
    return _examiner(block, state)
