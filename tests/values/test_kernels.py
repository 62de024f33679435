from __future__ import annotations

import numpy as np
import pyarrow as pa

from chukan.values.buffers import data, is_ascii, matrix, strings, widths
from chukan.values.kernels import characters, contains_any, nothing_written, one_of, only_blanks, runs, table, trimmed

COLUMN = pa.array(["", "abc", "山田", None, "x", "ab "], pa.string())


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
    written = pa.array(["", " \n", "\r\n　", "a\n", "\na", "\t", "\u00a0", "、"])
    assert nothing_written(written).tolist() == [True, True, True, False, False, False, False, False]
    assert nothing_written(written.slice(1, 3)).tolist() == [True, True, False]
    assert trimmed(values).to_pylist() == ["", "", "", "a", "\t", "\u00a0"]


def test_runs() -> None:
    assert runs(np.array([1, 2, 3, 7, 9, 10])) == ((1, 3), (7, 7), (9, 10))


def test_characters_of_every_plane_are_found() -> None:
    texts = ["", "a", "é", "あ", "\ue000", "\uffff", "𠮷", "\U0010fffd"]

    assert characters(pa.array(texts[:6])).tolist() == sorted(ord(t) for t in texts[1:6])
    assert characters(pa.array(texts)).tolist() == sorted(ord(t) for t in texts[1:])
    assert characters(pa.array(["𠮷" * 20_000, "a"])).tolist() == [ord("a"), ord("𠮷")]


def test_one_of_a_few_numbers() -> None:
    assert one_of(np.array([0, 3, 4, 7]), (3, 7)).tolist() == [False, True, False, True]
    assert one_of(np.array([0, 3]), ()).tolist() == [False, False]
