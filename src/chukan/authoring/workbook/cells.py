"""Parsing single cells of an item table: type, length, requirement, mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from chukan.authoring.workbook.grid import folded
from chukan.authoring.workbook.headings import BLANKS, MARKS, NEAREST_TYPES, REQUIREMENTS, TYPES
from chukan.layouts.model import DECIMAL_TYPES, ItemType, Requirement

_COBOL = re.compile(r"(s?9|x|n)\(([0-9]+)\)(?:v(?:9\(([0-9]+)\)|(9+)))?")
_LENGTH = re.compile(r"([0-9]+)(?:[,.、・v]([0-9]+))?(?:桁|文字|字|以内|固定|byte|バイト)*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_CODE = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{1,10}"
_PAIR = re.compile(rf"\s*({_CODE})\s*[:：=＝]\s*(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class TypeCell:
    """A type, and the length where the cell holds that too (``X(15)``).

    Attributes:
        type: None = the word is not known.
        length: In characters; None = the cell has none.
        scale: Digits after the point.
        remark: Why the type is only the nearest one; "" = it is exact.
    """

    type: ItemType | None
    length: int | None = None
    scale: int = 0
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LengthCell:
    """A length, its digits after the point, and what is odd about it.

    Attributes:
        length: In characters or digits; None = none.
        scale: Digits after the point.
        remark: What is odd about the cell; "" = nothing.
    """

    length: int | None
    scale: int = 0
    remark: str = ""


def read_type(text: str, more: Mapping[str, ItemType]) -> TypeCell:
    """Parse the cell of a type.

    Args:
        text: The cell.
        more: Further words for types, from the mapping file; they come first.

    Returns:
        The type, and the length in brackets if there is one; ``type`` is None for an unknown word.
    """
    word = folded(text)
    own = {folded(k): v for k, v in more.items()}
    if word in own:
        return TypeCell(own[word])
    if word in TYPES:
        return TypeCell(TYPES[word])
    if word in NEAREST_TYPES:
        kind, remark = NEAREST_TYPES[word]
        return TypeCell(kind, remark=remark)
    if m := _COBOL.fullmatch(word):
        scale = int(m[3]) if m[3] else len(m[4] or "")
        base = TYPES[m[1]]
        return TypeCell(with_decimals(base) if scale else base, int(m[2]), scale)
    return TypeCell(None)


def read_length(text: str, kind: ItemType) -> LengthCell:
    """Parse the cell of a length; for decimals it is ``n,m``.

    Args:
        text: The cell: ``15``, ``13,2``, ``15桁``; a comma in ``1,000`` groups thousands where the type has no scale.
        kind: The item's type.

    Returns:
        Length and scale in characters or digits; ``length`` is None where the cell is blank or not a length, and ``remark`` has the reason.
    """
    word = folded(text)
    if word in BLANKS:
        return LengthCell(None)
    if kind in ("X", "N", "XN", "9", "S9", "BLOB") and _THOUSANDS.fullmatch(word):
        return LengthCell(int(word.replace(",", "")))
    m = _LENGTH.fullmatch(word)
    if m is None:
        return LengthCell(None, remark=f"桁数「{text}」を読めません")
    remark = ""
    if m[2] and kind in ("9", "S9"):
        remark = f"整数の型ですが、桁数が「{text}」です。{with_decimals(kind)}（小数）として取り込みました"
    elif m[2] and kind not in DECIMAL_TYPES:
        return LengthCell(None, remark=f"桁数「{text}」は型 {kind} では読めません")
    elif kind in DECIMAL_TYPES and not m[2]:
        remark = f"{kind} ですが、桁数「{text}」に小数部がありません（n,m の形で書かれていないか、Excel が「,」を消しました）"
    return LengthCell(int(m[1]), int(m[2] or 0), remark)


def with_decimals(kind: ItemType) -> ItemType:
    """Return the type of the same numbers with digits after the point; any other type as it is."""
    decimals: dict[ItemType, ItemType] = {"9": "9V", "S9": "S9V"}
    return decimals.get(kind, kind)


def read_requirement(text: str, more: Mapping[str, Requirement]) -> Requirement | None:
    """Parse the cell of a requirement.

    Args:
        text: The cell.
        more: Further words for requirements, from the mapping file; they come first.

    Returns:
        The requirement, or None for an unknown word.
    """
    own = {folded(k): v for k, v in more.items()}
    word = folded(text)
    return own.get(word) or REQUIREMENTS.get(word) or REQUIREMENTS.get(re.sub(r"\(.*?\)|※.*", "", word))


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
    return 0 if word in MARKS else None


def is_mark(text: str) -> bool:
    """Return True for ○ and the marks that mean the same."""
    return folded(text) in MARKS


def is_blank(text: str) -> bool:
    """Return True for an empty cell, and for the marks that mean the same."""
    return folded(text) in BLANKS


def read_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Code values written into a cell, ``0:不明 1:男``, one a line or apart by blanks; () when it is not that."""
    lines = [line for line in re.split(r"[\n、;；]|\s{2,}", text) if line.strip()]
    if len(lines) == 1:
        lines = [part for part in re.split(rf"\s+(?={_CODE}\s*[:：=＝])", text.strip()) if part]
    pairs = [_PAIR.fullmatch(line) for line in lines]
    if len(pairs) < 2 or not all(pairs):
        return ()
    return tuple((unicodedata.normalize("NFKC", m[1]), m[2]) for m in pairs if m)
