"""The files of a run, whatever order the results of their blocks come in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chukan.engines.engine import AnyWork, examined_here
from chukan.engines.pool import Pool
from chukan.errors import InputError
from chukan.verification import run as running
from chukan.verification.file import FileCheck
from chukan.verification.job import Job, Options, Target
from chukan.verification.run import RunResult, run

from .conftest import AGREED, AS_OF, GOOD

RECORDS = [f"{n:04d},{'ﾀﾛｳ' if n % 5 == 0 else '太郎'},{n % 3},,{n % 7}" for n in range(60)]
#: Results that an engine lets wait for an older one.
MOST = 12


class Shuffled(Pool):
    """An engine whose results come in any order, as those of a cluster do."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = random.Random(seed)

    def examine(self, parts: Iterable[tuple[AnyWork, Any]]) -> Iterator[tuple[AnyWork, Future[Any]]]:
        waiting: list[tuple[AnyWork, Future[Any]]] = []
        for work, block in parts:
            waiting.append((work, examined_here(work, block)))
            while len(waiting) > self._random.randrange(MOST):
                yield waiting.pop(self._random.randrange(len(waiting)))
        self._random.shuffle(waiting)
        yield from waiting


def said(result: RunResult) -> tuple[object, ...]:
    return replace_times(result.verification), result.findings


def replace_times(verification: Any) -> Any:
    return replace(verification, started="", finished="")


@pytest.fixture
def targets(file: Callable[..., Path], target: Callable[..., Target]) -> list[Target]:
    """Five files: several blocks, one block, none at all, records that can't be read, one that is missing."""
    broken = [line if n % 9 else f"{line},多い" for n, line in enumerate(RECORDS)]
    paths = [
        file(*RECORDS, name="a.csv"),
        file(GOOD, name="b.csv"),
        file(name="c.csv"),
        file(*broken, name="d.csv"),
        Path("missing.csv"),
        file(*RECORDS[:20], name="f.csv"),
    ]
    return [target(path, municipality="131016") for path in paths]


def verified(targets: list[Target], block_size: int = 100) -> tuple[RunResult, list[tuple[str, bytes]]]:
    rejected: list[tuple[str, bytes]] = []
    options = Options(as_of=AS_OF, block_size=block_size, sample_limit=5)
    job = Job(targets, agreement=AGREED)
    result = run(job, options, reject=lambda of, record: rejected.append((of.shown, record.raw)))
    return result, rejected


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_the_results_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, targets: list[Target], seed: int
) -> None:
    expected, rejected = verified(targets)
    monkeypatch.setattr(running, "_engine", lambda *_: Shuffled(seed))

    found, rejected_then = verified(targets)

    assert said(found) == said(expected)
    assert rejected
    assert sorted(rejected_then, key=lambda one: one[0]) == rejected  # of each file in its order
    assert [f.path for f in found.verification.files] == [t.shown for t in targets]
    assert [f.rule for f in found.findings if f.file == "missing.csv"] == ["F01"]


def test_a_file_that_changes_meanwhile_is_a_finding_and_the_others_are_checked(
    monkeypatch: pytest.MonkeyPatch, targets: list[Target]
) -> None:
    changed = targets[0].path
    monkeypatch.setattr(
        "chukan.intake.reader.FileReader.check_unchanged",
        lambda self: (
            (_ for _ in ()).throw(InputError("書き換えられました")) if self._source.path == str(changed) else 0
        ),
    )
    result, _ = verified(targets)

    first, second, *_ = result.verification.files
    assert [(c.rule, c.count) for c in first.counts if c.rule == "F01"] == [("F01", 1)]
    assert first.records.total == 0
    assert second.records.total == 1


def test_a_file_that_fails_in_the_middle_is_a_finding_and_the_others_are_checked(
    monkeypatch: pytest.MonkeyPatch, targets: list[Target]
) -> None:
    whole = FileCheck.take

    def fails(self: Any, result: Any) -> None:
        if self._target.shown == "a.csv" and result.index == 2:
            raise InputError("読めません")
        whole(self, result)

    monkeypatch.setattr(FileCheck, "take", fails)
    result, _ = verified(targets)

    assert [f.rule for f in result.findings if f.file == "a.csv"] == ["F01"]
    assert result.verification.files[1].records.total == 1


def test_one_file_alone_that_cannot_be_read_is_an_error(target: Callable[..., Target]) -> None:
    with pytest.raises(InputError, match="ファイルがありません"):
        run(Job([target(Path("missing.csv"))], agreement=AGREED, across=False), Options(as_of=AS_OF))
