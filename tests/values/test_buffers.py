from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from chukan.values.buffers import (
    LastResult,
    all_digits,
    as_arrow,
    bounds,
    ends,
    longest,
    matrix,
    not_empty,
    short_values,
    starts,
    strings,
    where,
    widths,
)

COLUMN = pa.array(["", "abc", "山田", None, "x", "ab "], pa.string())


def test_any_kind_of_strings_becomes_one_without_nulls() -> None:
    expected = ["", "abc", "山田", "", "x", "ab "]
    for values in (
        COLUMN,
        COLUMN.cast(pa.large_string()),
        pa.chunked_array([COLUMN]),
        COLUMN.dictionary_encode(),
        COLUMN.cast(pa.string_view()),
    ):
        assert strings(values).to_pylist() == expected
        assert strings(values).type == pa.string()


def test_a_matrix_of_the_values_of_one_width() -> None:
    rows, cells = matrix(strings(COLUMN), 3)

    assert rows.tolist() == [False, True, False, False, False, True]
    assert [bytes(row) for row in cells] == [b"abc", b"ab "]
    rows, cells = matrix(pa.array(["", "ab", "", "cd"]), 2)
    assert [bytes(row) for row in cells] == [b"ab", b"cd"]


def test_the_last_answer_is_about_the_very_column() -> None:
    last: LastResult[int] = LastResult()
    one, other = pa.array(["a", "b"]), pa.array(["a", "b"])

    assert last.of(one, "q", lambda _: 1) == 1
    assert last.of(one, "q", lambda _: 2) == 1
    assert last.of(one.slice(1), "q", lambda _: 3) == 3
    assert last.of(one, "other", lambda _: 4) == 4
    assert last.of(other, "other", lambda _: 5) == 5


def test_values_that_are_not_empty_are_counted() -> None:
    assert not_empty(pa.array(["a", "", None, "　"], pa.string())) == 2
    assert not_empty(pa.array(["x", "a", "", "b"], pa.string()).slice(2)) == 1


def test_lengths_are_shared_and_so_not_written_to() -> None:
    column = strings(COLUMN)

    with pytest.raises(ValueError, match="read-only"):
        widths(column)[0] = 9
    assert longest(column) == 6


def test_the_lowest_and_the_highest_byte() -> None:
    assert bounds(pa.array(["09", "", "5"])) == (0x30, 0x39)
    assert bounds(pa.array(["", ""])) == (0xFF, 0)
    assert all_digits(pa.array(["09", "", "5"]))
    assert all_digits(pa.array(["", ""]))
    assert not all_digits(pa.array(["09", "-5"]))


@pytest.mark.parametrize("character", ["x", " ", "　", "田"])
def test_what_a_value_begins_and_ends_with(character: str) -> None:
    values = [
        "",
        character,
        f"{character}a",
        f"a{character}",
        f"山{character}",
        f"a{character}a",
        "\u3001",
        "\u3041",
        "0",
    ]
    for column in (pa.array(values), pa.array(["田", *values, "x"]).slice(1, len(values))):
        assert starts(column, character).tolist() == [v.startswith(character) for v in values]
        assert ends(column, character).tolist() == [v.endswith(character) for v in values]


def test_the_distinct_values_of_a_short_column() -> None:
    assert short_values(pa.array(["1", "02", "", "1", "20"])) == {"1", "02", "", "20"}
    assert short_values(pa.array(["1", "2"])) == {"1", "2"}
    assert short_values(pa.array([], pa.string())) == set()
    assert short_values(pa.array(["a\0", "\0", "~"])) == {"a\0", "\0", "~"}
    assert short_values(pa.array(["１"])) is None
    assert short_values(pa.array(["é"])) is None
    assert short_values(pa.array(["123"])) is None


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 1000])
def test_flags_of_numpy_as_arrows(count: int) -> None:
    flags = np.arange(count) % 3 == 0
    for some in (flags, flags[::2]):
        found = as_arrow(some)
        found.validate(full=True)
        assert found.to_pylist() == some.tolist()


def test_values_are_made_null_without_a_copy() -> None:
    column = pa.array(["a", "", "b", "c"])
    for values in (column, column.slice(1), column.slice(1, 2)):
        there = np.array(widths(values)) > 0
        found = where(values, there)
        found.validate(full=True)
        assert found.to_pylist() == [v or None for v in values.to_pylist()]
        assert found.buffers()[2].address == column.buffers()[2].address
