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


@pytest.mark.parametrize("block_size", [1, 3, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "euc_jp", "utf-16le"])
@pytest.mark.parametrize(("newline", "agreed"), [("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")])
def test_a_backslash_before_a_newline_makes_it_part_of_the_value(
    read: Reading, encoding: str, newline: str, agreed: str, block_size: int
) -> None:
    data = 'a,b\n1,一\\\n二,\n2,"三\\\n四"\n3,\\\\\n4,五\\\n\\\n\n\\\n5,六\nx,y,z\n'.replace("\n二,", "\n二")
    data = data.replace("\n", newline)

    found = read(
        data,
        block_size=block_size,
        **{
            **AGREED,
            "newline": agreed,
            "encoding": encoding,
            "delimiter": ",",
            "escape": "\\",
            "newlines_in_values": True,
        },
    )

    values = ["一\n二", "三\n四", "\\", "五\n\n"]
    assert found.rows == [
        *((str(number), value.replace("\n", newline)) for number, value in enumerate(values, 1)),
        (f"{newline}5", "六"),
    ]
    assert found.lines == [2, 4, 6, 7, 10]
    (rejected,) = found.rejected
    raw = data.encode(encoding)
    assert rejected.line == 12
    assert raw[rejected.offset : rejected.offset + len(rejected.raw)] == rejected.raw == "x,y,z".encode(encoding)
    assert found.rules == ["F07"]


@pytest.mark.parametrize(("agreed", "told"), [(False, 1), (True, 0), (None, 0)])
def test_an_escaped_newline_is_one_in_a_value(read: Reading, agreed: bool | None, told: int) -> None:
    data = "a,b\n1,x\\\ny\n2,z\n"

    found = read(
        data,
        **{
            **AGREED,
            "newline": "lf",
            "encoding": "utf-8",
            "delimiter": ",",
            "escape": "\\",
            "newlines_in_values": agreed,
        },
    )

    assert found.rows == [("1", "x\ny"), ("2", "z")]
    assert [a.line for a in found.of("F08")] == [2] * told


def test_a_place_behind_an_escaped_newline_is_found(read: Reading) -> None:
    data = b"a,b\r\n1,x\\\r\ny\r\n2,z\xff\r\n"

    (anomaly,) = read(
        data, **{**AGREED, "encoding": "utf-8", "delimiter": ",", "escape": "\\", "newlines_in_values": True}
    ).of("F03")

    assert (anomaly.record, anomaly.line, data[anomaly.offset]) == (2, 4, 0xFF)


@pytest.mark.parametrize("width", [2, 3])
def test_lines_that_a_stray_backslash_joins_are_told(
    read: Reading, layout_of: Callable[..., Layout], width: int
) -> None:
    layout = layout_of(*((f"項目{n}", "X", 10) for n in range(width)))
    row = ",".join("abc"[:width])
    data = "".join(f"{line}\r\n" for line in (row, row + "\\", row, row))

    found = read(data, layout, **{**AGREED, "header": False, "encoding": "utf-8", "delimiter": ",", "escape": "\\"})

    assert len(found.rows) == 2
    (told,) = found.of("F07")
    assert (told.line, "次の行をつないでいます" in told.message) == (2, True)


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize(
    ("before", "behind", "agreed"),
    [
        ("#メモ\\\r\n", "", {"comment": "#"}),
        ("表題\\\r\n", "", {"skip": {"first": 1}}),
        ("", "合計\\\r\n0003,三,19800103\r\n", {"skip": {"last": 1}}),
        ("H,20261129\\\r\n", "", {"record_types": {"header": "H"}}),
    ],
)
def test_nobody_is_passed_over_behind_a_backslash(
    read: Reading, person: Layout, before: str, behind: str, agreed: dict[str, Any], block_size: int
) -> None:
    data = f"{before}0001,一,19800101\r\n0002,二,19800102\r\n{behind}"
    usual = {**AGREED, "header": False, "encoding": "utf-8", "delimiter": ",", "escape": "\\"}

    found = read(data, person, block_size=block_size, **usual, **agreed)

    assert len(found.rows) < data.count(",19800")
    (told,) = found.of("F11")
    assert (told.severity, told.line) == ("error", 3 if behind else 1)
    assert "つながれた行も検査していません" in told.message


