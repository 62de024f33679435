"""One wording for every view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chukan.reports import labels
from chukan.verification.result import Verification


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("delimiter", "\t", "タブ"),
        ("header", True, "あり"),
        ("quoting", "all", "すべて"),
        ("quote", None, "なし"),
        ("unknown_dates", ["00000000", "99999999"], "00000000、99999999"),
        ("skip", {"first": 1, "last": 0}, "first: 1、last: 0"),
        ("encoding", "cp932", "cp932"),
        ("dates", {"era": "元号"}, "和暦（年月日は yymmdd、元号は列「元号」）"),
        ("dates", {"era": {"甲": "乙", "丙": "丁"}}, "和暦（年月日は yymmdd、元号は列「乙、丁」）"),
        ("delimiter", "\x1f", "␟"),
    ],
)
def test_agreements_in_words(key: str, value: Any, shown: str) -> None:
    assert labels.agreed(key, value) == shown


def test_a_pass_says_how_many_rules_it_was_reached_without(clean: Verification) -> None:
    ran = replace(clean, rules=tuple(replace(r, state="ran") for r in clean.rules))
    off = replace(ran, rules=tuple(replace(r, state="switched_off") if r.rule == "S01" else r for r in ran.rules))

    assert labels.verdict_means(off) == "エラーはありません。停止した検査項目 1 を除く判定です。"
    assert labels.verdict_means(ran) == "エラーはありません。検査項目はすべて実行しました。"


def test_versions_are_named_alike_everywhere() -> None:
    tool = {"name": "chukan", "version": "0.1.0", "duckdb": "2.0.0", "python": "3.11.7"}

    assert labels.engines(tool) == "chukan 0.1.0、duckdb 2.0.0、Python 3.11.7"
