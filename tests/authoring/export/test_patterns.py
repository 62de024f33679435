"""What a value may look like, as a regular expression."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chukan.authoring.export.patterns import pattern
from chukan.layouts.model import Item


@pytest.mark.parametrize(
    ("fields", "good", "bad"),
    [
        ({"type": "9", "length": 3}, ["1", "012", "999"], ["", "1234", "-1", "1.0", "１", "1\n"]),
        ({"type": "S9", "length": 3}, ["-1", "999"], ["+1", "--1", "-"]),
        ({"type": "9V", "length": 3, "scale": 2}, ["1", "1.5", "999.99"], ["1.", "1.555", "-1", ".5"]),
        ({"type": "9V", "length": 3, "scale": 1, "format": "-5..5"}, ["-1.5"], ["--1"]),
        ({"type": "S9V", "length": 3, "scale": 2}, ["-1.5", "999.99", "-999.99"], ["1.", "-1.555", "+1", "1.5-"]),
        ({"type": "DATE", "length": 8}, ["20200229"], ["20201301", "2020-02-29", "00000000"]),
        ({"type": "DATE", "length": 10}, ["2020-02-29", "9999-12-31"], ["20200229", "2020-2-29"]),
        ({"type": "DATE", "length": 8, "format": "unknown_date"}, ["00000000", "19640000"], ["1964"]),
        ({"type": "YM", "length": 6}, ["202002"], ["202013", "2020-02"]),
        ({"type": "YEAR", "length": 4}, ["2020"], ["20", "令和2年"]),
        ({"type": "TIME", "length": 6}, ["235959"], ["240000", "2359", "23:59:59"]),
        ({"type": "TIME", "length": 8}, ["23:59:59", "23:59"], ["235959"]),
        ({"type": "X", "length": 5}, ["abc", "ｱｲｳ"], ["あ", "Ａ"]),
        ({"type": "N", "length": 5}, ["あＡ　"], ["a", "ｱ"]),
        ({"type": "X", "length": 5, "format": "fixed digits"}, ["01234"], ["1234", "012345", "abcde"]),
        ({"type": "XN", "length": 2, "format": "fixed"}, ["あa"], ["あ", "あaa"]),
        ({"type": "X", "length": 12, "format": "residence_card"}, ["AB12345678CD"], ["ab12345678cd", "AB1234567CD"]),
        ({"type": "N", "length": 9, "format": "kana"}, ["ヤマダ　ハナコー"], ["やまだ", "ﾔﾏﾀﾞ"]),
        ({"type": "X", "length": 4, "format": "month_day"}, ["0229"], ["1301", "0132"]),
    ],
)
def test_patterns(fields: dict[str, Any], good: list[str], bad: list[str]) -> None:
    form = pattern(Item.model_validate({"no": 1, "item": "甲", "required": "required", **fields}))

    assert form is not None
    assert [v for v in good if not re.fullmatch(form, v)] == []
    assert [v for v in bad if re.fullmatch(form, v)] == []
