"""Which engine a run is examined with."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Literal

from chukan.engines.cores import MOST_JOBS, Jobs, usable_cores
from chukan.engines.engine import Engine
from chukan.errors import UsageError, did_you_mean

_LOG = logging.getLogger(__name__)
EngineName = Literal["local", "dask"]
ENGINES: tuple[EngineName, ...] = ("local", "dask")


def check_engine(name: str, scheduler: str) -> EngineName:
    """Return an engine by its name.

    Args:
        name: as it was asked for.
        scheduler: the address of a cluster; "" = none was given.

    Raises:
        UsageError: there is none of that name, or it has no cluster.
    """
    found = next((one for one in ENGINES if one == name), None)
    if found is None:
        raise UsageError(
            f"--engine の「{name}」は使えません",
            hint=did_you_mean(name, ENGINES) or f"使える値: {', '.join(ENGINES)}",
        )
    if scheduler and found != "dask":
        raise UsageError("--scheduler は --engine dask と一緒に指定してください", place=scheduler)
    return found


def engine_of(
    name: EngineName,
    jobs: Jobs,
    sizes: Sequence[int],
    *,
    scheduler: str = "",
    block_size: int,
    tell: Callable[[str], None] | None = None,
) -> Engine:
    """Return what examines the blocks of a run.

    Args:
        name: the engine.
        jobs: processes of this machine; workers of a cluster that is started here.
        sizes: bytes of each file, as far as they are known.
        scheduler: address of a cluster; "" = one is started here.
        block_size: bytes of a block.
        tell: takes what a person should know of the workers; None = it is logged.
    """
    if name == "dask":
        from chukan.engines.dask import DaskEngine

        workers = usable_cores() if jobs == "auto" else min(jobs, MOST_JOBS)
        return DaskEngine(scheduler, workers, tell=tell or _LOG.warning)
    from chukan.engines.pool import pool_for

    return pool_for(sizes, jobs, block_size)
