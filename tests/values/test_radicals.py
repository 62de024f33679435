"""Radicals and the kanji that people mean."""

from __future__ import annotations

import pytest

from chukan.values.radicals import plain_kanji


@pytest.mark.parametrize(
    ("radical", "plain"),
    [
        ("⻑", "長"),
        ("⻄", "西"),
        ("⻘", "青"),
        ("⼾", "戸"),
        ("⿊", "黒"),
        ("⼀", "一"),
        ("⾼", "高"),
        ("長", None),
        ("⺇", None),
    ],
)
def test_plain_kanji(radical: str, plain: str | None) -> None:
    assert plain_kanji(radical) == plain
