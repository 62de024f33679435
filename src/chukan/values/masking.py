"""The shape of a value, for those who must not see the value."""

from __future__ import annotations

import re
from itertools import groupby

from chukan.layouts.model import Item

HIDDEN = "（個人番号は表示しません）"

_CLASSES = (
    ("9", re.compile("[0-9０-９]")),
    ("A", re.compile("[A-Za-zＡ-Ｚａ-ｚ]")),
    ("あ", re.compile("[\u3041-\u309f]")),
    ("ア", re.compile("[\u30a1-\u30fa\u30fc-\u30ff]")),
    ("ｱ", re.compile("[\uff66-\uff9f]")),
    ("漢", re.compile("[々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    ("外", re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")),
    (" ", re.compile(" ")),
    ("□", re.compile("\u3000")),
)
_LONG = 4


def masked(value: str, item: Item | None = None) -> str:
    """Return the shape of a value: 漢 あ ア ｱ A 9, blanks as they are (□ full-width), 外 gaiji, ＊ the rest.

    More than four of a kind in a row are counted: ``漢×12``.

    Args:
        value: as it is in the file.
        item: its item; a secret one has no shape either, only the sentence `HIDDEN`.
    """
    if item is not None and item.is_secret:
        return HIDDEN
    parts = []
    for kind, run in groupby(_kind(c) for c in value):
        count = sum(1 for _ in run)
        parts.append(f"{kind}×{count}" if count > _LONG else kind * count)
    return "".join(parts)


def displayed(value: str, item: Item | None, *, show: bool) -> str:
    """Return the value when it may be shown, else its shape; 個人番号 never, whatever is asked.

    Args:
        value: The value as it is in the file.
        item: The item; None = the column has none.
        show: True when the user asked for values.
    """
    if item is not None and item.is_secret:
        return HIDDEN
    return value if show else masked(value, item)


def _kind(character: str) -> str:
    for kind, pattern in _CLASSES:
        if pattern.fullmatch(character):
            return kind
    return "＊"
