"""Delimiter and date form, from what the beginning of a file shows."""

from __future__ import annotations

import pytest

from chukan.intake.opening.dialect import date_form_of, delimiter_of


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
