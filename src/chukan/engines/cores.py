"""How many processes a run may keep busy, and from how many bytes on they pay."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable
from typing import Literal

#: A number of processes, or as many as there are cores where the work is large enough to pay.
Jobs = int | Literal["auto"]
#: More than this Windows can't wait for.
MOST_JOBS = 61
#: Bytes from which more processes pay (measured, see docs/performance.md): a forked one begins at once,
_PAYS_FORKED = 24 << 20
#: a new one first imports what this one has imported already.
_PAYS_NEW = 96 << 20
#: More processes than one for each so many bytes would take longer to begin than they spare.
_EACH = 12 << 20
#: Smaller files don't count: what each needs before its first block is done by one process.
_SMALL = 1 << 20


def usable_cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def start_method() -> str:
    """Return how processes are started here.

    A fork takes milliseconds, but copies locks that another thread may hold just then: it is for a program of one
    thread, on Linux.
    """
    import multiprocessing

    methods = multiprocessing.get_all_start_methods()
    if sys.platform == "linux" and "fork" in methods and threading.active_count() == 1:
        return "fork"
    return "forkserver" if "forkserver" in methods else "spawn"


def processes(jobs: Jobs, sizes: Iterable[int]) -> int:
    """Return how many processes a run uses, this one included.

    Args:
        jobs: what was asked for.
        sizes: bytes of each file, as far as they are known.
    """
    if jobs != "auto":
        return max(1, min(jobs, MOST_JOBS))
    total = shareable(sizes)
    if total < _PAYS_FORKED or (total < _PAYS_NEW and start_method() != "fork"):
        return 1
    return max(1, min(usable_cores(), total // _EACH, MOST_JOBS))


def shareable(sizes: Iterable[int]) -> int:
    """Return the bytes that processes may share: of one file or of several, whose blocks are one stream."""
    return sum(size for size in sizes if size >= _SMALL)
