"""The blocks that a cluster has, asked of a cluster that is none: what is out, what is ready, who is gone."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from chukan.engines import parcel
from chukan.engines.outstanding import Outstanding
from chukan.errors import WorkerLost, WorkerUnfit

pytest.importorskip("distributed")


@dataclass(eq=False)
class Sums:
    """A file whose blocks are numbers."""

    examine: Callable[[Any, Any], Any] = max
    stays: bool = False

    def elsewhere(self, block: Any) -> Any:
        return block

    def state(self) -> int:
        return 0


@dataclass(eq=False)
class Promise:
    """What a cluster promises."""

    key: str
    answers: list[Any] = field(default_factory=list)
    calls: list[Callable[[Promise], None]] = field(default_factory=list)

    def add_done_callback(self, call: Callable[[Promise], None]) -> None:
        self.calls.append(call)

    def done(self, *answers: Any) -> None:
        self.answers += answers
        for call in self.calls:
            call(self)

    def result(self, timeout: float) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def release(self) -> None:
        """Forget it."""


@dataclass
class Cluster:
    """A cluster that does what a test says."""

    threads: dict[str, int] = field(default_factory=lambda: {"tcp://127.0.0.1:1": 2})
    status: str = "running"
    given: list[Promise] = field(default_factory=list)
    cancelled: int = 0

    def nthreads(self) -> dict[str, int]:
        return self.threads

    def submit(self, _: Any, __: Any, *, key: str, pure: bool) -> Promise:
        assert not pure
        self.given.append(Promise(key))
        return self.given[-1]

    def cancel(self, futures: list[Promise]) -> None:
        self.cancelled = len(futures)


@dataclass
class Told:
    """A cluster, and what became known of it."""

    cluster: Cluster = field(default_factory=Cluster)
    heard: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    words: list[str] = field(default_factory=list)

    def out(self, blocks: int, patience: float = 0.0) -> Outstanding[Any]:
        """Return so many blocks, handed out."""
        made = Outstanding[Any](self.cluster, self.heard, self.words.append, patience)
        one = Sums()
        for number in range(blocks):
            made.give(one, number)
        return made


@pytest.fixture
def told() -> Told:
    return Told()


def test_each_thread_has_a_block_at_work_and_one_that_waits(told: Told) -> None:
    out = told.out(3)
    assert not out.is_full

    out.give(Sums(), 3)

    assert out.is_full


def test_nobody_runs_far_ahead_of_the_oldest_block(told: Told) -> None:
    """What later blocks leave behind is held back until it is their turn."""
    out = told.out(8)
    for promise in told.cluster.given[1:]:
        promise.done(parcel.Answer(1))
    while out.has_ready:
        out.next()

    assert len(out.awaited) == 1
    assert out.is_full


def test_results_come_as_they_are_done_each_with_its_file(told: Told) -> None:
    out = told.out(3)

    for number in (2, 0, 1):
        told.cluster.given[number].done(parcel.Answer(number))

    assert [out.next()[1].result() for _ in range(3)] == [2, 0, 1]
    assert not out.awaited


def test_an_error_of_a_block_is_its_result_and_one_of_a_worker_ends_the_run(told: Told) -> None:
    out = told.out(2)
    told.cluster.given[0].done(parcel.Answer(error=ZeroDivisionError()))
    told.cluster.given[1].done(parcel.Answer(error=WorkerUnfit("版が違います")))

    assert isinstance(out.next()[1].exception(), ZeroDivisionError)
    with pytest.raises(WorkerUnfit):
        out.next()


def test_blocks_of_a_worker_that_is_lost_are_counted_and_awaited_still(told: Told) -> None:
    out = told.out(2)
    mine = {promise.key: "memory" for promise in told.cluster.given}
    told.heard.put(
        {
            "action": "remove-worker",
            "worker": "tcp://127.0.0.1:1",
            "processing-tasks": mine,
            "lost-computed-tasks": {"of somebody else"},
        }
    )

    assert not out.has_ready
    assert len(out.awaited) == 2
    assert "2 区画" in told.words[0]


def test_a_cluster_without_workers_is_given_up(told: Told) -> None:
    out = told.out(1)
    told.cluster.threads = {}

    with pytest.raises(WorkerLost, match="一つもありません"):
        out.next()


def test_a_scheduler_that_is_gone_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.engines.outstanding._LOOK", 0.01)
    out = told.out(1)
    told.cluster.status = "closed"

    with pytest.raises(WorkerLost, match="接続が切れました"):
        out.next()


def test_what_is_still_out_is_let_go(told: Told) -> None:
    out = told.out(3)
    told.cluster.given[0].done(parcel.Answer(1))
    out.next()

    out.cancel()

    assert told.cluster.cancelled == 2
