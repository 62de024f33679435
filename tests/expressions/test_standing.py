"""The plan of a query is kept; its answer is that of the block it is asked of."""

from __future__ import annotations

import multiprocessing
import threading

import duckdb
import pyarrow as pa
import pytest

from chukan.expressions import standing
from chukan.expressions.session import batch_connection
from chukan.expressions.standing import asked


def block(*values: str | None) -> pa.Table:
    return pa.table({"i0": pa.array(values, pa.string())})


def answer(
    columns: pa.Table, select: str = "SELECT count(n), max(n)", inner: str = "SELECT i0 AS n"
) -> tuple[object, ...]:
    with asked(select, inner, columns) as found:
        return tuple(found.fetchall()[0])


def views() -> int:
    found = batch_connection().execute("SELECT count(*) FROM duckdb_views() WHERE view_name LIKE 'chukan_standing%'")
    return int(found.fetchall()[0][0])


def test_each_block_has_its_own_answer() -> None:
    assert answer(block("1", "3", None)) == (2, "3")
    assert answer(block("9")) == (1, "9")
    assert answer(block()) == (0, None)
    assert answer(block(*map(str, range(10_000)))) == (10_000, "9999")


def test_a_query_is_planned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[str] = []
    plan = standing._Standing._planned

    def counted(self: standing._Standing, select: str, inner: str, schema: pa.Schema) -> tuple[str, standing._Block]:
        planned.append(select)
        return plan(self, select, inner, schema)

    monkeypatch.setattr(standing._Standing, "_planned", counted)

    for n in range(5):
        assert answer(block(str(n)), "SELECT min(n), 'once'") == (str(n), "once")

    assert planned == ["SELECT min(n), 'once'"]


def test_columns_of_another_type_are_another_question() -> None:
    assert answer(block("9", "10")) == (2, "9")
    assert answer(pa.table({"i0": pa.array([9, 10])})) == (2, 10)


def test_many_queries_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_KEPT", 8)
    for n in range(30):
        assert answer(block("a"), f"SELECT {n}, count(n)") == (n, 1)
    assert views() <= 8
    assert answer(block("a", "b"), "SELECT 0, count(n)") == (0, 2)


def test_what_cannot_be_planned_leaves_nothing() -> None:
    before = views()

    with pytest.raises(duckdb.Error):
        answer(block("a"), "SELECT no_such_function(n)")

    assert views() == before
    assert answer(block("a")) == (1, "a")


def test_what_fails_in_one_block_does_not_in_the_next() -> None:
    with pytest.raises(duckdb.Error):
        answer(block("x"), "SELECT max(CAST(n AS INTEGER))")

    assert answer(block("7"), "SELECT max(CAST(n AS INTEGER))") == (7,)


def test_a_block_is_not_held_when_it_was_answered() -> None:
    columns = block(*("a" * 1000,) * 1000)
    held = pa.total_allocated_bytes()
    assert answer(columns) == (1000, "a" * 1000)

    del columns

    assert pa.total_allocated_bytes() < held - 900_000


def test_a_thread_has_statements_of_its_own() -> None:
    found: list[tuple[object, ...]] = []
    assert answer(block("1")) == (1, "1")
    thread = threading.Thread(target=lambda: found.append(answer(block("2"))))
    thread.start()
    thread.join()

    assert found == [(1, "2")]
    assert answer(block("3")) == (1, "3")


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="processes are not forked here")
def test_a_forked_process_plans_anew() -> None:
    assert answer(block("1")) == (1, "1")
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        assert pool.apply(answer, (block("2", "3"),)) == (2, "3")
    assert answer(block("4")) == (1, "4")
