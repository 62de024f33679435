"""A table of an SQLite database as a side."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reconciliation.conftest import LAYOUT, Bench, found, person

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.outcome import reconcile_job
from chukan.reconciliation.sides.sqlite import open_sqlite

PEOPLE = [person(n) for n in range(1, 9)]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "new.sqlite"
    columns = ", ".join(f'"{name}"' for name in LAYOUT.names)
    marks = ", ".join("?" for _ in LAYOUT.names)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE person ({columns})")
        rows = [[row[name] or None for name in LAYOUT.names] for row in PEOPLE[1:]]
        connection.executemany(f"INSERT INTO person VALUES ({marks})", rows)
        connection.execute("CREATE TABLE other (a)")
        connection.commit()
    return path


def test_a_table_is_compared_like_a_file(bench: Bench, database: Path) -> None:
    bench.compare(PEOPLE, PEOPLE)
    one, other = bench.specs()

    outcome = reconcile_job(
        ReconcileJob([Pair(one, replace(other, path=database / "person"))], single=True), ReconcileOptions()
    )

    assert found(outcome) == {("M01", None): 1}


@pytest.mark.parametrize(("table", "said"), [("persn", "person"), ("", "person、other")])
def test_a_table_that_is_not_there_is_told_with_those_that_are(database: Path, table: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        open_sqlite(database, table, LAYOUT, Agreement())

    assert said in (caught.value.hint or "")


def test_what_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database" * 100)

    with pytest.raises(InputError, match="SQLite として読めません"):
        open_sqlite(tmp_path / "x.db", "", LAYOUT, Agreement())


def test_a_database_that_is_written_to_meanwhile_is_no_result(database: Path) -> None:
    side = open_sqlite(database, "person", LAYOUT, Agreement())
    assert sum(part.table.num_rows for part in side.blocks()) == 7
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE another (a)")
        connection.commit()

    with pytest.raises(InputError, match="書き換えられました"):
        side.facts  # noqa: B018 - it is asked for to be refused


def test_the_name_of_a_table_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (a TEXT)")
        connection.commit()
    path.write_bytes(path.read_bytes().replace(b"people", b"peo\xffle"))

    with pytest.raises(InputError, match="SQLite として読めません"):
        open_sqlite(path, "people", LAYOUT, Agreement())
