"""A header inside the file: files that were joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.layouts.model import Layout

Reading = Callable[..., Any]

AGREED = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "header": True,
    "dates": "yyyymmdd",
    "delimiter": ",",
}
HEAD = "番号,氏名,生年月日\r\n"
ONE = "0001,山田,19800101\r\n"
TWO = "0002,鈴木,19800101\r\n"


@pytest.mark.parametrize("block_size", [1, 30, 1 << 20])
@pytest.mark.parametrize(
    ("again", "rules"),
    [
        (HEAD, ["F06"]),
        ('"番号","氏名","生年月日"\r\n', ["F06"]),
        ("\x1a" + HEAD, ["F05", "F06"]),
        ("\x1a\r\n" + HEAD, ["F05", "F06"]),
        ("番号,氏名,性別\r\n", ["F06"]),
        ("氏名,生年月日,番号\r\n", ["F06"]),
        ("\x1a生年月日,氏名,番号\r\n", ["F05", "F06"]),
        ('\x1a"番号","氏名","生年月日"\r\n', ["F05", "F06"]),
        ('\x1a"生年月日",氏名,"番号"\r\n', ["F05", "F06"]),
    ],
)
def test_a_header_again(read: Reading, person: Layout, again: str, rules: list[str], block_size: int) -> None:
    found = read(HEAD + ONE + again + TWO, person, block_size=block_size, **AGREED)

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert found.rules == rules
    assert {a.severity for a in found.anomalies} == {"error"}
    assert found.of("F06")[0].line == 3 + again.count("\r\n") - 1
    assert found.account.total_records == 2


def test_a_byte_order_mark_before_it(read: Reading, person: Layout) -> None:
    data = (HEAD + ONE).encode() + b"\xef\xbb\xbf" + (HEAD + TWO).encode()

    found = read(data, person, **{**AGREED, "encoding": "utf-8"})

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert found.rules == ["F06"]


def test_the_layouts_names_where_the_file_begins_without_a_header(read: Reading, person: Layout) -> None:
    found = read(ONE + HEAD + TWO, person, **{**AGREED, "header": False})

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 2)]


@pytest.mark.parametrize("encoding", ["utf-16le", "cp932"])
def test_transcoded_files(read: Reading, person: Layout, encoding: str) -> None:
    data = (HEAD + ONE + HEAD + TWO).replace(",", "|")

    found = read(data, person, block_size=1, **{**AGREED, "encoding": encoding, "delimiter": "|"})

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 3)]


def test_a_record_that_holds_a_name_or_two_is_a_record(read: Reading, person: Layout) -> None:
    found = read(HEAD + "番号,山田,19800101\r\n", person, **AGREED)

    assert found.rows == [("番号", "山田", "19800101")]


def test_a_fixed_width_header(read: Reading, layout_of: Any) -> None:
    layout = layout_of(("番号", "X", 4), ("名", "X", 4))
    data = "番号名  \r\n0001AAAA\r\n番号名  \r\n0002BBBB\r\n"

    found = read(data, layout, format="fixed", encoding="cp932", newline="crlf", header=True, length_unit="chars")

    assert [row[0] for row in found.rows] == ["0001", "0002"]
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 3)]


def test_a_single_column(read: Reading, layout_of: Any) -> None:
    found = read("団体コード\r\n011002\r\n団体コード\r\n", layout_of(("団体コード", "X", 6)), **AGREED)

    assert found.rows == [("011002",)]
    assert [(a.rule, a.line) for a in found.anomalies] == [("F06", 3)]


@pytest.mark.parametrize("value", ["", "甲"])
def test_a_blank_column_of_the_header_is_no_name(read: Reading, layout_of: Any, value: str) -> None:
    """Header and records end with a delimiter too many: a record with a name in it and a blank is a record."""
    layout = layout_of(("番号", "XN", 9), ("氏名", "XN", 9))

    found = read(f"番号,氏名,\r\n1,鈴木,\r\n番号,{value},\r\n", layout, **AGREED)

    assert found.rows == [("1", "鈴木"), ("番号", value)]
    assert found.rules == ["F07"]


@pytest.mark.parametrize(
    ("again", "moved"), [(HEAD, False), ("氏名,番号,生年月日\r\n", True), ('"番号",氏名,"性別"\r\n', False)]
)
def test_a_header_of_another_order_says_what_became_of_the_records_behind_it(
    read: Reading, person: Layout, again: str, moved: bool
) -> None:
    found = read(HEAD + ONE + again + TWO, person, **AGREED)

    (anomaly,) = found.of("F06")
    assert anomaly.line == 3
    assert ("入れ違って" in anomaly.message) == moved


def test_records_that_begin_like_a_name_are_records(read: Reading, layout_of: Any) -> None:
    layout = layout_of(("本籍", "XN", 20), ("町名", "XN", 20))
    records = [("本籍", "甲"), ("本籍地", "町名"), ("町名", ""), ("本", "町")]

    found = read("本籍,町名\r\n" + "".join(f"{a},{b}\r\n" for a, b in records) * 50, layout, **AGREED)

    assert found.rows == records * 50
    assert found.rules == []


@pytest.mark.parametrize("block_size", [1, 8, 1 << 20])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_a_single_short_name_wherever_the_file_is_cut(
    read: Reading, layout_of: Any, newline: str, block_size: int
) -> None:
    data = newline.join(["k", *["a", "k", "kk"] * 9, "k"])

    found = read(
        data, layout_of(("k", "X", 4)), block_size=block_size, **{**AGREED, "newline": None, "delimiter": None}
    )

    assert found.rows == [("a",), ("kk",)] * 9
    assert len(found.of("F06")) == 10
