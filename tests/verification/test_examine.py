"""BlockResults are small, survive pickling, and add up to the same in any cutting."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from chukan.engines.pool import Pool
from chukan.intake.reader import FileReader, open_file
from chukan.layouts.model import Layout
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.verification.examine import BlockResult, Examiner
from chukan.verification.tally import Key, Tally

from .conftest import AGREED, AS_OF

RECORDS = [f"{n:04d},山田{'ﾀﾛｳ' if n % 7 == 0 else '太郎'},{n % 3},,{n}" for n in range(200)]


def examiner(path: Path, layout: Layout, block_size: int, *, limit: int = 5) -> tuple[FileReader, Examiner]:
    reader = open_file(path, layout, AGREED, block_size=block_size)
    rules = compile_rules(layout, Settings(agreement=AGREED, as_of=AS_OF))
    return reader, Examiner(reader.plan, rules, reader.facts.columns, limit, False, ("番号",), True)


def total(found: list[BlockResult], limit: int = 5) -> tuple[object, ...]:
    tally, sums, records = Tally(limit), 0, []
    for piece in found:
        tally.merge(piece.tally)
        sums += piece.sums["税額"]
        records += piece.records.to_pylist()
    return tally.counts, list(tally), sums, records


@pytest.mark.parametrize(("block_size", "jobs"), [(64, 1), (1000, 1), (1000, 2), (1 << 20, 2)])
def test_the_pieces_add_up(file: Callable[..., Path], layout: Layout, block_size: int, jobs: int) -> None:
    path = file(*RECORDS)
    whole, one = examiner(path, layout, 1 << 20)
    reader, several = examiner(path, layout, block_size)
    tally = Tally(5)

    found = []
    with Pool(jobs) as pool:
        work = SimpleNamespace(examine=several, state=tally.full_keys, stays=False)
        for _, future in pool.examine((work, block) for block in reader.blocks()):
            piece = future.result()
            tally.merge(piece.tally)
            found.append(piece)

    assert total(found) == total([one(block, frozenset()) for block in whole.blocks()])
    assert total(found)[2] == sum(range(200))
    assert total(found)[3] == list(range(1, 201))


def test_what_is_full_is_counted_and_not_sampled(file: Callable[..., Path], layout: Layout) -> None:
    reader, examine = examiner(file(*RECORDS), layout, 1 << 20)
    (block,) = reader.blocks()
    key: Key = ("V04", "性別", Severity.ERROR, "attested")

    sampled, counted = examine(block, frozenset()), examine(block, frozenset({key}))

    assert counted.tally.counts == sampled.tally.counts
    assert len(sampled.tally.places[key]) == 5
    assert key not in counted.tally.places


def test_an_examiner_goes_to_another_process_and_a_piece_comes_back(file: Callable[..., Path], layout: Layout) -> None:
    reader, examine = examiner(file(*RECORDS), layout, 1 << 20)
    (block,) = reader.blocks()

    there = pickle.loads(pickle.dumps(examine))(pickle.loads(pickle.dumps(block)), frozenset())  # noqa: S301 - our own
    back: BlockResult = pickle.loads(pickle.dumps(there))  # noqa: S301 - our own

    assert total([back]) == total([examine(block, frozenset())])
    assert back.spilled.schema.names == ["番号"]
    assert back.profiler is not None