def test_a_header_may_hold_one(read: Reading) -> None:
    data = "a,b\\\nc\n1,x\n2,y,z\n"

    found = read(data, **{**AGREED, "newline": "lf", "encoding": "utf-8", "delimiter": ",", "escape": "\\"})

    assert found.columns == ("a", "b\nc")
    assert found.lines == [3]
    assert [r.line for r in found.rejected] == [4]


def test_the_names_of_a_header_are_what_they_mean(read: Reading, person: Layout) -> None:
    data = 'a\\,b,"x""\\\\"\r\n1,2\r\n'
    agreed = {**AGREED, "encoding": "utf-8", "escape": "\\"}

    assert read(data, **{**agreed, "delimiter": ","}).columns == ("a,b", 'x"\\')
    assert read('a||"b||c"\r\n1||2\r\n', **{**AGREED, "encoding": "utf-8", "delimiter": "||"}).columns == ("a", "b||c")


@pytest.mark.parametrize("delimiter", [":", "^", "~", "\t", "||"])
@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_the_agreed_delimiter_and_quote_may_be_escaped(read: Reading, delimiter: str, quote: str) -> None:
    mark = delimiter[0]
    data = f"a{delimiter}b\r\n1{delimiter}x\\{mark}y\\{quote}\r\n2{delimiter}{quote}\\{quote}z{quote}\r\n"

    found = read(data, **{**AGREED, "encoding": "utf-8", "delimiter": delimiter, "quote": quote, "escape": "\\"})

    assert found.rows == [("1", f"x{mark}y{quote}"), ("2", f"{quote}z")]


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


DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from((",", "\t", "|", ";", ":")),
        "quoting": st.sampled_from((csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONE)),
        "lineterminator": st.sampled_from(("\r\n", "\n")),
        "doublequote": st.booleans(),
        "quotechar": st.sampled_from(('"', "'")),
    }
)


@given(
    rows=st.lists(st.lists(st.text("a1山\\\",|;:'\t\n", max_size=6), min_size=2, max_size=2), min_size=1, max_size=6),
    dialect=DIALECTS,
    block_size=st.integers(1, 40),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_values_are_those_of_python_s_csv_in_any_dialect(
    read: Reading, rows: list[list[str]], dialect: dict[str, Any], block_size: int
) -> None:
    dialect = {**dialect, "escapechar": "\\"}
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows([["甲", "乙"], *rows])
    text.seek(0)
    expected = list(csv.reader(text, **dialect))[1:]
    agreed = {
        **AGREED,
        "newline": "crlf" if dialect["lineterminator"] == "\r\n" else "lf",
        "encoding": "utf-8",
        "delimiter": dialect["delimiter"],
        "quote": dialect["quotechar"],
        "quoting": None if dialect["quoting"] != csv.QUOTE_NONE else "none",
        "escape": "\\",
        "newlines_in_values": True,
    }

    found = read(text.getvalue(), block_size=block_size, **agreed)

    assert [list(row) for row in found.rows] == expected == rows
    assert found.account.rejected_records == 0


def test_nothing_is_cut_in_the_middle_of_a_spelling() -> None:
    spelled = Respelling("||", escapes=True)

    assert spelled.apply_front("a|") == ("a", "|")
    assert spelled.apply_front("a\\") == ("a", "\\")
    assert Respelling(escapes=True, pairs=True).apply_front("a\\\r") == ("a", "\\\r")
    assert Respelling(escapes=True, pairs=True).apply_front("a\\\\\r")[1] == ""
    assert Respelling(escapes=True).apply_front("a\\\r")[1] == ""
    assert spelled.apply_front("a||") == ("a\x1f", "")
    assert spelled.apply_front("a|||") == ("a\x1f", "|")
    assert spelled.apply('a||b\\"') == "a\x1fb" + spelled.apply('\\"')


@pytest.mark.parametrize("block_size", [1, 1 << 20])
@pytest.mark.parametrize("value", ["山\x1f田", '"山\x1f田"', '"山||\x1f田"'])
def test_the_character_that_stands_for_a_delimiter_is_a_control_character_in_a_value(
    read: Reading, person: Layout, value: str, block_size: int
) -> None:
    data = f"番号||氏名||生年月日\r\n0001||{value}||19800101\r\n0002||鈴木\x1f19800101\r\n"

    found = read(data, person, block_size=block_size, **{**AGREED, "encoding": "utf-8", "delimiter": "||"})

    assert [row[0] for row in found.rows] == ["0001"]
    assert [(a.record, a.item) for a in found.of("F05")] == [(1, "氏名")]
    assert [r.record for r in found.rejected] == [2]
