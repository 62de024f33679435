"""The shape of a value, for those who must not see the value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from chukan.errors import nearest
from chukan.layouts.model import Item
from chukan.values.check_digits import MODULUS_11

MY_NUMBER_DIGITS = 12
HIDDEN = "（個人番号は表示しません）"

_CLASSES = (
    ("9", re.compile("[0-9]")),
    ("９", re.compile("[０-９]")),
    ("A", re.compile("[A-Za-z]")),
    ("Ａ", re.compile("[Ａ-Ｚａ-ｚ]")),
    ("あ", re.compile("[\u3041-\u309f]")),
    ("ア", re.compile("[\u30a1-\u30fa\u30fc-\u30ff]")),
    ("ｱ", re.compile("[\uff66-\uff9f]")),
    ("漢", re.compile("[々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    ("外", re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")),
    (" ", re.compile(" ")),
    ("□", re.compile("\u3000")),
)
#: More than four of a kind.
_RUN = re.compile(r"(.)\1{4,}")
#: Characters of a value whose shape is shown: a value may have millions.
_SHOWN = 1000
#: A name of so many characters that is so like an item's is a slip in it, and no value.
_NAME, _SLIP = 3, 0.75
_DIGIT = "[0-9０-９]"
_ANY_DIGIT = re.compile(_DIGIT)
#: Twelve digits that no further digit touches, with at most two blanks or signs between each two.
_TWELVE = re.compile(
    rf"(?<!{_DIGIT})(?=((?:{_DIGIT}[-‐‑‒–—―−－ｰー./・_ \u3000\u00a0]{{0,2}}){{11}}{_DIGIT})(?!{_DIGIT}))"
)
_TO_HALF = str.maketrans("０１２３４５６７８９", "0123456789")


def masked(value: str, item: Item | None = None) -> str:
    """Return the shape of a value: 漢 あ ア ｱ A Ａ 9 ９, blanks as they are (□ full-width), 外 gaiji, ＊ the rest.

    More than four of a kind in a row are counted: ``漢×12``. Of a very long value the beginning and the length are shown.

    Args:
        value: as it is in the file.
        item: its item; a secret one has no shape either, only the sentence `HIDDEN`.
    """
    if item is not None and item.is_secret:
        return HIDDEN
    shape = _RUN.sub(lambda run: f"{run[1]}×{len(run[0])}", "".join(map(_kind, value[:_SHOWN])))
    return f"{shape}…（全 {len(value):,} 文字）" if len(value) > _SHOWN else shape


def displayed(value: str, item: Item | None, *, show: bool) -> str:
    """Return the value when it may be shown, else its shape; 個人番号 never, whatever is asked.

    Args:
        value: The value as it is in the file.
        item: The item; None = the column has none.
        show: True when the user asked for values.
    """
    if item is not None and item.is_secret:
        return HIDDEN
    return without_my_numbers(value) if show else masked(value, item)


def without_my_numbers(text: str) -> str:
    """Return a text with ＊ for the digits of whatever is a 個人番号: in another column, in free text, in two widths.

    Every value and every message goes through it before anybody sees it (番号法: whatever was asked for). Twelve digits
    are one when their check digit fits, with blanks, hyphens and the like between them too.
    """
    if len(text) < MY_NUMBER_DIGITS or len(_ANY_DIGIT.findall(text)) < MY_NUMBER_DIGITS:
        return text
    hidden: set[int] = set()
    for found in _TWELVE.finditer(text):
        digits = "".join(c for c in found[1] if c.isdecimal()).translate(_TO_HALF)
        if MODULUS_11.fits(digits):
            hidden.update(at for at in range(found.start(1), found.end(1)) if text[at].isdecimal())
    return "".join("＊" if at in hidden else c for at, c in enumerate(text)) if hidden else text


def column_name(name: str, number: int, known: Iterable[str]) -> str:
    """Return what messages and results call a column that no layout knows: it may be a resident's record.

    Args:
        name: as the file has it.
        number: of the column, from 1.
        known: the names of the layout; what is nearly one of them is a slip in a name, and shown.
    """
    if len(name) >= _NAME and nearest(name, known, cutoff=_SLIP) is not None:
        return without_my_numbers(name)
    return f"{number} 列目（{masked(name)}）" if name else f"{number} 列目"


@lru_cache(maxsize=1 << 14)
def _kind(character: str) -> str:
    for kind, pattern in _CLASSES:
        if pattern.fullmatch(character):
            return kind
    return "＊"
