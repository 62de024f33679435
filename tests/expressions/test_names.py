"""Names and values as SQL text: nothing gets out of its quotes, nothing fails for more than its record."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from chukan.expressions.names import guarded, is_false, is_true, literal, quoted
from chukan.expressions.session import Session, batch_connection

ODD = ["氏名", 'a"b', "a'b", 'x"; DROP TABLE t; --', "", "a\nb", "\\"]


@pytest.mark.parametrize("text", ODD)
def test_a_value_stays_what_it_is(text: str) -> None:
    assert batch_connection().execute(f"SELECT {literal(text)}").fetchall() == [(text,)]


@pytest.mark.parametrize("name", [n for n in ODD if n])
def test_a_name_stays_what_it_is(name: str) -> None:
    result = batch_connection().execute(f"SELECT 1 AS {quoted(name)}")

    assert [column[0] for column in result.description] == [name]


DIVISIONS = (("0", "5", "-5"), ("/", "//", "%"), (">= 1", "< 1", "IS NOT DISTINCT FROM 1"))


@pytest.mark.parametrize(
    ("condition", "truth", "falsehood"),
    [
        ("1 = 1", True, False),
        ("1 = 2", False, True),
        ("NULL = 1", False, False),
        ("CAST('x' AS INTEGER) = 1", False, False),
        *((f"{number} {by} 0 {compared}", False, False) for number, by, compared in product(*DIVISIONS)),
        ("0.00::DECIMAL(9,2) / 0.00::DECIMAL(9,2) >= 0", False, False),
        ("sqrt(0 - 1) > 0", False, False),
    ],
)
def test_a_condition_that_fails_is_neither_true_nor_false(condition: str, truth: bool, falsehood: bool) -> None:
    found = batch_connection().execute(f"SELECT {is_true(condition)}, {is_false(condition)}").fetchall()

    assert found == [(truth, falsehood)]


def test_a_failure_is_null_in_its_record_only() -> None:
    rows = (
        batch_connection()
        .execute(f"SELECT {guarded('CAST(x AS INTEGER)')} FROM (VALUES ('1'), ('x'), ('3')) t(x)")
        .fetchall()
    )

    assert rows == [(1,), (None,), (3,)]


ROWS = "SELECT i, CASE WHEN i % 8 = 0 THEN 'x' ELSE '' END AS k, ['1', '0', 'z', NULL, '7'][i % 5 + 1] AS f FROM range(3000) t(i)"
"""Records of which one in eight has a `k`; one in five of `f` is no number."""


@pytest.mark.parametrize("failing", ["", "z"])
@pytest.mark.parametrize(
    "expression", ["CAST(f AS INTEGER)", "CAST(f AS INTEGER) = 1", "CAST(CAST(f AS INTEGER) AS VARCHAR) || f"]
)
@pytest.mark.parametrize("parquet", [False, True])
def test_a_condition_gives_each_record_its_own_value_whatever_else_is_asked(
    expression: str, failing: str, tmp_path: Path, *, parquet: bool
) -> None:
    """DuckDB 1.5.0 took the value of another row where a filter came first: a reference to nobody (K02) was lost."""
    rows, asked = f"SELECT * FROM ({ROWS}) WHERE f IS DISTINCT FROM 'z' OR f = '{failing}'", guarded(expression)
    with Session(tmp_path, 64 << 20) as session:
        source = "records"
        session.keep(source, rows)
        if parquet:
            source = f"read_parquet('{(tmp_path / 'records.parquet').as_posix()}')"
            session.rows(f"COPY records TO '{(tmp_path / 'records.parquet').as_posix()}'")
        alone = dict(session.rows(f"SELECT i, {asked} FROM {source}"))
        filled = {i: value for i, value in alone.items() if i % 8 == 0}
        view = f"SELECT *, {asked} AS found FROM {source}"

        assert dict(session.rows(f"SELECT i, found FROM ({view}) WHERE k = 'x'")) == filled
        assert dict(session.rows(f"SELECT i, CASE WHEN k = 'x' THEN {asked} END FROM {source} WHERE k = 'x'")) == filled
        orphans = f"SELECT i, found FROM ({view}) AS child WHERE k = 'x' AND found IS NOT NULL AND NOT EXISTS (SELECT 1 FROM records AS p WHERE p.f = child.k)"
        assert dict(session.rows(orphans)) == {i: value for i, value in filled.items() if value is not None}
        assert None not in {value for i, value in alone.items() if i % 5 in {0, 1, 4}}
