"""L07: formats that do not suit an item's type or length (docs/packs.md, Formats)."""

from __future__ import annotations

import re

from chukan.layouts.model import Item
from chukan.values.formats import FORMATS

_RANGE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)")


def wrong_format(item: Item, token: str) -> str | None:
    """Return why a format does not suit an item, in Japanese; None when it does, "?" when there is no such format.

    Args:
        item: The item, with its type and length.
        token: The name of the format, as the pack writes it, or a range ``a..b``.
    """
    if m := _RANGE.fullmatch(token):
        if not item.is_number and item.type != "YEAR":
            return f"範囲 {token} は数の項目のためのものです"
        return f"範囲 {token} の下限が上限より大きい" if float(m[1]) > float(m[2]) else None
    known = FORMATS.get(token)
    if known is None:
        return "?"
    if item.type not in known.types:
        return f"書式 {token} は型 {item.type} では使えません（使える型: {', '.join(sorted(known.types))}）"
    if known.item_lengths and item.length is not None and item.length not in known.item_lengths:
        lengths = "・".join(map(str, known.item_lengths))
        return f"書式 {token} の桁数は {lengths} ですが、{item.length} です"
    return None
