"""Delimiters of several characters and backslash escapes: one character each before anything is cut."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chukan.intake.encoding.respelling import Respelling
from chukan.layouts.model import Layout

Reading = Callable[..., Any]
AGREED = {"format": "csv", "newline": "crlf", "header": True, "dates": "yyyymmdd"}


@pytest.mark.parametrize("block_size", [1, 25, 1 << 20])
@pytest.mark.parametrize("delimiter", ["||", "^|^", "\t|\t", "::"])
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-16le"])
def test_delimiters_of_several_characters(
    read: Reading, person: Layout, delimiter: str, encoding: str, block_size: int
) -> None:
    rows = ["番号,氏名,生年月日", "0001,山田|太郎,19800101", '0002,"鈴木,,花子",19800102', "0003,ソ能表,1980,x"]
    data = "".join(f"{row}\r\n" for row in rows).replace(",", delimiter)

    found = read(data, person, block_size=block_size, **{**AGREED, "encoding": encoding, "delimiter": delimiter})

    assert found.rows == [("0001", "山田|太郎", "19800101"), ("0002", f"鈴木{delimiter * 2}花子", "19800102")]
    (rejected,) = found.rejected
    raw = data.encode(encoding)
    assert raw[rejected.offset : rejected.offset + len(rejected.raw)] == rejected.raw
    assert rejected.raw.decode(encoding).startswith("0003")
    assert found.facts.delimiter == delimiter


def test_a_place_behind_them_is_found(read: Reading, person: Layout) -> None:
    data = "番号::氏名::生年月日\r\n0001::山".encode("cp932") + b"\x81::19800101\r\n"

    (anomaly,) = read(data, person, **{**AGREED, "encoding": "cp932", "delimiter": "::"}).of("F03")

    assert (anomaly.record, anomaly.item) == (1, "氏名")
    assert data[anomaly.offset] == 0x81


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "euc_jp", "utf-16le"])
def test_backslash_escapes(read: Reading, encoding: str, block_size: int) -> None:
    data = 'a,b\r\n1,x\\,y\r\n2,"say \\"hi\\""\r\n3,c:\\\\dir\r\n4,one\\ntwo\r\n5,\\q\r\n'

    found = read(data, block_size=block_size, **{**AGREED, "encoding": encoding, "delimiter": ",", "escape": "\\"})

    assert [row[1] for row in found.rows] == ["x,y", 'say "hi"', "c:\\dir", "one\ntwo", "\\q"]
    assert found.account.rejected_records == 0


VALUES = st.text('a1山\\",|;\t\n', max_size=6)


@given(rows=st.lists(st.lists(VALUES, min_size=2, max_size=2), min_size=1, max_size=6), block_size=st.integers(1, 40))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_with_escapes_is_read_back(read: Reading, rows: list[list[str]], block_size: int) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL, doublequote=False, escapechar="\\")
    writer.writerows([["甲", "乙"], *rows])
    agreed = {**AGREED, "encoding": "utf-8", "delimiter": ",", "escape": "\\", "newlines_in_values": True}

    found = read(text.getvalue(), block_size=block_size, **agreed)

    assert [list(row) for row in found.rows] == rows


def test_nothing_is_cut_in_the_middle_of_a_spelling() -> None:
    spelled = Respelling("||", escapes=True)

    assert spelled.apply_front("a|") == ("a", "|")
    assert spelled.apply_front("a\\") == ("a", "\\")
    assert spelled.apply_front("a||") == ("a\x1f", "")
    assert spelled.apply_front("a|||") == ("a\x1f", "|")
    assert spelled.apply('a||b\\"') == "a\x1fb" + spelled.apply('\\"')
