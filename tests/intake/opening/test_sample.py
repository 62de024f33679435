"""The first records of a file: what it looks like is judged over them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chukan.intake.encoding.respelling import DELIMITER, Respelling
from chukan.intake.opening.sample import (
    SampleRecord,
    as_delivered,
    newline_of_records,
    quoting_of,
    sample_records,
    usual_width,
)


def records_of(text: str, *, delimiter: str = ",", whole: bool = True) -> list[SampleRecord]:
    return sample_records(text.encode(), delimiter, '"', "utf-8", whole=whole)


def values_of(text: str, *, whole: bool = True) -> list[tuple[str, ...]]:
    return [record.values for record in records_of(text, whole=whole)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\r\nb\r\nc\n", "crlf"), ("a\nb\n", "lf"), ("a\rb\r", "cr"), ("a", "crlf"), ('"a\nb\nc"\r\n', "crlf")],
)
def test_newline(text: str, expected: str) -> None:
    assert newline_of_records(text.encode(), records_of(text)) == expected


def test_a_last_record_that_may_be_cut_is_left_out() -> None:
    assert values_of("a,b\r\n\r\n1,2\r\n3", whole=False) == [("a", "b"), ("1", "2")]
    assert values_of("a,b\r\n1,2\r\n3") == [("a", "b"), ("1", "2"), ("3",)]


def test_values_over_several_lines() -> None:
    found = records_of('1,"a\nb"\r\n2,"c""\r\n\r\nd"\r\n3,e\r\n')

    assert [(record.line, record.values) for record in found] == [
        (1, ("1", "a\nb")),
        (3, ("2", 'c"\r\n\r\nd')),
        (6, ("3", "e")),
    ]
    assert all(record.sound for record in found)


@pytest.mark.parametrize("stray", ['1,"a', '1,"a"b', '1,a"b'])
def test_a_stray_quote_costs_one_line(stray: str) -> None:
    found = records_of(f"0,z\n{stray}\n2,c\n3,d\n")

    assert [record.sound for record in found] == [True, False, True, True]
    assert usual_width(found) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a,b", "none"), ('"a",b', "minimal"), ('"a","b"\n"","c""d"', "all"), ('"a","b\n"\n', "all")],
)
def test_quoting(text: str, expected: str) -> None:
    assert quoting_of(records_of(text), text.encode(), '"') == expected


def test_the_usual_width_is_that_of_most_records() -> None:
    assert usual_width(records_of("1,a,\n2,b,x\n3,c,\n4,d,y\n5\n6\n7\n")) == 3
    assert usual_width(records_of("1,2\n1,2,3\n")) == 3
    assert usual_width(records_of("1,2\n1,2,3\n"), 2) == 2
    assert usual_width([]) == 0


@given(
    rows=st.lists(st.lists(st.text('a1 ,"\r\n\t', max_size=5), min_size=2, max_size=4), max_size=6),
    delimiter=st.sampled_from(",\t;|"),
)
@settings(deadline=None)
def test_as_pythons_csv_reads_them(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    expected = [tuple(row) for row in csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=delimiter)]

    found = records_of(text.getvalue(), delimiter=delimiter)

    assert [record.values for record in found] == [row for row in expected if row]


@pytest.mark.parametrize("size", [100_000, 300_000, 1_000_000])
def test_a_value_of_any_length_is_in_one_record(size: int) -> None:
    value = "abcdefgh\r\n" * (size // 10)
    text = f'1,"{value}",x\r\n2,a,b\r\n'

    assert [record.width for record in records_of(f"k,v,w\r\n{text}", whole=False)][:2] == [3, 3]
    assert values_of(text)[0] == ("1", value, "x")


def test_a_quote_that_may_close_behind_the_sample_ends_it() -> None:
    lines = "abcdefgh\r\n" * 100

    assert values_of(f'k,v,w\r\n1,"{lines}', whole=False) == [("k", "v", "w")]
    assert [record.width for record in records_of(f'k,v,w\r\n1,"{lines}')][:3] == [3, 2, 1]


def test_records_as_they_were_delivered() -> None:
    respelling = Respelling("||", escapes=True)
    data = respelling.apply('a||b\\\nc\n1||"x||y"\n').encode()

    records = as_delivered(sample_records(data, DELIMITER, '"', "utf-8", whole=True), data, respelling)

    assert [(record.line, record.values) for record in records] == [(1, ("a", "b\nc")), (3, ("1", "x||y"))]
