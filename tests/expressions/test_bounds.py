"""What bounds say of all values of a column, and that SQL which relies on them says the same as SQL which does not."""

from __future__ import annotations

import duckdb
import pytest

from chukan.expressions.bounds import UNKNOWN, Bounds
from chukan.expressions.types import value_sql

BLANKS = ("", " ", "\u3000", "\n", " \r\n", " a", "\u3000a", "\na")


@pytest.mark.parametrize("value", ["", "1", "山田 太郎", "it's"])
def test_a_column_of_one_value_is_that_value(value: str) -> None:
    assert Bounds(value, value).constant == value


@pytest.mark.parametrize(
    "bounds", [Bounds("1", "2"), Bounds("", "1"), Bounds("a\0", "a\0"), Bounds("x" * 101, "x" * 101)]
)
def test_values_that_differ_or_are_no_text_for_a_query_stay_in_their_column(bounds: Bounds) -> None:
    assert bounds.constant is None


def test_of_values_that_none_can_begin_with_a_blank_nothing_is_asked() -> None:
    assert value_sql("x", Bounds("!", "龍")) != "x", "a full-width blank lies between"
    assert value_sql("x", Bounds("!", "\u2fff")) == "x"
    assert value_sql("x", Bounds("\u3001", "龍")) == "x"


@pytest.mark.parametrize("others", [("1",), ("0", "9"), ("龍",), ("1", "龍", "\U0002000b"), ("~", "｡")])
@pytest.mark.parametrize("blank", BLANKS)
def test_the_value_is_the_same_whatever_is_known_of_its_column(blank: str, others: tuple[str, ...]) -> None:
    values = [blank, *others]
    bounds = Bounds(min(values), max(values))

    with duckdb.connect() as connection:
        for known in (UNKNOWN, bounds):
            rows = connection.execute(
                f"SELECT {value_sql('x', known)} FROM (SELECT unnest(?) AS x)", [values]
            ).fetchall()
            assert [v for (v,) in rows] == [None if blank.strip(" \u3000\r\n") == "" else blank, *others]
