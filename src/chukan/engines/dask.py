"""Dask: the blocks of a run are examined by the workers of a cluster, here or on other machines."""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import shutil
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from dataclasses import dataclass
from pickle import dumps
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self
from uuid import uuid4

from chukan.engines import parcel, worker
from chukan.engines.engine import AnyWork
from chukan.engines.network import check_private
from chukan.errors import MissingExtra, OutputError, WorkerLost, WorkerUnfit, reason
from chukan.scratch import private_folder

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as DaskFuture

_LOG = logging.getLogger(__name__)
Tell = Callable[[str], None]
#: Blocks that are out, for each thread of a worker: one is worked on, one waits there.
_OUT = 2
#: Blocks that may be done before the oldest one is, for each thread: what they leave behind is held back.
_AHEAD = 4
#: Seconds without a worker, after which nobody comes any more; and between two looks whether there is one.
_PATIENCE, _LOOK = 60.0, 1.0
#: Seconds that workers have to let go of what they know of a project.
_GOODBYE = 5.0
_CONNECT = "スケジューラとワーカーが動いているか、アドレスと TLS の設定を確かめてください。"
_START = "空きメモリを確かめてください。Python のプログラムからは、if __name__ == '__main__': の中で呼んでください。"
#: Of the workers that are started here: nothing of a resident is written to their disk, nothing is served to browsers.
_LOCAL = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.admin.large-graph-warning-threshold": "1GB",
}


class DaskEngine:
    """Examines blocks on a Dask cluster. A worker that is lost has its blocks tried again by others.

    This process cuts the files and takes the results in as they come; it holds no more of them than a few for each
    worker.

    Args:
        scheduler: address of the cluster's scheduler; "" = a cluster of processes on this machine, which nobody else
            can reach and which ends with the run.
        workers: of such a cluster.
        tell: takes what a person should know of the workers.
        patience: seconds to wait for a worker while there is none.
    """

    travels = True

    def __init__(
        self, scheduler: str = "", workers: int = 1, *, tell: Tell = _LOG.warning, patience: float = _PATIENCE
    ) -> None:
        self._scheduler, self._workers, self._tell, self._patience = scheduler, workers, tell, patience
        self._open = ExitStack()
        self._client: Client | None = None
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def start(self) -> Client:
        """Return the client of the cluster, connected.

        Raises:
            MissingExtra: dask.distributed is not installed.
            UsageError: a machine of the cluster would be reached in the clear.
            WorkerUnfit: there is no scheduler, or no worker.
        """
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> Client:
        try:
            from distributed import Client
        except ImportError:
            raise MissingExtra("--engine dask には dask.distributed が必要です", extra="dask") from None
        if self._scheduler:
            check_private([self._scheduler])
        self._open.enter_context(_only_we_speak())
        try:
            address = self._scheduler or self._local_cluster()
            client = self._open.enter_context(Client(address, set_as_default=False))
            client.wait_for_workers(1, timeout=self._patience)
        except (OSError, RuntimeError, TimeoutError, TypeError, ValueError) as e:  # a TypeError: no certificate
            raise WorkerUnfit(
                f"Dask のクラスターにつながりません: {reason(e) if isinstance(e, OSError) else e}",
                place=self._scheduler or "この端末のクラスター",
                hint=_CONNECT if self._scheduler else _START,
            ) from None
        check_private(client.nthreads())
        client.subscribe_topic("all", lambda event: self._heard.put(event[1]))
        self._open.callback(client.unsubscribe_topic, "all")
        if self._scheduler:
            self._open.callback(self._forget, client)
        return client

    def _local_cluster(self) -> Any:
        import dask
        from distributed import LocalCluster
        from distributed.security import Security

        try:
            folder = private_folder("chukan-dask")
        except OSError as e:
            raise OutputError(f"作業用のフォルダを作れません: {reason(e)}") from None
        self._open.callback(shutil.rmtree, folder, ignore_errors=True)
        self._open.enter_context(dask.config.set(_LOCAL, **{"temporary-directory": str(folder)}))
        with _ctrl_c_stays_here():
            cluster = LocalCluster(
                n_workers=self._workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                security=Security.temporary(),  # else every user of this machine could join, and run what he likes
                local_directory=str(folder),
                silence_logs=logging.CRITICAL,
            )
        return self._open.enter_context(cluster)

    @staticmethod
    def _forget(client: Client) -> None:
        """Leave nothing behind: workers may live longer than the run."""

        def ask() -> None:
            with contextlib.suppress(Exception):  # they may be gone
                client.run(worker.forget, on_error="ignore")

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(_GOODBYE)  # one that does not answer keeps nobody

    def examine(self, parts: Iterable[tuple[AnyWork, Any]]) -> Iterator[tuple[AnyWork, Future[Any]]]:
        """Yield what is made of each block, as it comes; see `chukan.engines.engine.Engine`.

        Raises:
            WorkerLost: the cluster, or all of its workers, are gone.
            WorkerUnfit: a worker is of another version, or can't read the file.
        """
        parts = iter(parts)
        first = next(parts, None)
        if first is None:
            return  # nobody is called for nothing
        out = _Out[AnyWork](self.start(), self._heard, self._tell, self._patience)
        try:
            for work, block in itertools.chain([first], parts):
                while out.is_full:
                    yield out.next()
                out.give(work, block)
                while out.has_ready:
                    yield out.next()
            while out.awaited:
                yield out.next()
        finally:
            out.cancel()


@contextlib.contextmanager
def _only_we_speak() -> Iterator[None]:
    """Keep what Dask logs of this process off the screen: what matters of it is told in words."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]
    speaking = [logger for logger in map(logging.getLogger, names) if not logger.disabled]
    for logger in speaking:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in speaking:
            logger.disabled = False


@contextlib.contextmanager
def _ctrl_c_stays_here() -> Iterator[None]:
    """Let processes that are started meanwhile, and by threads that are, leave Ctrl-C to this one: it ends them.

    A terminal sends it to all of them, and each would print where it was.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # else the first process would start it, and it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(frozen=True, slots=True)
class _Task(Generic[AnyWork]):
    """A block that is out."""

    number: int
    work: AnyWork
    future: DaskFuture


class _Out(Generic[AnyWork]):
    """The blocks that are out, and the workers that have them."""

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
