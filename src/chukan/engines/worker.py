"""What runs in a worker process: it examines the blocks that it is given, and ends with the process that started it."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from typing import Any

_examiner: tuple[int, Any] = (-1, None)
"""The examiner of the file that is worked on, by its number: it is unpickled once a file."""


def prepare() -> None:
    """Make a process ready: it leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops the pool
    for name in ("SIGTERM", "SIGHUP"):  # whoever ends a worker wants no words of it
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent to end, even if it was killed: nobody would ever ask this process for anything again."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def begin() -> None:
    """Do nothing: whoever asks for it starts the processes."""


def examine(number: int, examiner: bytes, block: Any, state: Any) -> Any:
    """Return what an examiner makes of a block.

    Args:
        number: of the examiner.
        examiner: pickled; the same for all blocks of a file.
        block: what is examined.
        state: see `chukan.engines.pool.Pool.examine`.
    """
    learn(number, examiner)
    return _examiner[1](block, state)


def learn(number: int, examiner: bytes) -> None:
    """Unpack an examiner, unless it is known."""
    global _examiner  # noqa: PLW0603 - one a worker process
    if _examiner[0] != number:
        _examiner = number, pickle.loads(examiner)  # noqa: S301 - of our own parent


def forget() -> None:
    """Let go of the examiner: it holds what a project keeps to itself."""
    global _examiner  # noqa: PLW0603 - one a worker process
    _examiner = (-1, None)
