"""Blocks on a real cluster of several processes, whatever becomes of its workers."""

from __future__ import annotations

import gzip
import os
import random
import signal
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import dask
import pytest
from distributed import Client, LocalCluster
from tests.fuzz import invariance
from tests.intake.source.moody import Moody
from tests.verification.conftest import AGREED, AS_OF, file, layout, target

from chukan.engines import parcel
from chukan.engines.dask import DaskEngine
from chukan.errors import OutputError, WorkerLost, WorkerUnfit
from chukan.intake.source.open_source import Source
from chukan.verification.file import FileCheck
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import RunResult, run

__all__ = ["file", "layout", "target"]  # fixtures

WORKERS = 2
RECORDS = [f"{n:04d},{'ﾀﾛｳ' if n % 5 == 0 else '太郎'},{n % 3},,{n % 7}" for n in range(200)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Yield a cluster of processes that a nanny starts anew when they die."""
    config = {"distributed.comm.timeouts.connect": "3s", "distributed.worker.profile.enabled": False}
    with (
        dask.config.set(config),
        LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            silence_logs=50,
        ) as made,
    ):
        yield made


@dataclass(eq=False)
class Sums:
    """A file whose blocks are expressions of Python: every worker knows `eval`."""

    examine: Callable[[Any, Any], Any] = eval
    stays: bool = False

    def elsewhere(self, block: Any) -> Any:
        return block

    def state(self) -> dict[str, int]:
        return {"known": 100}


def examined(engine: DaskEngine, *blocks: str, files: int = 1) -> list[tuple[int, Any]]:
    """Return the results, each with the number of its file."""
    of = [Sums() for _ in range(files)]
    with engine:
        parts = ((one, block) for one in of for block in blocks)
        return [(of.index(one), future.exception() or future.result()) for one, future in engine.examine(parts)]


def test_blocks_of_several_files_are_examined_by_several_processes(cluster: LocalCluster) -> None:
    engine = DaskEngine(cluster.scheduler_address)

    found = examined(engine, *[f"(known + {n}, __import__('os').getpid())" for n in range(20)], files=3)

    assert sorted((index, value) for index, (value, _) in found) == [(f, 100 + n) for f in range(3) for n in range(20)]
    processes = {process for _, (_, process) in found}
    assert len(processes) == WORKERS
    assert os.getpid() not in processes


def test_results_come_as_they_are_done(cluster: LocalCluster) -> None:
    slow = "__import__('time').sleep(1) or 'slow'"

    found = examined(DaskEngine(cluster.scheduler_address), slow, "1", "2", "3")

    assert [value for _, value in found].index("slow") > 0


def test_no_more_blocks_are_read_than_the_workers_need(cluster: LocalCluster) -> None:
    """Memory is bounded: blocks are cut when there is room for them, and never far ahead of the oldest."""
    taken, read, ahead = 0, 0, 0

    def parts() -> Iterator[tuple[Sums, str]]:
        nonlocal read, ahead
        one = Sums()
        for n in range(40):
            read += 1
            ahead = max(ahead, read - taken)
            yield one, "__import__('time').sleep(0.3)" if n == 0 else "1"

    with DaskEngine(cluster.scheduler_address) as engine:
        for _ in engine.examine(parts()):
            taken += 1

    assert taken == 40
    assert ahead <= 4 * WORKERS + 1


def test_an_error_is_that_of_its_block(cluster: LocalCluster) -> None:
    found = [value for _, value in examined(DaskEngine(cluster.scheduler_address), "1", "1 / 0", "3")]

    assert sorted(type(value).__name__ for value in found) == ["ZeroDivisionError", "int", "int"]


def test_an_error_that_cannot_travel_is_told_without_its_values(cluster: LocalCluster) -> None:
    raises = (
        "exec('''class Own(Exception):\\n def __init__(self, a, b): super().__init__()\\nraise Own(1, 'secret')''')"
    )
    ((_, error),) = examined(DaskEngine(cluster.scheduler_address), raises)

    assert "Own" in str(error)
    assert "secret" not in str(error)


def test_a_full_disk_of_a_worker_is_told_with_its_name(cluster: LocalCluster) -> None:
    with pytest.raises(OutputError, match="空き容量がありません") as raised:
        examined(DaskEngine(cluster.scheduler_address), "(_ for _ in ()).throw(OSError(28, 'x'))")

    assert raised.value.exit_code == 3
    assert "tcp://127.0.0.1:" in (raised.value.place or "")


@pytest.mark.parametrize("part", ["chukan", "pyarrow", "Python", "chukan のプログラム"])
def test_a_worker_of_another_version_is_refused_by_name(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    ours = MappingProxyType({**parcel.versions(), part: "0.0.1"})
    monkeypatch.setattr(parcel, "versions", lambda: ours)

    with pytest.raises(WorkerUnfit, match=f"{part} の版") as raised:
        examined(DaskEngine(cluster.scheduler_address), "1")

    assert "0.0.1" in raised.value.message
    assert raised.value.exit_code == 3
    assert "tcp://127.0.0.1:" in (raised.value.place or "")


def test_a_block_that_kills_every_worker_ends_the_run(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)

    with pytest.raises(WorkerLost, match="続けて止められました") as raised:
        examined(DaskEngine(cluster.scheduler_address), "__import__('os')._exit(9)")

    assert raised.value.exit_code == 3
    _until_whole(cluster)


def test_no_scheduler_there_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with (
            dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
            pytest.raises(WorkerUnfit, match="つながりません") as raised,
        ):
            examined(DaskEngine(address), "1")

    assert raised.value.place == address


def test_no_cluster_is_called_where_there_is_no_block() -> None:
    assert examined(DaskEngine("tcp://127.0.0.1:1")) == []


def small(workers: int) -> LocalCluster:
    """Return a cluster of threads."""
    return LocalCluster(
        n_workers=workers,
        processes=False,
        host="127.0.0.1",
        protocol="tcp://",
        silence_logs=50,
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
    )


def test_no_worker_there_is_told() -> None:
    with small(0) as empty, pytest.raises(WorkerUnfit, match="つながりません"):
        examined(DaskEngine(empty.scheduler_address, patience=1), "1")


def test_a_cluster_that_loses_all_its_workers_is_told() -> None:
    def parts() -> Iterator[tuple[Sums, str]]:
        one = Sums()
        yield one, "1"
        losing.scale(0)
        while losing.scheduler.workers:
            time.sleep(0.05)
        yield one, "2"

    with small(1) as losing, DaskEngine(losing.scheduler_address, patience=1) as engine:
        results = engine.examine(parts())
        with pytest.raises(WorkerLost, match="一つもありません"):
            list(results)


def test_a_scheduler_that_ends_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    """In our words, and in no others."""
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        small(1) as ending,
        DaskEngine(ending.scheduler_address) as engine,
    ):
        results = engine.examine((Sums(), block) for block in ("1", "__import__('time').sleep(1)", "2"))
        next(results)
        ending.close()
        with pytest.raises(WorkerLost, match="接続が切れました"):
            list(results)
    assert "Traceback" not in capfd.readouterr().err


def test_the_cluster_of_this_machine_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypted, on loopback, with a certificate of its own; nothing is left of it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engine = DaskEngine("", 1)
    with engine:
        client = engine.start()
        (worker,) = client.nthreads()
        assert worker.startswith("tls://127.0.0.1:")
        assert client.run(dask.config.get, "distributed.worker.memory.spill") == {worker: False}
        with (
            dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
            pytest.raises((OSError, TypeError)),
        ):
            Client(f"tcp://{client.scheduler.address.removeprefix('tls://')}")
        assert [p.name.startswith("chukan-dask-") for p in tmp_path.iterdir()] == [True]
        found = [future.result() for _, future in engine.examine([(Sums(), "known")])]

    assert found == [100]
    assert list(tmp_path.iterdir()) == []


# what a whole verification says


def verified(targets: list[Target], **more: Any) -> RunResult:
    options = Options(as_of=AS_OF, block_size=400, sample_limit=5, **more)
    return run(Job(targets, agreement=AGREED), options)


def said(result: RunResult) -> tuple[object, ...]:
    return replace(result.verification, started="", finished=""), result.findings


@pytest.fixture
def targets(file: Callable[..., Path], target: Callable[..., Target]) -> list[Target]:
    broken = [line if n % 9 else f"{line},多い" for n, line in enumerate(RECORDS)]
    paths = [file(*RECORDS, name="a.csv"), file(*broken, name="b.csv"), Path("missing.csv"), file(name="c.csv")]
    return [target(path, municipality="131016") for path in paths]


def test_a_worker_killed_in_the_middle_changes_nothing_and_is_told(
    cluster: LocalCluster, targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    taken: list[int] = []
    whole = FileCheck.take
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        victim = min(client.run(os.getpid).values())

    def take(self: FileCheck, result: Any) -> None:
        taken.append(result.index)
        if len(taken) == 3:
            os.kill(victim, signal.SIGKILL)
        whole(self, result)

    expected = verified(targets, jobs=1)
    monkeypatch.setattr(FileCheck, "take", take)
    found = verified(targets, engine="dask", scheduler=cluster.scheduler_address, tell=told.append)

    assert said(found) == said(expected)
    assert len(taken) > 10
    assert [text for text in told if "がいなくなりました" in text]
    assert "ほかのワーカーでやり直します" in told[0]
    _until_whole(cluster)


def test_files_in_a_store_are_read_there(cluster: LocalCluster, targets: list[Target]) -> None:
    """A URI goes to the workers as it is; they fetch their ranges themselves."""
    stored = [replace(t, path=Path(f"file://{t.path}")) if t.path.is_absolute() else t for t in targets]

    found = verified(stored, engine="dask", scheduler=cluster.scheduler_address)

    assert said(found) == said(verified(targets, jobs=1))


def in_moody(targets: list[Target]) -> list[Target]:
    """Put the files into a store that misbehaves on command; its workers are threads, as it is in this process only."""
    found = {t.path.name: t.path.read_bytes() for t in targets if t.path.is_absolute()}
    Moody.begin(**{name.replace(".", "__"): content for name, content in found.items()})
    return [replace(t, path=Path(f"moody://{t.path.name}")) for t in targets]


def test_workers_fetch_their_ranges_themselves(targets: list[Target]) -> None:
    stored = in_moody(targets)
    with small(2) as threads:
        found = verified(stored, engine="dask", scheduler=threads.scheduler_address)

    assert len(Moody.asked) > 10
    assert max(end - start for start, end in Moody.asked) < 1000
    assert said(found) == said(verified(stored, jobs=1))


@pytest.mark.parametrize(
    ("mood", "why", "then"),
    [
        ("denied", "許していません", "権限"),
        ("down", "断られました", "接続"),
        ("whole", "Range", "--engine dask を外してください"),
        ("replaced", "違います", "書き終えてから"),
        ("shorter", "書き換えられました", "終わってから"),
    ],
)
def test_a_store_that_fails_a_worker_ends_the_run(
    targets: list[Target], monkeypatch: pytest.MonkeyPatch, mood: str, why: str, then: str
) -> None:
    """Between cutting and examining: no finding of the file, no result at all."""
    stored = in_moody(targets)
    read = Moody.cat_file

    def fail(self: Moody, path: str, **how: Any) -> bytes:
        if mood in {"replaced", "shorter"}:
            content = Moody.files["a.csv"]
            monkeypatch.setitem(Moody.files, "a.csv", content[::-1] if mood == "replaced" else content[:10])
        else:
            monkeypatch.setattr(Moody, "mood", mood)
        return read(self, path, **how)

    monkeypatch.setattr(Moody, "cat_file", fail)
    with small(1) as threads, pytest.raises(WorkerUnfit, match=why) as raised:
        verified(stored, engine="dask", scheduler=threads.scheduler_address)

    assert raised.value.place == "moody://a.csv"
    assert then in (raised.value.hint or "")
    assert "そのワーカーから" in (raised.value.hint or "")
    assert raised.value.exit_code == 3


@pytest.mark.parametrize("form", range(len(invariance.FORMS)))
def test_whatever_a_file_is_it_is_that_of_one_process(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: int
) -> None:
    """Also files that are translated before they are cut, and travel as bytes."""
    monkeypatch.setattr(invariance, "FORMS", (invariance.FORMS[form],))
    (person,) = invariance.layouts(invariance.LAYOUTS[:1], least=1)
    case = invariance.make(tmp_path, person, random.Random(form), rows=8)
    how = {"block_size": 4000, "limit": 3}

    found = invariance.outcome(case, jobs=1, engine="dask", scheduler=cluster.scheduler_address, **how)

    assert found == invariance.outcome(case, jobs=1, **how)


def test_what_is_unpacked_here_travels_as_bytes(cluster: LocalCluster, targets: list[Target], tmp_path: Path) -> None:
    pressed = tmp_path / "a.csv.gz"
    pressed.write_bytes(gzip.compress(targets[0].path.read_bytes()))
    packed = tmp_path / "b.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(targets[1].path, "b.csv")
    moved = [replace(targets[0], path=pressed), replace(targets[1], path=packed / "b.csv")]

    found = verified(moved, engine="dask", scheduler=cluster.scheduler_address)

    assert said(found) == said(verified(moved, jobs=1))


@pytest.mark.parametrize(
    ("elsewhere", "why"),
    [
        ("/nowhere/a.csv", "ファイルがありません"),
        ("memory://nowhere/a.csv", "ファイルがありません"),
        ("other", "違います"),
    ],
)
def test_a_worker_that_sees_no_such_file_is_told_with_its_path(
    cluster: LocalCluster,
    targets: list[Target],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    elsewhere: str,
    why: str,
) -> None:
    """It is no finding of the file: this machine can read it."""
    other = tmp_path / "other"
    other.write_bytes(targets[0].path.read_bytes().replace(b"0001", b"0009"))
    monkeypatch.setattr(Source, "address", property(lambda _: str(other) if elsewhere == "other" else elsewhere))

    with pytest.raises(WorkerUnfit, match=why) as raised:
        verified(targets, engine="dask", scheduler=cluster.scheduler_address)

    assert "tcp://127.0.0.1:" in raised.value.message
    assert (raised.value.place or "").endswith(elsewhere)
    assert raised.value.exit_code == 3


def test_no_value_of_a_file_goes_over_the_network_but_in_results(
    cluster: LocalCluster, targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[parcel.Parcel] = []
    pack = parcel.Parcel.of

    def of(*parts: Any) -> parcel.Parcel:
        sent.append(pack(*parts))
        return sent[-1]

    monkeypatch.setattr(parcel.Parcel, "of", of)
    verified(targets, engine="dask", scheduler=cluster.scheduler_address)

    assert len(sent) > 10
    for value in ("太郎", "0017"):
        assert not [one for one in sent if value.encode("cp932") in one.block or value.encode() in one.block]
    assert "0017" not in repr(sent)


def _until_whole(cluster: LocalCluster) -> None:
    """Wait until the nannies have started the workers anew."""
    end = time.monotonic() + 60
    while len(cluster.scheduler.workers) < WORKERS:
        assert time.monotonic() < end
        time.sleep(0.1)
