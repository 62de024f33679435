"""What the beginning of a delimited file shows."""

from __future__ import annotations

import pytest

from chukan.intake.opening.dialect import dates_of, delimiter_of, lines_of, looks_like_header, newline_of, quoting_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\r\nb\r\nc\n", "crlf"), ("a\nb\n", "lf"), ("a\rb\r", "cr"), ("a", "crlf")],
)
def test_newline(text: str, expected: str) -> None:
    assert newline_of(text) == expected


def test_a_last_line_that_may_be_cut_is_left_out() -> None:
    assert lines_of("a,b\r\n\r\n1,2\r\n3") == ["a,b", "1,2"]
    assert lines_of("a,b\r\n1,2\r\n3", whole=True) == ["a,b", "1,2", "3"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a,b", "c,d"], ","),
        (["a\tb,c", "d\te"], "\t"),
        (["a|b", "c|d"], "|"),
        (["a;b", "c;d"], ";"),
        (['"a,b"|c', '"d,e"|f'], "|"),
        (["a", "b"], None),
    ],
)
def test_delimiter(lines: list[str], expected: str | None) -> None:
    found = delimiter_of(lines, '"', None)

    assert (found.character if found else None) == expected


@pytest.mark.parametrize(
    ("lines", "expected"), [(["a,b"], "none"), (['"a",b'], "minimal"), (['"a","b"', '"","c""d"'], "all")]
)
def test_quoting(lines: list[str], expected: str) -> None:
    assert quoting_of(lines, ",", '"') == expected


def test_header() -> None:
    assert looks_like_header(["番号", "氏名"], ["番号"])
    assert not looks_like_header(["1", "山田"], ["番号"])
    assert looks_like_header(["number", "name"], None)
    assert not looks_like_header(["", "", "name"], None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["20200101", ""], "yyyymmdd"),
        (["2020-01-01"], "yyyy-mm-dd"),
        (["2020/01/01"], "yyyy/mm/dd"),
        (["令和2年"], None),
    ],
)
def test_dates(values: list[str], expected: str | None) -> None:
    assert dates_of(values) == expected
