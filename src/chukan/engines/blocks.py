"""The blocks of a file, examined in their order by one process or by several."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from chukan.engines.processes import examine_in_processes

Block = TypeVar("Block")
State = TypeVar("State")
Result = TypeVar("Result")


def examine_blocks(
    blocks: Iterable[Block], examine: Callable[[Block, State], Result], state: Callable[[], State], jobs: int
) -> Iterator[Result]:
    """Return what an examiner makes of each block, in the order of the blocks.

    Args:
        blocks: read one by one, a few ahead of the results.
        examine: takes a block and the state; with several processes both must be picklable.
        state: what is known by now; taken when a block is handed out. It may spare work, never change a result.
        jobs: the number of processes; 1 = here.
    """
    if jobs > 1:
        blocks = iter(blocks)
        first = list(itertools.islice(blocks, 2))
        if len(first) > 1:  # to start processes takes longer than to examine one block
            return examine_in_processes(itertools.chain(first, blocks), examine, state, jobs)
        blocks = first
    return (examine(block, state()) for block in blocks)
