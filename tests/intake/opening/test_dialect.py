"""Delimiter and date form, from what the beginning of a file shows; what vendors' dialects need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chukan.agreement import Agreement
from chukan.intake.opening.dialect import date_form_of, delimiter_of
from chukan.layouts.model import Item, Layout

Reading = Callable[..., Any]
AGREED = {"format": "csv", "encoding": "cp932", "newline": "crlf", "header": True}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\nc,d", ","),
        ("a\tb,c\nd\te", "\t"),
        ("a|b\nc|d", "|"),
        ("a;b\nc;d", ";"),
        ('"a,b"|c\n"d,e"|f', "|"),
        ("a\nb", None),
        ('a;b;c\n1;山田;"一行目, 注\n二行目, 注\n三行目, 注"\n2;鈴木;"一, 二\n三, 四"\n', ";"),
        ('番号\t名称\t備考\r\n1\t東京\t"あ\nい\nう"\r\n2\t大阪\t"か\nき"\r\n3\t京都\t"さ\nし\nす\nせ"\r\n', "\t"),
        ("番号,名称,備考\r\n" + "".join(f'{i},"東京都{i},x\r\n' for i in range(10, 30)), ","),
        ("最新更新,2020/3/8\n番号;名称;備考\n1;a;b\n2;a;b\n3;a;b\n4;c;d\n", ";"),
    ],
)
def test_delimiter(text: str, expected: str | None) -> None:
    assert delimiter_of(text.encode(), '"', None, whole=True) == expected


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
    assert date_form_of(values) == expected


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
        ("9999999", "99999999"),
        ("0000000", "00000000"),
        ("3500000", "19750000"),
        ("3500431", "3500431"),
        ("1050101", "1050101"),
        ("99999999", "99999999"),
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


@pytest.mark.parametrize("delimiter", ["\t", "|", ";"])
def test_the_layouts_names_settle_the_delimiter_below_many_titles(
    read: Reading, person: Layout, delimiter: str
) -> None:
    lines = ["表題, その他"] * 9 + [delimiter.join(row) for row in (("番号", "氏 名", "生年月日"), ("1", "山田", ""))]

    found = read("".join(f"{line}\r\n" for line in lines), person, encoding="cp932")

    assert found.rows == [("1", "山田", "")]
    assert found.facts.skipped == 9
