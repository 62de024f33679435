from __future__ import annotations

import pytest

from chukan.expressions.describe import describe
from chukan.expressions.parsing import take_apart


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("種別 = '1' AND 日 IS NOT NULL", "種別 = '1' かつ 日に値がある"),
        ("種別 <> '1' OR 日 IS NULL", "種別 ≠ '1' または 日が空"),
        ("(種別 = '1'\n OR 日 IS NULL) AND 数 >= 3", "(種別 = '1' または 日が空) かつ 数 >= 3"),
        ("種別 = 'A OR B'", "種別 = 'A OR B'"),
        ("数 BETWEEN 1 AND 3", "数 BETWEEN 1 AND 3"),
        ("種別 NOT IN ('1', '2')", "種別 NOT IN ('1', '2')"),
        ("日 >= DATE '2015-10-05' -- 番号法", "日 >= DATE '2015-10-05'"),
    ],
)
def test_a_condition_in_words(text: str, words: str) -> None:
    assert describe(take_apart(text)[1]) == words
