from __future__ import annotations

import numpy as np
import pyarrow as pa

from chukan.values.buffers import LastResult, data, is_ascii, matrix, not_empty, strings, widths
from chukan.values.kernels import characters, contains_any, only_blanks, runs, table, trimmed

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


def test_slices_are_seen_as_what_they_are() -> None:
    part = strings(COLUMN).slice(1, 2)

    assert widths(part).tolist() == [3, 6]
    assert data(part).tobytes().decode() == "abc山田"
    assert not is_ascii(part)
    assert is_ascii(part.slice(0, 1))
    assert ord("x") not in characters(part)
    assert ord("x") in characters(strings(COLUMN).slice(4, 1))


def test_an_empty_column_has_nothing() -> None:
    empty = pa.array([], pa.string())

    assert widths(empty).tolist() == []
    assert data(empty).tolist() == []
    assert contains_any(empty, table(((0, 0x10FFFF),))) is None
    assert matrix(empty, 3)[1].shape == (0, 3)


def test_a_matrix_of_the_values_of_one_width() -> None:
    rows, cells = matrix(strings(COLUMN), 3)

    assert rows.tolist() == [False, True, False, False, False, True]
    assert [bytes(row) for row in cells] == [b"abc", b"ab "]
    rows, cells = matrix(pa.array(["", "ab", "", "cd"]), 2)
    assert [bytes(row) for row in cells] == [b"ab", b"cd"]


def test_holding_finds_the_values_with_a_character() -> None:
    found = contains_any(strings(COLUMN), table(((ord("b"), ord("c")), (ord("田"), ord("田")))))

    assert found is not None
    assert found.to_pylist() == [False, True, True, False, False, True]


def test_characters_that_mean_something_in_a_regular_expression_do_not() -> None:
    signs = list("^-]\\[.$|")
    for sign in signs:
        found = contains_any(pa.array([*signs, "a"]), table(((ord(sign), ord(sign)),)))
        assert found is not None
        assert found.to_pylist() == [s == sign for s in signs] + [False]


def test_blanks() -> None:
    values = pa.array(["", " ", "　 ", "a ", "\t", "\u00a0"])

    assert only_blanks(values).tolist() == [False, True, True, False, False, False]
    assert trimmed(values).to_pylist() == ["", "", "", "a", "\t", "\u00a0"]


def test_runs() -> None:
    assert runs(np.array([1, 2, 3, 7, 9, 10])) == ((1, 3), (7, 7), (9, 10))


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
