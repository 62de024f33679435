"""Control records are looked at: there, once, in order, whole, decodable (F11)."""

from __future__ import annotations

import re
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


TWICE = {**KINDS, "record_types": {"header": "9", "data": "2", "trailer": "9"}}
LONG = {"頭": {"value": "9", "times": 1, "first": True}, "2": {}, "尾": {"value": "9", "times": 1}}


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("form", ["short", "long"])
@pytest.mark.parametrize(
    ("records", "problems"),
    [
        (["9,頭", "2,a", "2,b", "9,2"], []),
        (["", '"9",頭', "2,a", "2,b", '"9",2'], []),
        (["2,a", "2,b", "9,2"], [(None, "頭のレコードがありません")]),
        (["9,頭", "2,a", "2,b"], [(None, "尾のレコードがありません")]),
        (["2,a", "2,b"], [(None, "頭のレコードがありません"), (None, "尾のレコードがありません")]),
        (["9,頭", "9,頭", "2,a", "2,b", "9,2"], [(5, "尾のレコードが 2 あります")]),
        (["9,頭", "9,2", "2,a", "2,b"], [(3, "データのレコードが、尾のレコードより後に 2 あります")]),
        (["2,a", "9,頭", "2,b", "9,2"], [(None, "頭のレコードがありません"), (4, "尾のレコードが 2 あります")]),
    ],
)
def test_one_value_for_the_first_record_and_the_last(
    read: Reading, records: list[str], problems: list[tuple[int | None, str]], form: str, block_size: int
) -> None:
    agreed = TWICE if form == "short" else {**KINDS, "record_types": {"types": LONG}}
    names = (
        {"頭": "ヘッダ", "尾": "トレーラ"}
        if form == "short"
        else {"頭": "種別「頭」", "尾": "種別「尾」", "データ": "種別「2」"}
    )

    found = read(lines(*records), block_size=block_size, **agreed)

    told = [(a.line, a.message) for a in found.of("F11")]
    for line, message in problems:
        shown = re.sub("^(頭|尾|データ)|(?<=、)尾", lambda match: names.get(match[0], match[0]), message)
        assert any(line == at and shown in text for at, text in told)
    assert bool(told) == bool(problems)
    assert [row[1] for row in found.rows] == ["a", "b"]


@pytest.mark.parametrize("newline", ["crlf", "none"])
def test_one_value_for_two_kinds_of_fixed_width(read: Reading, layout_of: Callable[..., Layout], newline: str) -> None:
    layout = layout_of(("種別", "X", 1), ("値", "X", 3))
    fixed = {"format": "fixed", "encoding": "cp932", "newline": newline, "record_types": TWICE["record_types"]}
    end = "\r\n" if newline == "crlf" else ""

    for size in (1, 1 << 20):
        sound = read("".join(f"{r}{end}" for r in ("9abc", "2aaa", "2bbb", "9002")), layout, block_size=size, **fixed)
        wrong = read("".join(f"{r}{end}" for r in ("2aaa", "2bbb", "9002")), layout, block_size=size, **fixed)

        assert (sound.rows, sound.anomalies) == ([("2", "aaa"), ("2", "bbb")], [])
        assert ["ヘッダのレコードがありません" in a.message for a in wrong.of("F11")] == [True]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize(("records", "line", "where"), [(["2,a", "9,z"], 1, "先頭"), (["1,x", "2,a"], 2, "最後")])
def test_a_kind_that_begins_or_ends_the_file_is_missed_whatever_its_number(
    read: Reading, records: list[str], line: int, where: str, block_size: int
) -> None:
    types = {"types": {"1": {"first": True}, "2": {}, "9": {"last": True}}}

    found = read(lines(*records), block_size=block_size, **{**KINDS, "record_types": types})

    assert [(a.line, f"{where}のレコードが種別" in a.message) for a in found.of("F11")] == [(line, True)]
