"""One wording for every view."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.reports import labels


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
        ("delimiter", "\x1f", "␟"),
    ],
)
def test_agreements_in_words(key: str, value: Any, shown: str) -> None:
    assert labels.agreed(key, value) == shown
