"""Parsing single cells of an item table: length, requirement, mark. Types are in `item_types`, code values in `pairs`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chukan.authoring.workbook.cell_words import BLANKS, MARKS, REQUIREMENTS
from chukan.authoring.workbook.grid import folded
from chukan.authoring.workbook.item_types import with_decimals
from chukan.layouts.model import DECIMAL_TYPES, ItemType, Requirement

_BYTE = re.compile(r"byte|バイト")
_LENGTH = re.compile(
    r"(?:最大|max|上限|全角|半角)*([0-9]+)(?:[,.、・v]([0-9]+))?(?:桁|文字|字|以内|以下|まで|固定|可変|最大|bytes?|バイト)*"
)
_PARTS = re.compile(r"(?:整数部?)([0-9]+)(?:桁)?[,、+・/]?(?:小数部?|小数点以下)([0-9]+)(?:桁)?")
_WITHIN = re.compile(r"([0-9]+)桁?[(,、]*(?:うち|内)小数(?:部|点以下)?([0-9]+)桁?\)*")
_RANGE = re.compile(r"([0-9]+)(?:桁|文字)?[~〜]([0-9]+)(?:桁|文字|字|bytes?|バイト)*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class LengthCell:
    """A length, its digits after the point, and what is odd about it.

    Attributes:
        length: In characters or digits; None = none.
        scale: Digits after the point.
        least: The shortest length that is allowed, where the cell has one (``11～13``).
        remark: What is odd about the cell; "" = nothing.
        in_bytes: The cell itself says that it counts bytes.
    """

    length: int | None
    scale: int = 0
    least: int | None = None
    remark: str = ""
    in_bytes: bool = False


def read_length(text: str, kind: ItemType) -> LengthCell:
    """Parse the cell of a length; for decimals it is ``n,m``.

    Args:
        text: The cell: ``15``, ``13,2``, ``整数部8 小数部2``, ``最大120``, ``11～13``; a comma in ``1,000`` groups thousands
            where the type has no scale.
        kind: The item's type.

    Returns:
        Length and scale in characters or digits; ``length`` is None where the cell is blank or not a length, and ``remark`` has the reason.
    """
    word = folded(text)
    if word in BLANKS:
        return LengthCell(None)
    word = word[1:-1] if re.fullmatch(r"\([^()]*\)", word) else word
    in_bytes = bool(_BYTE.search(word))
    if kind in ("X", "N", "XN", "9", "S9", "BLOB") and _THOUSANDS.fullmatch(word):
        return LengthCell(int(word.replace(",", "")))
    if found := _in_words(word, in_bytes=in_bytes):
        return found
    m = _PARTS.fullmatch(word) or _LENGTH.fullmatch(word)
    if m is None:
        return LengthCell(None, remark=f"桁数「{text}」を読めません")
    remark = ""
    if m[2] and kind in ("9", "S9"):
        remark = f"整数の型ですが、桁数が「{text}」です。{with_decimals(kind)}（小数）として取り込みました"
    elif m[2] and kind not in DECIMAL_TYPES:
        return LengthCell(None, remark=f"桁数「{text}」は型 {kind} では読めません")
    return LengthCell(int(m[1]), int(m[2] or 0), remark=remark, in_bytes=in_bytes)


def _in_words(word: str, *, in_bytes: bool) -> LengthCell | None:
    """Return the length of ``11～13`` and of ``8桁（うち小数2桁）``."""
    if m := _RANGE.fullmatch(word):
        return LengthCell(int(m[2]), least=int(m[1]), in_bytes=in_bytes)
    m = _WITHIN.fullmatch(word)
    if m is None or int(m[2]) >= int(m[1]):
        return None
    return LengthCell(int(m[1]) - int(m[2]), int(m[2]))


def read_requirement(text: str, more: Mapping[str, Requirement]) -> Requirement | None:
    """Parse the cell of a requirement.

    Args:
        text: The cell.
        more: Further words for requirements, from the mapping file or a legend; they come first.

    Returns:
        The requirement, or None for an unknown word.
    """
    own = {folded(k): v for k, v in more.items()}
    word = folded(text)
    bare = re.sub(r"\(.*?\)|※.*", "", word)
    return own.get(word) or own.get(bare) or REQUIREMENTS.get(word) or REQUIREMENTS.get(bare)


def read_key(text: str) -> int | None:
    """Parse the cell of a key.

    Returns:
        The number in the key, 0 for a bare mark, None for an item outside the key.
    """
    word = folded(text)
    if word in BLANKS:
        return None
    digits = re.sub(r"^(?:pk|主キー|キー|key)", "", word)
    if re.fullmatch(r"[0-9]+", digits):
        return int(digits)
    return 0 if word in MARKS or word in ("主キー", "キー", "key") else None


def is_mark(text: str) -> bool:
    """Return True for ○ and the marks that mean the same."""
    return folded(text) in MARKS


def is_blank(text: str) -> bool:
    """Return True for an empty cell, and for the marks that mean the same."""
    return folded(text) in BLANKS
