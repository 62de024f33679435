"""Where a record of a delimited file ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import HEADER

from chukan.intake.records.delimited import find_records
from chukan.intake.records.rules import LARGEST, RecordRules

Reading = Callable[..., Any]


def test_a_record_as_large_as_any(read: Reading) -> None:
    big = "あ" * ((LARGEST - 2) // 2)

    found = read(f"k,v\r\n1,{big}\r\n2,b\r\n", encoding="cp932", block_size=1 << 16)

    assert found.rows[0][1] == big
    assert found.rows[1] == ("2", "b")


def test_what_is_larger_than_the_largest_record_is_rejected_in_pieces(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chukan.intake.records.delimited.LARGEST", 100)

    for block_size in (10, 1000):
        found = read(b"k,v\r\n1,a\r\n" + b"x" * 250 + b"\r\n2,b\r\n", encoding="cp932", block_size=block_size)

        assert found.rows == [("1", "a"), ("2", "b")]
        assert [len(r.raw) for r in found.rejected] == [100, 100, 50]


def test_a_block_ends_where_it_holds_too_many_records(read: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = (b"1,2,3\r\n" * 9 + b"1\r\n" * 9, b'1,"2\r\n2",3\r\n' * 5 + b'1,"2,3\r\n' * 9 + b'1,2"2,3\r\n' * 9)
    for body in bodies:
        whole = read(HEADER + body, encoding="cp932", newlines_in_values=True)

        with monkeypatch.context() as patched:
            patched.setattr("chukan.intake.records.delimited.MOST", 2)
            patched.setattr("chukan.intake.records.quotes.MOST", 2)
            pieces = read(HEADER + body, encoding="cp932", newlines_in_values=True)

        assert pieces == whole


@pytest.mark.parametrize("body", [b"\n", b"\r", b'"a"\n', b'""\n'])
def test_few_newlines_and_quotes_are_looked_at_together(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.intake.records.delimited.MARKS", 1000)
    data, rules = body * 20_000, RecordRules(1, ord(","), ord('"'), None)

    found = find_records(data, len(data), rules, final=False)

    assert 0 < found.end <= 1000 * len(body)


def test_how_many_are_looked_at_together_decides_nothing(read: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'1,"2\r\n\r\n\r\n2",3\r\n' * 5 + b'1,"2,3\r\n' * 9 + b"\r\n" * 9 + b'1,"2""""""",3\r\n' * 9
    whole = read(HEADER + body, encoding="cp932", newlines_in_values=True)

    for marks in (1, 3, 10):
        with monkeypatch.context() as patched:
            patched.setattr("chukan.intake.records.delimited.MARKS", marks)
            assert read(HEADER + body, encoding="cp932", newlines_in_values=True) == whole


def test_lines_of_end_marks_that_follow_one_another_are_one_span() -> None:
    data = b"1\n" + b"\x1a\n" * 1000 + b"\n" + b"\x1a\x00\n" + b"2\n"

    found = find_records(data, len(data), RecordRules(1, ord(","), ord('"'), None), final=True)

    assert [(span.kind, span.line, span.lines) for span in found.irregular] == [
        ("end", 1, 1000),
        ("blank", 1001, 1),
        ("end", 1002, 1),
    ]
    assert found.lines.tolist() == [0, 1003]
