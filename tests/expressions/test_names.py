"""Names and values as SQL text: nothing gets out of its quotes, nothing fails for more than its record."""

from __future__ import annotations

import pytest

from chukan.expressions.names import guarded, is_false, is_true, literal, quoted
from chukan.expressions.session import batch_connection

ODD = ["氏名", 'a"b', "a'b", 'x"; DROP TABLE t; --', "", "a\nb", "\\"]


@pytest.mark.parametrize("text", ODD)
def test_a_value_stays_what_it_is(text: str) -> None:
    assert batch_connection().execute(f"SELECT {literal(text)}").fetchall() == [(text,)]


@pytest.mark.parametrize("name", [n for n in ODD if n])
def test_a_name_stays_what_it_is(name: str) -> None:
    result = batch_connection().execute(f"SELECT 1 AS {quoted(name)}")

    assert [column[0] for column in result.description] == [name]


@pytest.mark.parametrize(
    ("condition", "truth", "falsehood"),
    [
        ("1 = 1", True, False),
        ("1 = 2", False, True),
        ("NULL = 1", False, False),
        ("CAST('x' AS INTEGER) = 1", False, False),
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
