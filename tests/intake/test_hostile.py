"""Files that are made to be slow to read: time grows with their size, not with its square."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from chukan.intake.records.delimited import find_records
from chukan.intake.records.rules import RecordRules

Reading = Callable[..., Any]

HEADER = b"k,v,w\r\n" + b"1,2,3\r\n" * 3
SIZE = 1 << 20


@pytest.mark.parametrize(
    ("body", "agreed"),
    [
        pytest.param(b'"' * SIZE, {}, id="quotes"),
        pytest.param(b'",' * (SIZE // 4), {}, id="quotes and delimiters"),
        pytest.param(b'1,"x,3\r\n' * (SIZE // 64), {}, id="a quote that never closes in every record"),
        pytest.param(b'1,"x,3\r\n' * (SIZE // 64), {"newlines_in_values": True}, id="the same, newlines agreed on"),
        pytest.param(b'1,"' + b"a\r\n" * (SIZE // 3) + b'",3\r\n', {"newlines_in_values": True}, id="a long value"),
        pytest.param(b"," * SIZE, {}, id="delimiters"),
        pytest.param(b"\x00" * SIZE, {}, id="NUL"),
        pytest.param(b"\x00" * SIZE + b"\r\n1,2,3\r\n", {}, id="NUL before a record"),
        pytest.param(b"1," + b"a" * SIZE + b",3\r\n", {}, id="one large value"),
        pytest.param(b"1," + b"\x81 " * (SIZE // 8) + b",3\r\n", {}, id="one large value of damage"),
        pytest.param(b"1," + b"\xff" * (SIZE // 4) + b",3\r\n", {}, id="one large value that CP932 lets pass"),
        pytest.param(b"\r\n" * (SIZE // 2), {}, id="blank lines"),
        pytest.param(b"\r" * SIZE, {}, id="CR"),
        pytest.param(b'"\n' * (SIZE // 2), {}, id="a quote a line"),
        pytest.param(b'""\n' * (SIZE // 3), {}, id="quotes that close at once"),
        pytest.param(b"a\n" * (SIZE // 2), {}, id="one field a line"),
        pytest.param(b'a"\n' * (SIZE // 3), {}, id="a bare quote a line"),
        pytest.param(b'"a"b\r\n' * (SIZE // 6), {}, id="text behind a quote in every line"),
    ],
)
def test_a_megabyte_takes_seconds_at_most(read: Reading, body: bytes, agreed: dict[str, Any]) -> None:
    start = time.process_time()

    found = read(HEADER + body, encoding="cp932", block_size=1 << 16, **agreed)

    assert found.account.total_bytes == len(HEADER) + len(body)
    assert time.process_time() - start < 20  # where time grew with the square, it took a minute and more


def test_fixed_width_without_newlines_and_without_a_word_about_it(read: Reading, person: Any) -> None:
    record = "0001山田　太郎　　　　　20200101".encode("cp932")

    start = time.process_time()
    found = read(record * (SIZE // len(record) + 1), person, encoding="cp932")

    assert found.facts.format == "fixed"
    assert found.account.read_records == SIZE // len(record) + 1
    assert time.process_time() - start < 20


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


PIECES = (b'"\n', b'""\n', b"a\n", b'a"\r\n', b'"a"b\n', b'1,"2\n', b"1,2,3,4\n", b"\n", b"1,2,3\n", b'"1",2\n')


@pytest.mark.parametrize("keep", [1, 3, 1000])
def test_records_that_are_rejected_together_are_those_that_would_be_one_by_one(
    read: Reading, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    rng = random.Random(keep)
    for _ in range(20):
        body = b"".join(rng.choice(PIECES) * rng.choice([1, 2, 7, 40]) for _ in range(rng.randrange(1, 6)))
        found = [read(HEADER + body, encoding="cp932", keep=keep, block_size=size) for size in (1, 64, 1 << 20)]
        with monkeypatch.context() as patched:
            patched.setattr("chukan.intake.records.quotes.QuotedRecords._alike", lambda *_: 0)
            patched.setattr(
                "chukan.intake.parsing.delimited._Parse._without_hopeless", lambda _, __, left: left.nonzero()[0]
            )
            one_by_one = read(HEADER + body, encoding="cp932", keep=keep, block_size=1 << 20)

        assert all(_rejected(one) == _rejected(one_by_one) for one in found), body
        assert all(one.account == one_by_one.account for one in found), body
        assert all(_first(one, keep) == _first(one_by_one, keep) for one in found), body


def _rejected(found: Any) -> tuple[bytes, int]:
    return b"".join(one.raw + one.newline for one in found.rejected), sum(one.records for one in found.rejected)


def _first(found: Any, keep: int) -> dict[tuple[str, str | None, str], tuple[int, list[Any]]]:
    """Return of each kind the number and the first places, as a tally keeps them."""
    kinds: dict[tuple[str, str | None, str], tuple[int, list[Any]]] = {}
    for one in found.anomalies:
        key = one.rule, one.item, one.severity
        number, places = kinds.get(key, (0, []))
        kinds[key] = number + one.count, places if one.is_rest else [*places, one]
    return {
        kind: (number, sorted(places, key=lambda a: a.offset or 0)[:keep]) for kind, (number, places) in kinds.items()
    }
