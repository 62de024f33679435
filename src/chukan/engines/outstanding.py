"""The blocks that a cluster has: handed out, waited for, taken in as they are done."""

from __future__ import annotations

import contextlib
import logging
import queue
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pickle import dumps
from typing import TYPE_CHECKING, Any, Generic
from uuid import uuid4

from chukan.engines import parcel
from chukan.engines.engine import AnyWork
from chukan.engines.network import check_private
from chukan.errors import OutputError, WorkerLost, WorkerUnfit

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as DaskFuture

_LOG = logging.getLogger(__name__)
Tell = Callable[[str], None]
#: Blocks that are out, for each thread of a worker: one is worked on, one waits there.
_OUT = 2
#: Blocks that may be done before the oldest one is, for each thread: what they leave behind is held back.
_AHEAD = 4
#: Seconds between two looks whether there is a worker.
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class _Task(Generic[AnyWork]):
    """A block that is out."""

    number: int
    work: AnyWork
    future: DaskFuture


class Outstanding(Generic[AnyWork]):
    """The blocks that are out, and the workers that have them.

    Args:
        client: of the cluster, connected.
        heard: gets the keys of blocks that are done, from threads of the client, and what becomes of workers.
        tell: takes what a person should know of the workers.
        patience: seconds to wait for a worker while there is none.

    Attributes:
        awaited: the blocks that are out or done and not taken, by their keys, in their order.
    """

    def __init__(self, client: Client, heard: queue.SimpleQueue[Any], tell: Tell, patience: float) -> None:
        self._client, self._heard, self._tell, self._patience = client, heard, tell, patience
        self._threads: dict[str, int] = dict(client.nthreads())
        self._seen = time.monotonic()
        self.awaited: dict[str, _Task[AnyWork]] = {}
        self._ready: deque[str] = deque()
        self._given = 0
        self._run = uuid4().hex
        self._packed: tuple[AnyWork | None, int, bytes] = None, 0, b""

    @property
    def is_full(self) -> bool:
        """True when no more may be given before a result is taken."""
        threads = max(1, sum(self._threads.values()))
        oldest = next(iter(self.awaited.values())).number if self.awaited else self._given
        return len(self.awaited) >= _OUT * threads or self._given - oldest >= _AHEAD * threads

    @property
    def has_ready(self) -> bool:
        """True when a result is there."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._hear(self._heard.get_nowait())
        return bool(self._ready)

    def give(self, work: AnyWork, block: Any) -> None:
        """Hand a block out."""
        if self._packed[0] is not work:
            self._packed = work, uuid4().int, dumps(work.examine)
        sent = parcel.Parcel.of(*self._packed[1:], work.elsewhere(block), work.state())
        key = f"chukan-{self._run}-{self._given}"  # names of files are not for the logs of a cluster
        future = self._client.submit(parcel.examine, sent, key=key, pure=False)
        self.awaited[key] = _Task(self._given, work, future)
        self._given += 1
        future.add_done_callback(lambda done: self._heard.put(done.key))

    def next(self) -> tuple[AnyWork, Future[Any]]:
        """Wait for a result, and return it."""
        while not self._ready:
            self._wait()
        task = self.awaited.pop(self._ready.popleft())
        answer = self._answer(task.future)
        task.future.release()
        if isinstance(answer.error, (WorkerUnfit, OutputError)):
            raise answer.error
        future: Future[Any] = Future()
        if answer.error is not None:
            future.set_exception(answer.error)
        else:
            future.set_result(answer.result)
        return task.work, future

    def cancel(self) -> None:
        """Let go of what is still out."""
        if self.awaited:
            with contextlib.suppress(Exception):  # the cluster may be gone
                self._client.cancel([task.future for task in self.awaited.values()])

    def _wait(self) -> None:
        try:
            self._hear(self._heard.get(timeout=_LOOK))
        except queue.Empty:
            self._look()

    def _hear(self, what: Any) -> None:
        """Take what the cluster says: the key of a block that is done, or what became of a worker."""
        if isinstance(what, str):
            if what in self.awaited:
                self._ready.append(what)
        elif what.get("action") == "add-worker":
            check_private([what["worker"]])
            self._threads |= self._client.nthreads()
        elif what.get("action") == "remove-worker":
            self._threads.pop(what["worker"], None)
            self._seen = time.monotonic()
            again = sum(key in self.awaited for key in (*what["processing-tasks"], *what["lost-computed-tasks"]))
            (self._tell if self.awaited else _LOG.info)(
                f"ワーカー {what['worker']} がいなくなりました。受け持っていた {again:,} 区画は、ほかのワーカーでやり直します"
            )

    def _look(self) -> None:
        """Give up where there is nobody any more; not all that happens to a cluster is heard of."""
        if self._client.status not in ("running", "connecting"):
            raise _cluster_lost()
        with contextlib.suppress(OSError):  # it is connecting again, or will be lost
            self._threads = dict(self._client.nthreads())
        if self._threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > self._patience:
            raise WorkerLost(
                f"ワーカーが {self._patience:.0f} 秒以上、一つもありません。検査結果は出していません",
                hint="ワーカーの記録を確かめ、起動し直してから、もう一度実行してください。",
            )

    def _answer(self, future: DaskFuture) -> parcel.Answer:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        while True:
            try:
                answer: parcel.Answer = future.result(timeout=_LOOK)
            except KilledWorker as e:
                raise WorkerLost(
                    f"同じ区画を受け持ったワーカーが {e.allowed_failures + 1} 回続けて止められました。検査結果は出していません",
                    place=str(e.last_worker.address),
                    hint="メモリ不足などで止められた可能性があります。ワーカーの空きメモリと記録を確かめてください。",
                ) from None
            except (FutureCancelledError, CancelledError):
                raise _cluster_lost() from None
            except TimeoutError:  # whoever had it was lost, and another one makes it anew
                self._look()
            except Exception as e:  # noqa: BLE001 - whatever its Python says of a module that is not there
                raise WorkerUnfit(
                    f"ワーカーで chukan を実行できません（{type(e).__name__}）",
                    place=", ".join(sorted(self._threads)),
                    hint="すべてのワーカーに、この端末と同じ版の chukan を入れて、起動し直してください。",
                ) from None
            else:
                return answer


def _cluster_lost() -> WorkerLost:
    return WorkerLost(
        "Dask のスケジューラとの接続が切れました。検査結果は出していません",
        hint="スケジューラの記録を確かめ、起動し直してから、もう一度実行してください。",
    )
