"""A mistake on the command line: what is wrong, and the next step, in the language of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Chukan = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "what", "then"),
    [
        (["chek"], "コマンド「chek」はありません", "「check」ではありませんか。"),
        (["check"], "「ファイル」が指定されていません", "--help で使い方を確かめてください。"),
        (
            ["check", "a.csv", "--agrement", "x"],
            "知らないオプション --agrement があります",
            "「--agreement」ではありませんか。",
        ),
        (
            ["check", "a.csv", "--limit", "0"],
            "--limit の値が正しくありません: 1 以上で指定してください",
            "--help で使い方を確かめてください。",
        ),
        (
            ["check", "a.csv", "--limit", "x"],
            "--limit の値が正しくありません: 整数で指定してください",
            "--help で使い方を確かめてください。",
        ),
        (["check", "a.csv", "--limit"], "--limit に値が指定されていません", "--help で使い方を確かめてください。"),
        (["explain", "V01", "b.csv"], "余分な引数があります: b.csv", "--help で使い方を確かめてください。"),
    ],
)
def test_in_japanese(chukan: Chukan, arguments: list[str], what: str, then: str) -> None:
    answer = chukan(*arguments)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"chukan: {what}\n次の一手: {then}\n"
