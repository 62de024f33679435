"""Control records are looked at: there, once, in order, whole, decodable (F11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.intake.conftest import KINDS, lines

from chukan.layouts.model import Layout

Reading = Callable[..., Any]

SOUND = ["1,20261123", "2,a", "2,b", "8,2", "9"]


@pytest.mark.parametrize("block_size", [1, 20, 1 << 20])
@pytest.mark.parametrize(
    ("records", "line", "text"),
    [
        (["2,a", "2,b", "8,2", "9"], None, "ヘッダのレコードがありません"),
        (["1,x", "2,a", "2,b", "9"], None, "トレーラのレコードがありません"),
        (["1,x", "2,a", "2,b", "8,2"], None, "エンドのレコードがありません"),
        (["1,x", "2,a", "1,x", "2,b", "8,2", "9"], 3, "ヘッダのレコードが 2 あります"),
        (["1,x", "2,a", "2,b", "8,2", "8,2", "9"], 5, "トレーラのレコードが 2 あります"),
        (["1,x", "2,a", "8,2", "2,b", "9"], 4, "データのレコードが、トレーラのレコードより後に 1 あります"),
        (["2,a", "1,x", "2,b", "8,2", "9"], 2, "ヘッダのレコードが、データのレコードより後に 1 あります"),
        (["1,x", "2,a", "2,b", "9", "8,2"], 5, "トレーラのレコードが、エンドのレコードより後に 1 あります"),
    ],
)
def test_missing_twice_and_out_of_order(
    read: Reading, records: list[str], line: int | None, text: str, block_size: int
) -> None:
    found = read(lines(*records), block_size=block_size, **KINDS)

    (anomaly,) = found.of("F11")
    assert (anomaly.severity, anomaly.line) == ("error", line)
    assert text in anomaly.message
    assert [row[1] for row in found.rows] == ["a", "b"]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_sound_control_records_are_no_finding(read: Reading, block_size: int) -> None:
    found = read(lines(*SOUND), block_size=block_size, **KINDS)

    assert found.of("F11") == []
    assert found.account.header_bytes == len("1,20261123" + "8,2" + "9")


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_two_files_joined_are_told(read: Reading, block_size: int) -> None:
    found = read(lines(*SOUND, *SOUND), block_size=block_size, **KINDS)

    messages = [(a.line, a.message) for a in found.of("F11")]
    assert [line for line, _ in messages] == [6, 9, 10, 7, 7]
    assert found.account.total_records == 4


def test_a_quoted_kind_and_one_in_another_column(read: Reading) -> None:
    types = {"column": 2, "header": "H", "data": "D"}

    found = read(lines('x,"H"', "1,D", '2,"D"', "3,E"), encoding="cp932", header=False, record_types=types)

    assert [row[0] for row in found.rows] == ["1", "2"]
    assert found.account.rejected_records == 1
    assert found.of("F11") == []


def test_an_empty_file_lacks_records_not_kinds(read: Reading, person: Layout) -> None:
    assert read(b"", person, **KINDS).rules == ["F02"]
