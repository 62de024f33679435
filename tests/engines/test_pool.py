from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chukan.engines.pool import Pool
from chukan.errors import WorkerLost

HERE = os.getpid()
#: Long enough for another process to be busy, short enough for a test.
A_WHILE = 0.05


@pytest.fixture(autouse=True)
def _others_find_this_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes import it that are not forked: where other tests left threads, none is."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


def doubled(block: int, state: int) -> tuple[int, int]:
    return block * 2, state


def process_of(block: int, _state: None) -> tuple[int, int]:
    time.sleep(A_WHILE)
    return block, os.getpid()


def fails_at_two(block: int, _state: None) -> int:
    if block == 2:
        raise ValueError(block)
    return block


def ends_its_process(block: int, _state: None) -> int:
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    time.sleep(A_WHILE)
    return block


def nothing() -> None:
    return None


@dataclass(eq=False)
class File:
    """A file, as an engine sees it."""

    examine: Callable[[Any, Any], Any]
    state: Callable[[], Any] = nothing
    stays: bool = False

    def elsewhere(self, block: Any) -> Any:
        raise AssertionError  # the processes of a pool are on this machine


def examined(pool: Pool, blocks: Iterable[Any], examine: Any, state: Callable[[], Any] = nothing) -> Iterator[Any]:
    """Yield the results of the blocks of one file."""
    file = File(examine, state)
    for _, future in pool.examine((file, block) for block in blocks):
        yield future.result()


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_results_come_in_the_order_of_the_blocks(count: int, jobs: int) -> None:
    with Pool(jobs) as pool:
        assert [r for r, _ in examined(pool, range(count), doubled, lambda: 0)] == [2 * n for n in range(count)]


def test_the_state_is_that_of_the_moment() -> None:
    known = iter(range(10))

    assert list(examined(Pool(), "ab", lambda block, state: (block, state), lambda: next(known))) == [
        ("a", 0),
        ("b", 1),
    ]


def test_blocks_are_read_when_they_are_needed() -> None:
    read: list[int] = []

    def blocks() -> Iterator[int]:
        for n in range(3):
            read.append(n)
            yield n

    results = examined(Pool(), blocks(), doubled, lambda: 0)
    next(results)

    assert read == [0]


def test_one_block_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(Pool, "start", never)
    with Pool(4) as pool:
        assert list(examined(pool, [3], doubled, lambda: 0)) == [(6, 0)]


def test_several_files_share_the_processes_and_this_one_works_too() -> None:
    with Pool(2) as pool:
        files = [list(examined(pool, range(12), process_of)) for _ in range(3)]

    assert [[block for block, _ in results] for results in files] == [list(range(12))] * 3
    processes = {process for results in files for _, process in results}
    assert HERE in processes
    assert len(processes) == 2


def test_files_come_in_one_stream_and_an_error_is_that_of_its_file() -> None:
    """Nobody waits for the last block of a file, and what is wrong with one file does not end the others."""
    files = [File(doubled, lambda: 7), File(fails_at_two), File(process_of)]
    parts = [(file, block) for file in files for block in range(4)]
    with Pool(2) as pool:
        found = [(files.index(file), future) for file, future in pool.examine(parts)]

    assert [(index, type(future.exception())) for index, future in found] == [
        (index, ValueError if (index, block) == (1, 2) else type(None)) for index in range(3) for block in range(4)
    ]
    assert [future.result() for index, future in found if index == 0] == [(2 * n, 7) for n in range(4)]
    assert [future.result()[0] for index, future in found if index == 2] == list(range(4))


def test_files_of_one_block_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen files of a hundred records are examined sooner here than a process is started."""

    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(Pool, "start", never)
    files = [File(doubled, lambda: 0) for _ in range(15)]
    with Pool(2) as pool:
        assert [f.result() for _, f in pool.examine((file, 1) for file in files)] == [(2, 0)] * 15


def test_what_must_stay_stays() -> None:
    file = File(lambda block, _: (block, os.getpid()), stays=True)  # a lambda can't leave
    with Pool(3) as pool:
        pool.start()
        found = [future.result() for _, future in pool.examine((file, block) for block in range(6))]

    assert found == [(block, HERE) for block in range(6)]


def test_each_file_has_its_own_examiner() -> None:
    with Pool(2) as pool:
        first = list(examined(pool, range(8), doubled, lambda: 1))
        second = [block for block, _ in examined(pool, range(8), process_of)]

    assert first == [(2 * n, 1) for n in range(8)]
    assert second == list(range(8))


def test_an_error_of_a_process_is_raised_here() -> None:
    with Pool(2) as pool, pytest.raises(ValueError, match="2"):
        list(examined(pool, range(6), fails_at_two))


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    with Pool(2) as pool, pytest.raises(WorkerLost, match="途中で止められました") as raised:
        list(examined(pool, range(6), ends_its_process))

    assert raised.value.exit_code == 3
    assert "--jobs 1" in (raised.value.hint or "")


def test_what_is_left_unread_is_left_undone() -> None:
    with Pool(2) as pool:
        results = examined(pool, range(100), fails_at_two)
        assert next(results) == 0
        results.close()  # type: ignore[attr-defined] # a generator, as its type does not say

        assert list(examined(pool, range(2), doubled, lambda: 0)) == [(0, 0), (2, 0)]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_one_that_started_it(tmp_path: Path, end: signal.Signals) -> None:
    program = """
import os, sys, time
from chukan.engines.pool import Pool

def waits(block, state):
    open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
    time.sleep(60)

if __name__ == "__main__":
    from types import SimpleNamespace
    file = SimpleNamespace(examine=waits, state=lambda: None, stays=False)
    list(Pool(3).examine((file, block) for block in range(9)))
"""
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) as parent:
        _until(lambda: len(list(tmp_path.iterdir())) == 3)
        parent.send_signal(end)
    workers = {int(path.name) for path in tmp_path.iterdir()} - {parent.pid}

    assert len(workers) == 2
    _until(lambda: not any(map(_is_there, workers)))


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def _until(holds: Any) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
