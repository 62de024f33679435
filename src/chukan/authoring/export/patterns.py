"""What a value may look like, as a regular expression that schema languages share; and what none of them can say."""

from __future__ import annotations

from collections import Counter

from chukan.layouts.body import DECLARATIONS
from chukan.layouts.declarations import Reference, RequiredWhen
from chukan.layouts.model import SIGNED_TYPES, Item, Layout
from chukan.values.formats import FORMATS, checked_formats

_HALF_KANA = "\uff61-\uff9f"
_BY_TYPE = {"X": f"[ -~{_HALF_KANA}]", "N": f"[^\\x00-\\x7f{_HALF_KANA}]"}
_ANY = "[^\\n]"


def pattern(item: Item) -> str | None:
    """Return a regular expression (no anchors) that every good value of an item matches whole; None when any text will do.

    Lengths are in it for numbers, dates and fixed texts; for other texts see `limit`.
    """
    if item.is_number:
        return _number(item)
    if item.type in ("DATE", "YM", "YEAR", "TIME"):
        return _date(item)
    declared = [FORMATS[token] for token in item.formats if token in FORMATS]
    if whole := next((known.pattern for known in declared if known.pattern), None):
        return whole
    characters = next((f"[{known.allowed}]" for known in declared if known.allowed), _BY_TYPE.get(item.type))
    if item.has("fixed") and item.length and item.is_text:
        return f"{characters or _ANY}{{{item.length}}}"
    return f"{characters}+" if characters else None


def limit(item: Item) -> int | None:
    """Return the largest number of characters of a text; None for numbers and dates (their pattern has it)."""
    return item.length if item.is_text else None


def separated(item: Item) -> bool:
    """Return True for dates written with hyphens (length 10) and their like."""
    return item.length in ({"DATE": (10,), "YM": (7,), "TIME": (5, 8)}.get(item.type, ()))


def inexpressible(layout: Layout, *, references: bool = True) -> list[str]:
    """Return what no schema language of one table can say, in Japanese sentences.

    Args:
        layout: the layout.
        references: False where the language can name parents (Frictionless).
    """
    found: list[str] = []
    if names := [i.name for i in layout.items if checked_formats(i.formats)]:
        found.append(f"検査数字（V07）: {'、'.join(names)}")
    if any(i.type in ("DATE", "YM") for i in layout.items):
        found.append("存在しない日付・不詳日・和暦の扱い（V05・V06）")
    if conditional := [i.name for i in layout.items if i.required == "conditional"]:
        found.append(f"{RequiredWhen.checked_as}: {'、'.join(conditional)}")
    count = Counter(type(declaration) for declaration in layout.body.declarations)
    found += [
        kind.checked_as.format(count=count[kind])
        for kind in DECLARATIONS
        if count[kind] and kind.checked_as and kind is not RequiredWhen and (references or kind is not Reference)
    ]
    found.append("外字・文字集合・空白の検査（V09 から V12）、移行条件（文字コード・区切り・桁数の単位）")
    return found


def _number(item: Item) -> str:
    negative = item.type in SIGNED_TYPES or (item.range is not None and item.range[0] < 0)
    digits = f"[0-9]{{1,{item.length}}}" if item.length else "[0-9]+"
    if item.has("fixed") and item.length:
        digits = f"[0-9]{{{item.length}}}"
    decimals = f"(?:\\.[0-9]{{1,{item.scale}}})?" if item.scale else ""
    return f"{'-?' if negative else ''}{digits}{decimals}"


def _date(item: Item) -> str:
    gap = ("-" if item.type in ("DATE", "YM") else ":") if separated(item) else ""
    if item.type == "YEAR":
        return "[0-9]{4}"
    if item.type == "TIME":
        seconds = f"(?:{gap}[0-5][0-9])" + ("" if item.length == 6 else "?")
        return f"(?:[01][0-9]|2[0-3]){gap}[0-5][0-9]{seconds}"
    day = f"{gap}[0-9]{{2}}" if item.type == "DATE" else ""
    if item.has("unknown_date"):
        return f"[0-9]{{4}}{gap}[0-9]{{2}}{day}"
    return f"[0-9]{{4}}{gap}(?:0[1-9]|1[0-2]){f'{gap}(?:0[1-9]|[12][0-9]|3[01])' if day else ''}"
