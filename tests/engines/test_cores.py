from __future__ import annotations

import threading

import pytest

from chukan.engines import cores

MB = 1 << 20


@pytest.mark.parametrize(
    ("sizes", "cores_there", "expected"),
    [
        ((), 8, 1),
        ((1000, 20 * MB), 8, 1),
        ((1000, 30 * MB), 8, 2),  # one process for each 12 MB
        ((64 * MB, 1000), 8, 5),
        ((4 * MB,) * 6, 8, 2),  # several files are one stream of blocks
        ((MB - 1,) * 100, 8, 1),  # but what each of them needs first takes longer than its blocks
        ((64 * MB, 1000), 2, 2),
        ((1 << 40,), 128, cores.MOST_JOBS),
    ],
)
def test_cores_are_used_where_a_file_is_large_enough(
    monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], cores_there: int, expected: int
) -> None:
    monkeypatch.setattr(cores, "start_method", lambda: "fork")
    monkeypatch.setattr(cores, "usable_cores", lambda: cores_there)

    assert cores.processes("auto", sizes) == expected


def test_where_processes_start_slowly_a_file_must_be_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "usable_cores", lambda: 4)
    monkeypatch.setattr(cores, "start_method", lambda: "spawn")

    assert cores.processes("auto", [64 * MB]) == 1
    assert cores.processes("auto", [128 * MB]) == 4


def test_a_number_is_what_somebody_wants() -> None:
    assert cores.processes(3, ()) == 3


def test_a_program_with_threads_is_not_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert cores.start_method() != "fork"
    finally:
        done.set()
        thread.join()
