"""Numbers and texts as every view displays them."""

from __future__ import annotations

import pytest

from chukan.output.text import display_width, listed, number, percent, safe_name, size, visible, wareki_day


@pytest.mark.parametrize(("value", "shown"), [(None, "—"), (0, "0"), (1234567, "1,234,567"), (-5, "-5")])
def test_numbers(value: int | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 バイト"),
        (999_999, "999,999 バイト"),
        (5_458_969, "5,458,969 バイト（約 5.5 MB）"),
        (3_200_000_000, "3,200,000,000 バイト（約 3.2 GB）"),
    ],
)
def test_sizes_are_exact(value: int, shown: str) -> None:
    assert size(value) == shown


def test_only_all_of_them_is_a_hundred_per_cent() -> None:
    assert [percent(*pair) for pair in ((99_999, 100_000), (7, 7), (0, 3), (0, 0), (1, 3))] == [
        99.9,
        100.0,
        0.0,
        0.0,
        33.3,
    ]


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
    assert visible(text) == shown


def test_long_texts_are_cut_and_say_so() -> None:
    assert visible("あ" * 400, 5) == "あああああ…（全 400 文字）"


def test_lists_are_shortened() -> None:
    assert listed(["い", "ろ", "は", "に"], 2) == "い、ろ ほか 2"
    assert listed(["い"], 2) == "い"


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("ｱﾞ", 2), ("漢字ab", 6), ("○×①", 6), ("葛\U000e0100飾", 4), ("", 0)]
)
def test_widths_are_those_of_japanese_fonts(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "name"), [("株式会社Ａ/Ｂ", "株式会社Ａ_Ｂ"), ('a<b>:"c', "a_b___c"), (" .", "_"), ("あ" * 50, "あ" * 40)]
)
def test_names_of_files_are_safe_on_windows_too(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", "令和8年11月23日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019-04-30", "2019年4月30日"),
        ("未定", "未定"),
    ],
)
def test_days_as_papers_write_them(text: str, day: str) -> None:
    assert wareki_day(text) == day
