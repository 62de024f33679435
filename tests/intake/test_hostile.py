"""Files that are made to be slow to read: time grows with their size, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.intake.conftest import HEADER

from chukan.agreement import Agreement
from chukan.intake.inspect import inspect
from chukan.intake.opening.columns import by_name
from chukan.intake.opening.names import Names
from chukan.intake.reader import open_file

Reading = Callable[..., Any]

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


@pytest.mark.parametrize("pattern", [b'"\n', b'"\n,', b"\xff", b"\x81\n", b"\xf3\xb0\x80\x80\xff\n"])
def test_a_megabyte_that_nobody_told_anything_about(tmp_path: Path, pattern: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(pattern * (SIZE // len(pattern)))
    start = time.process_time()

    found = inspect(path)

    assert found.bytes == len(pattern) * (SIZE // len(pattern))
    assert time.process_time() - start < 4  # where each record of damage was looked at, it took more


@pytest.mark.parametrize("block_size", [1, 40, 1 << 20])
def test_a_header_of_several_lines_that_stands_again_many_times_is_told_by_its_lines(
    tmp_path: Path, block_size: int
) -> None:
    path, header = tmp_path / "a.csv", b'"a\nb",c\n'
    path.write_bytes(header + b"1,2\n" + 3 * header + b"3,4\n" + header + b"5,6\n")
    reader = open_file(
        path, None, Agreement(encoding="cp932", header=True, newlines_in_values=True), block_size=block_size
    )
    batches = list(reader)
    again = [a for batch in batches for a in batch.anomalies if a.rule == "F06"]

    reader.account.check()
    assert [line for batch in batches for line in batch.lines.to_pylist()] == [3, 10, 13]
    assert [a.line for a in again] == [4, 6, 8, 11]


def test_a_header_of_a_hundred_thousand_columns() -> None:
    names = [f"n{number}" for number in range(100_000)]
    start = time.process_time()
    columns = by_name([*names, "n7"], Names(None), 1)

    assert len(columns.items) == 100_001
    assert time.process_time() - start < 20  # comparing each with each took minutes
