from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from chukan.engines import choice, dask, pool
from chukan.errors import MissingExtra, UsageError

MB = 1 << 20


def test_a_name_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="「dusk」") as raised:
        choice.check_engine("dusk", "")

    assert "dask" in (raised.value.hint or "")


def test_a_scheduler_needs_its_engine() -> None:
    assert choice.check_engine("dask", "tls://x:1") == "dask"
    with pytest.raises(UsageError, match="--engine dask"):
        choice.check_engine("local", "tls://x:1")


@pytest.mark.parametrize(
    ("sizes", "started"), [([10, 5 * MB], 0), ([10, 9 * MB], 1), ([3 * MB] * 3, 1), ([MB // 2] * 30, 0)]
)
def test_processes_start_where_the_files_are_sure_to_need_them(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], started: int
) -> None:
    starts: list[pool.Pool] = []
    monkeypatch.setattr(pool.Pool, "start", lambda self: starts.append(self))  # noqa: PLW0108 - a method must be a function

    engine = choice.engine_of("local", 3, sizes, block_size=8 * MB)

    assert engine.travels
    assert len(starts) == started


def test_a_cluster_of_this_machine_has_as_many_workers_as_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, int]] = []
    monkeypatch.setattr(dask, "DaskEngine", lambda scheduler, workers, **_: made.append((scheduler, workers)))
    monkeypatch.setattr(choice, "usable_cores", lambda: 8)

    choice.engine_of("dask", "auto", [], block_size=1)
    choice.engine_of("dask", 3, [], scheduler="tls://x:1", block_size=1)

    assert made == [("", 8), ("tls://x:1", 3)]


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    engine = choice.engine_of("dask", 1, [], block_size=1)

    with pytest.raises(MissingExtra, match="dask") as raised:
        list(engine.examine([(SimpleNamespace(), 1)]))

    assert "chukan[dask]" in (raised.value.hint or "")
