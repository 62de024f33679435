"""What vendors' dialects need: sep=, comments, overpunched signs, dates of eras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]
AGREED = {"format": "csv", "encoding": "cp932", "newline": "crlf", "header": True}


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\r\n"])
def test_excels_own_line(read: Reading, person: Layout, line: str) -> None:
    found = read(line + "番号;氏名;生年月日\r\n0001;山田;19800101\r\n", person, **AGREED)

    assert found.rows == [("0001", "山田", "19800101")]
    assert found.facts.delimiter == ";"
    (anomaly,) = found.of("F06")
    assert (anomaly.severity, anomaly.line) == ("warning", 1)
    assert found.rules == ["F06"]


@pytest.mark.parametrize("block_size", [1, 1 << 20])
def test_comment_lines(read: Reading, person: Layout, block_size: int) -> None:
    data = '# it\'s "a title\r\n番号,氏名,生年月日\r\n0001,山田,19800101\r\n#0002,"x\r\n0003,鈴木,19800101\r\n# end\r\n'

    found = read(data, person, comment="#", block_size=block_size, **AGREED)

    assert [row[0] for row in found.rows] == ["0001", "0003"]
    assert found.lines == [3, 5]
    assert found.anomalies == []


@pytest.mark.parametrize("form", ["csv", "fixed"])
def test_overpunched_signs(read: Reading, layout_of: Callable[..., Layout], form: str) -> None:
    layout = layout_of(Item(no=1, item="額", type="S9", length=6), Item(no=2, item="率", type="9V", length=4, scale=2))
    rows = [("01234}", "01234E"), ("00012R", "000001"), ("00000{", "00001A")]
    head, mark = ("額,率\r\n", ",") if form == "csv" else ("", "")
    data = head + "".join(f"{a}{mark}{b}\r\n" for a, b in rows)
    agreed = {
        **AGREED,
        "format": form,
        "header": form == "csv",
        "overpunch": True,
        "implied_point": True,
        "padding": {"number": "left_zero"},
    }

    found = read(data, layout, **agreed)

    assert found.rows == [("-12340", "123.45"), ("-129", "0.01"), ("0", "0.11")]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("5030401", "20210401"),
        ("3640107", "19890107"),
        ("3640108", "3640108"),
        ("4310501", "4310501"),
        ("", ""),
        ("9999999", "9999999"),
    ],
)
def test_dates_of_eras(read: Reading, person: Layout, written: str, read_as: str) -> None:
    found = read(f"番号,氏名,生年月日\r\n1,山田,{written}\r\n", person, dates="gyymmdd", **AGREED)

    assert found.rows == [("1", "山田", read_as)]
    assert found.facts.dates == "yyyymmdd"


def test_what_cannot_be_agreed_on() -> None:
    for wrong in (
        {"escape": "\\", "encoding": "cp932"},
        {"escape": "\\"},
        {"escape": "/", "encoding": "utf-8"},
        {"delimiter": '"x'},
        {"delimiter": "123456789"},
        {"comment": ""},
        {"comment": '"'},
    ):
        with pytest.raises(ValueError, match=r"escape|区切り|comment"):
            Agreement.model_validate(wrong)
