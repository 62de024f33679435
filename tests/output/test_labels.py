"""One wording for every view."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.output import labels as words


@pytest.mark.parametrize(("value", "shown"), [(None, "—"), (0, "0"), (1234567, "1,234,567"), (-5, "-5")])
def test_numbers(value: int | None, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 バイト"),
        (1_048_575, "1,048,575 バイト"),
        (1_572_864, "1,572,864 バイト（約 1.5 MB）"),
        (3 << 30, "3,221,225,472 バイト（約 3.0 GB）"),
    ],
)
def test_sizes_are_exact(value: int, shown: str) -> None:
    assert words.size(value) == shown


def test_only_all_of_them_is_a_hundred_per_cent() -> None:
    assert [words.percent(*pair) for pair in ((99_999, 100_000), (7, 7), (0, 3), (0, 0))] == [99.9, 100.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("山田　花子", "山田　花子"),
        ("a\x00b\n", "a␀b␊"),
        ("\x7f\x85", "␡⟦U+0085⟧"),
        ("\U000f0081ア", "⟦81⟧ア"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("髙\ue000", "髙\ue000"),
        ("\ud800", "⟦U+D800⟧"),
    ],
)
def test_what_is_not_seen_is_shown_and_names_are_kept(text: str, shown: str) -> None:
    assert words.visible(text) == shown


def test_long_texts_are_cut_and_say_so() -> None:
    assert words.visible("あ" * 400, 5) == "あああああ…（全 400 文字）"


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
    assert words.agreed(key, value) == shown


def test_lists_are_shortened() -> None:
    assert words.listed(["い", "ろ", "は", "に"], 2) == "い、ろ ほか 2"
    assert words.listed(["い"], 2) == "い"
