"""Parsing the cell of a type: a word, a PICTURE or SQL type with its length, or a class of characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from chukan.authoring.workbook.cell_words import CHARACTER_CLASSES, NEAREST_TYPES, TYPES
from chukan.authoring.workbook.grid import folded
from chukan.layouts.model import DECIMAL_TYPES, NUMBER_TYPES, ItemType

_PICTURE = re.compile(
    r"(?:pic(?:ture)?(?:is)?)?(?P<sign>s)?(?P<base>[9xnagk])(?:\((?P<size>[0-9]+)\)|(?P<more>(?P=base)*))"
    r"(?:v(?:9\((?P<scale>[0-9]+)\)|(?P<nines>9+)))?(?P<usage>comp(?:utational)?(?:-?[0-9])?|packed(?:-decimal)?|binary)?\.?"
)
_SIZED = re.compile(
    r"(?P<base>n?varchar2|[^0-9()]+)\(?(?P<size>[0-9]+)(?:[,.](?P<scale>[0-9]+))?(?:桁|文字|字|char|byte)?\)?(?:以内|以下|まで|固定|可変)?"
)
_WITHIN = re.compile(
    r"(?P<base>[^0-9()]*)\(?(?P<size>[0-9]+)桁?[(,、]*(?:うち|内)小数(?:部|点以下)?(?P<scale>[0-9]+)桁?\)*"
)
_OCCURS = re.compile(r"(?P<type>.+?),?occurs(?P<times>[0-9]+)(?:times)?\.?")
_REMARKED = re.compile(r"(?P<base>[^()]+)\((?P<remark>[^()]+)\)")
_OF_PICTURE = {"9": "9", "x": "X", "a": "X", "n": "N", "g": "N", "k": "N"}
_SQL_NUMBERS = frozenset({"decimal", "numeric", "number"})
_SAYS_NOTHING = frozenset({"可変", "可変長", "固定", "固定長", "型", "符号なし"})
_DATES: dict[str, tuple[ItemType, int]] = {
    "yyyymmdd": ("DATE", 8),
    "yyyy-mm-dd": ("DATE", 10),
    "yyyy/mm/dd": ("DATE", 10),
    "yyyymm": ("YM", 6),
    "yyyy-mm": ("YM", 7),
    "yyyy": ("YEAR", 4),
}


@dataclass(frozen=True, slots=True)
class TypeCell:
    """A type, and the length where the cell holds that too (``X(15)``).

    Attributes:
        type: None = the word is not known.
        length: In characters; None = the cell has none.
        scale: Digits after the point.
        formats: What the cell says of the characters (半角数字 = ``digits``).
        remark: Why the type is only the nearest one; "" = it is exact.
        lost: Part of the cell has no place in a layout.
        repeat: How often the item occurs, where the cell says that too (``X(10) OCCURS 3``); "" = once.
    """

    type: ItemType | None
    length: int | None = None
    scale: int = 0
    formats: tuple[str, ...] = ()
    remark: str = ""
    lost: bool = False
    repeat: str = ""


def read_type(text: str, more: Mapping[str, ItemType]) -> TypeCell:
    """Parse the cell of a type.

    Args:
        text: The cell: ``X``, ``半角数字``, ``9(8)V9(2)``, ``VARCHAR2(20)``, ``文字列（全角カナ）``.
        more: Further words for types, from the mapping file; they come first.

    Returns:
        The type, and the length in brackets if there is one; ``type`` is None for an unknown word.
    """
    word = folded(text)
    own = {folded(k): v for k, v in more.items()}
    if word in own:
        return TypeCell(own[word])
    if m := _OCCURS.fullmatch(word):
        return replace(read_type(m["type"], more), repeat=m["times"])
    found = _word(word) or _picture(word) or _sized(word, own) or _within(word) or _remarked(word, own)
    return found or TypeCell(None)


def with_decimals(kind: ItemType) -> ItemType:
    """Return the type of the same numbers with digits after the point; any other type as it is."""
    decimals: dict[ItemType, ItemType] = {"9": "9V", "S9": "S9V"}
    return decimals.get(kind, kind)


def picture_of_date(words: str) -> tuple[ItemType, int] | None:
    """Return the type and length that a written form of dates means (``YYYYMMDD``); None without one.

    Args:
        words: What a workbook says of an item.
    """
    found = re.findall(r"(?<![a-z])yyyy(?:[-/]?mm(?:[-/]?dd)?)?(?![a-z])", folded(words))
    return _DATES[found[0]] if len(set(found)) == 1 else None


def _word(word: str) -> TypeCell | None:
    if word in CHARACTER_CLASSES:
        kind, formats = CHARACTER_CLASSES[word]
        return TypeCell(kind, formats=formats)
    if word in TYPES:
        return TypeCell(TYPES[word])
    if word in NEAREST_TYPES:
        kind, remark = NEAREST_TYPES[word]
        return TypeCell(kind, remark=remark)
    return None


def _picture(word: str) -> TypeCell | None:
    m = _PICTURE.fullmatch(word)
    if m is None or (m["base"] in "kga" and not m["size"]) or (m["sign"] and m["base"] != "9"):
        return None
    scale = int(m["scale"] or 0) or len(m["nines"] or "")
    if scale and m["base"] != "9":
        return None
    size = int(m["size"]) if m["size"] else 1 + len(m["more"]) if m["more"] or scale else None
    kind = cast("ItemType", "S9" if m["sign"] else _OF_PICTURE[m["base"]])
    kind = with_decimals(kind) if scale else kind
    remark = ""
    if m["usage"]:
        remark = f"{m['usage'].upper()} は項目定義に持てません。移行ファイルでの形（ゾーン・パック・文字）を相手の事業者に確かめてください。"
    return TypeCell(kind, size, scale, remark=remark, lost=bool(m["usage"]))


def _sized(word: str, own: Mapping[str, ItemType]) -> TypeCell | None:
    m = _SIZED.fullmatch(word)
    base = _base(m["base"], own) if m else None
    if m is None or base is None:
        return None
    size, scale = int(m["size"]), int(m["scale"] or 0)
    if m["base"] in _SQL_NUMBERS:  # (precision, scale): all digits, and those after the point
        return TypeCell("9V" if scale else "9", size - scale, scale) if size > scale else None
    if scale and base.type not in DECIMAL_TYPES:
        return None
    return replace(base, length=size, scale=scale)


def _within(word: str) -> TypeCell | None:
    """``数値8桁（うち小数2桁）``: all digits, and those after the point."""
    m = _WITHIN.fullmatch(word)
    base = _word(m["base"]) if m else None
    if m is None or base is None or base.type not in NUMBER_TYPES or int(m["scale"]) >= int(m["size"]):
        return None
    return TypeCell(with_decimals(base.type), int(m["size"]) - int(m["scale"]), int(m["scale"]))


def _base(word: str, own: Mapping[str, ItemType]) -> TypeCell | None:
    return TypeCell(own[word]) if word in own else _word(word)


def _remarked(word: str, own: Mapping[str, ItemType]) -> TypeCell | None:
    """``文字列（全角カナ）``: the words in brackets name the characters."""
    m = _REMARKED.fullmatch(word)
    base = _base(m["base"], own) if m else None
    if m is None or base is None:
        return None
    said, is_text = m["remark"], base.type in ("X", "N", "XN")
    more = _word(said)
    date = picture_of_date(said) if base.type == "DATE" else None
    if date:
        return TypeCell(*date)
    if said in ("固定", "固定長") and is_text:
        return replace(base, formats=("fixed",))
    if more is not None and (is_text or (more.formats and base.type == "9")):
        return more  # 数値 of 半角数字 is a string of digits: a telephone number begins with a zero
    if more is not None or said in _SAYS_NOTHING:
        return base
    return replace(base, remark=f"型の「{said}」は取り込んでいません。", lost=True)
