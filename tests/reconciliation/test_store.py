"""A side on disk: every record once, in the form in which it is compared, however many processes wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reconciliation.conftest import LAYOUT, Bench, person

from chukan.engines.pool import Pool
from chukan.errors import OutputError
from chukan.expressions.session import Session
from chukan.reconciliation.plan import plan_of
from chukan.reconciliation.rules_file import NO_RULES
from chukan.reconciliation.sides.side import open_side
from chukan.reconciliation.store import Stored, store

PEOPLE = [person(n) for n in range(1, 101)]


def stored(bench: Bench, folder: Path, jobs: int = 1, rows: list[dict[str, str]] = PEOPLE) -> Stored:
    bench.compare(rows, rows)
    side = open_side(bench.specs()[0], block_size=500)
    plan = plan_of(LAYOUT, side.columns, side.columns, NO_RULES)
    with Pool(jobs) as pool:
        (one,), _ = store([(side, "delivered", folder / "one")], plan, (), pool)
    assert side.facts.read == len(rows)
    return one


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_record_is_there_once_under_its_number(bench: Bench, tmp_path: Path, jobs: int) -> None:
    one = stored(bench, tmp_path, jobs)

    with Session(tmp_path, 192 << 20) as session:
        rows = session.rows(f'SELECT __record, "番号" FROM {one.source} ORDER BY 1')
    assert rows == [(n, f"{n:06d}") for n in range(1, 101)]


def test_a_side_without_a_record_has_its_columns_all_the_same(bench: Bench, tmp_path: Path) -> None:
    one = stored(bench, tmp_path, rows=[])

    assert one.path is None
    with Session(tmp_path, 192 << 20) as session:
        assert session.rows(f'SELECT count(*), min("氏名") FROM {one.source}') == [(0, None)]


def test_a_disk_that_is_full_is_a_clear_error(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(bench, tmp_path)
    (tmp_path / "again").mkdir()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    side = open_side(bench.specs()[0], block_size=500)
    plan = plan_of(LAYOUT, side.columns, side.columns, NO_RULES)
    monkeypatch.setattr("pyarrow.parquet.write_table", full)

    with Pool(1) as pool, pytest.raises(OutputError, match="一時ファイル"):
        store([(side, "delivered", tmp_path / "again" / "one")], plan, (), pool)
