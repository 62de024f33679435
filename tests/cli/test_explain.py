"""`chukan explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chukan.rules.catalogue import RULES

Chukan = Callable[..., Any]


@pytest.mark.parametrize("rule", ["V05", "v05"])
def test_a_rule_in_words(chukan: Chukan, rule: str) -> None:
    answer = chukan("explain", rule)

    assert answer.code == 0
    for words in ("V05", RULES["V05"].title, RULES["V05"].why, "エラー"):
        assert words in answer.out


def test_as_json(chukan: Chukan) -> None:
    answer = chukan("explain", "V05", "--json")

    assert json.loads(answer.out)["id"] == "V05"


def test_an_unknown_rule_names_the_nearest(chukan: Chukan) -> None:
    answer = chukan("explain", "V05x")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "chukan: 検査項目「V05x」はありません\n次の一手: 「V05」ではありませんか。\n"
