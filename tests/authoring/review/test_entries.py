"""What a cell of a correction means."""

from __future__ import annotations

import pytest

from chukan.authoring import labels
from chukan.authoring.review.entries import Mistake, day_of, value_of


@pytest.mark.parametrize(("word", "kind"), [(word, kind) for kind, word in labels.TYPES.items()])
def test_types_are_read_by_their_words(word: str, kind: str) -> None:
    assert value_of("正しい型", word) == kind


@pytest.mark.parametrize(
    ("heading", "text", "value"),
    [
        ("正しい型", "整数(負も可)", "S9"),
        ("正しい必須", "条件付き必須", "conditional"),
        ("正しい桁数", "１５", 15),
        ("正しい桁数", "なし", None),
        ("正しいキー", "なし", None),
        ("正しい小数桁", "0", 0),
        ("正しいコード", "０１", "０１"),  # a code is kept as it is
        ("正しい項目名", "氏名 （漢字）", "氏名 （漢字）"),
    ],
)
def test_values(heading: str, text: str, value: object) -> None:
    assert value_of(heading, text) == value


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("正しい桁数", "-1"),
        ("正しい桁数", "1.5"),
        ("正しい小数桁", "なし"),
        ("正しい型", "X"),
        ("正しい項目名", "甲|乙"),
    ],
)
def test_what_means_nothing(heading: str, text: str) -> None:
    with pytest.raises(Mistake):
        value_of(heading, text)


def test_days() -> None:
    assert day_of("令和元年5月1日") == "2019-05-01"
    assert day_of("2026-11-29T00:00:00") == "2026-11-29"
    with pytest.raises(Mistake):
        day_of("2026")
