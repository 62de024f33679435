"""How texts fit, scales, shades."""

from __future__ import annotations

import pytest

from chukan.output.charts import even_ticks, labelled, shade, short_number, text_width


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (999_999, 9.6, "999,999"),
        (1_234, 1.5, "1234"),
        (12_345, 1.5, "1.2万"),
        (99_499, 1.5, "9.9万"),
        (123_456, 1.5, "12万"),
        (99_999_999, 2.5, "10000万"),
        (34_800_000_000, 1.5, "348億"),
        (5 * 10**12, 1.5, "5.0兆"),
    ],
)
def test_a_number_fits_its_cell(value: int, width: float, text: str) -> None:
    short, shrunk = short_number(value, width)

    assert short == text
    assert text_width(short) * shrunk <= width + 1e-9


@pytest.mark.parametrize(
    ("largest", "ticks"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (21, [0, 5, 10, 15, 20, 25]), (1170, [0, 500, 1000, 1500])]
)
def test_scales_have_round_numbers(largest: int, ticks: list[int]) -> None:
    assert even_ticks(largest) == ticks


def test_labels_without_room_are_left_out_but_words_never() -> None:
    labels = ("〜1999", *(str(y) for y in range(2000, 2010)), "不明")

    assert [labels[n] for n in sorted(labelled(labels, 2.4))] == ["〜1999", "2002", "2005", "不明"]
    assert labelled(labels, 0.5) == set(range(12))


def test_the_larger_the_darker_and_always_legible() -> None:
    assert shade(0, 100, "#b3261e")[0] == "#f6f8fa"
    assert shade(100, 100, "#b3261e") == ("#b3261e", "#ffffff")
    assert shade(1, 100, "#b3261e")[1] != "#ffffff"
