"""Which formats there are, and what each is for (docs/packs.md, Formats)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chukan.layouts.model import Item

_RANGE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is for: the types, and the lengths when only some make sense."""

    types: frozenset[str]
    lengths: frozenset[int] = frozenset()


def _for(types: str, *lengths: int) -> Format:
    return Format(frozenset(types.split()), frozenset(lengths))


FORMATS: dict[str, Format] = {
    "kana": _for("N XN"),
    "kana_half": _for("X XN"),
    "person_name": _for("N XN"),
    "fixed": _for("X N XN 9"),
    "digits": _for("X"),
    "my_number": _for("X", 12),
    "corporate_number": _for("X", 13),
    "resident_code": _for("X", 11),
    "municipality_code": _for("X", 6),
    "insurer_number": _for("X", 6, 8),
    "late_elderly_number": _for("X", 8),
    "care_provider_number": _for("X", 10),
    "public_expense_number": _for("X", 7, 8),
    "pension_number": _for("X", 10),
    "residence_card": _for("X", 12),
    "postal_code": _for("X", 7, 8),
    "phone": _for("X"),
    "month_day": _for("X", 4),
    "unknown_date": _for("DATE YM YEAR"),
    "open_date": _for("DATE"),
    "amount": _for("9 S9 9V"),
    "personal": _for("X N XN 9 S9 9V DATE YM YEAR TIME BLOB"),
}


def wrong_format(item: Item, token: str) -> str | None:
    """Why a format does not suit an item, or None; "?" when there is no such format."""
    if m := _RANGE.fullmatch(token):
        if item.type not in ("9", "S9", "9V", "YEAR"):
            return f"範囲 {token} は数の項目のためのものです"
        return f"範囲 {token} の下限が上限より大きい" if float(m[1]) > float(m[2]) else None
    known = FORMATS.get(token)
    if known is None:
        return "?"
    if item.type not in known.types:
        return f"書式 {token} は型 {item.type} では使えません（使える型: {', '.join(sorted(known.types))}）"
    if known.lengths and item.length is not None and item.length not in known.lengths:
        lengths = "・".join(map(str, sorted(known.lengths)))
        return f"書式 {token} の桁数は {lengths} ですが、{item.length} です"
    return None
