"""What every engine does: it examines the blocks of the files of a run, wherever that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar


class Work(Protocol):
    """One file, as an engine sees it."""

    @property
    def examine(self) -> Callable[[Any, Any], Any]:
        """What makes a result of a block and the state; can be pickled unless it `stays`."""
        ...

    @property
    def stays(self) -> bool:
        """True when it can't leave this process."""
        ...

    def elsewhere(self, block: Any) -> Any:
        """Return a block as it goes to another machine.

        Where that machine can read the bytes itself, only their place goes, and its method ``fetched`` reads them there.
        """
        ...

    def state(self) -> Any:
        """Return what is known by now; taken when a block is handed out. It may spare work, never change a result."""
        ...


AnyWork = TypeVar("AnyWork", bound=Work)


class Engine(Protocol):
    """Examines blocks; use it as a context manager."""

    @property
    def travels(self) -> bool:
        """True when what examines may have to leave this process."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def examine(self, parts: Iterable[tuple[AnyWork, Any]]) -> Iterator[tuple[AnyWork, Future[Any]]]:
        """Yield what is made of each block: a future that is done.

        Args:
            parts: the blocks, each with its file; those of a file come one after the other. They are read one by one,
                a few ahead of the results.

        Returns:
            The results, each with its file. An error of a block is raised by its future's ``result``, so that whoever
            asks may go on with the other files. They may come in any order, but never far behind the oldest one that
            is still awaited.

        Raises:
            WorkerLost: whoever shared the work is not there any more.
        """
        ...


def examined_here(work: Work, block: Any) -> Future[Any]:
    """Examine a block in this process; an error waits until its result is asked for."""
    future: Future[Any] = Future()
    try:
        future.set_result(work.examine(block, work.state()))
    except Exception as e:  # noqa: BLE001 - it is raised where the result is asked for
        future.set_exception(e)
    return future
