"""Dask: the blocks of a run are examined by the workers of a cluster, here or on other machines."""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from chukan.engines import worker
from chukan.engines.engine import AnyWork
from chukan.engines.network import check_private
from chukan.engines.outstanding import Outstanding, Tell
from chukan.errors import MissingExtra, OutputError, WorkerUnfit, reason
from chukan.scratch import private_folder

if TYPE_CHECKING:
    from distributed import Client

_LOG = logging.getLogger(__name__)
#: Seconds without a worker, after which nobody comes any more.
_PATIENCE = 60.0
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
        out = Outstanding[AnyWork](self.start(), self._heard, self._tell, self._patience)
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
