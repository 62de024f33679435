"""Where Japanese lines may be broken (禁則)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

#: What begins no line, and what ends none.
_NEVER_FIRST = frozenset("、。，．・：；？！）」』】〕〉》］｝ー々ゃゅょっァィゥェォッャュョ…〜%,.:;?!)]}")
_NEVER_LAST = frozenset("（「『【〔〈《［｛([{")


def breaks(text: str, width: int) -> list[int]:
    """Return where a text is broken so that no line is wider than `width` cells.

    Args:
        text: One line.
        width: In half-width characters.

    Returns:
        The place of the first character of each line but the first.
    """
    return list(_breaks(text, max(width, 2)))


def _breaks(text: str, width: int) -> Iterator[int]:
    start = used = 0
    for at, character in enumerate(text):
        own = cells(character)
        if used + own <= width:
            used += own
            continue
        place = _place(text, start, at)
        yield place
        start, used = place, sum(map(cells, text[place : at + 1]))


def _place(text: str, start: int, end: int) -> int:
    """Return the best place to break before `end`: never before 。 or behind （, not within a word if that can be."""
    place = end
    while place > start + 1 and (text[place] in _NEVER_FIRST or text[place - 1] in _NEVER_LAST):
        place -= 1
    if place == start + 1 and end > place:
        return end  # a whole line of such signs
    space = text.rfind(" ", start + 1, place)
    within = text[place].isascii() and text[place - 1].isascii() and text[place] != " " and text[place - 1] != " "
    return space + 1 if within and space > start + (place - start) // 2 else place


def cells(character: str) -> int:
    """Return the width of a character: 2 = full width, 0 = it combines with the one before."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
