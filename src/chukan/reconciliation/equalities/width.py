"""Half and full width."""

# ruff: noqa: ARG002, D102 - the base says what the overridden members mean

from __future__ import annotations

import unicodedata
from functools import cache
from typing import ClassVar, Literal

import pyarrow as pa

from chukan.layouts.model import Item
from chukan.reconciliation.equalities.base import Column, Normaliser, rewritten
from chukan.values.kernels import boolean, contains_any, table

_FULL_ASCII = (0xFF01, 0xFF5E)
_FULL_BLANK = 0x3000
_HALF_KANA = (0xFF61, 0xFF9F)
_MARKS = "\uff9e\uff9f"


class Width(Normaliser):
    """Values that differ only in the width of letters, digits, signs, blanks and kana.

    Only these: a kanji in another form is another character, whatever a Unicode normalisation would make of it.
    """

    label: ClassVar[str] = "全角・半角"

    kind: Literal["width"] = "width"

    @classmethod
    def fits(cls, item: Item) -> bool:
        return item.is_text and not item.is_secret

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return letters, digits, signs and blanks in half width, kana in full width; see the base."""
        found = contains_any(values, table((_FULL_ASCII, _HALF_KANA, (_FULL_BLANK, _FULL_BLANK))))
        return values if found is None else rewritten(values, boolean(found), one_width)


def one_width(text: str) -> str:
    """Return a text with letters, digits, signs and blanks in half width and kana in full width.

    Args:
        text: any text.
    """
    found: list[str] = []
    for character in text:
        if character in _MARKS and found and (joined := _joined(found[-1], character)):
            found[-1] = joined
        else:
            found.append(_forms().get(character, character))
    return "".join(found)


def _joined(before: str, mark: str) -> str:
    """Return a kana with its mark (カ and ﾞ: ガ) as one character; "" where there is none."""
    one = unicodedata.normalize("NFC", before + ("\u3099" if mark == _MARKS[0] else "\u309a"))
    return one if len(one) == 1 else ""


@cache
def _forms() -> dict[str, str]:
    forms = {chr(code): chr(code - 0xFEE0) for code in range(_FULL_ASCII[0], _FULL_ASCII[1] + 1)}
    forms[chr(_FULL_BLANK)] = " "
    kana = (chr(code) for code in range(_HALF_KANA[0], _HALF_KANA[1] + 1))
    forms |= {c: unicodedata.normalize("NFKC", c) for c in kana if c not in _MARKS}
    return forms | {_MARKS[0]: "\u309b", _MARKS[1]: "\u309c"}
