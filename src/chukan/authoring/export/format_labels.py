"""What the formats of items mean, for people who read a table of them."""

from __future__ import annotations

from collections.abc import Iterable

from chukan.layouts.model import Layout
from chukan.values.formats import FORMATS


def formats_used(layouts: Iterable[Layout]) -> list[tuple[str, str]]:
    """Return (format, what it means) for the formats that some item has, in the order of docs/packs.md.

    Ranges explain themselves last, as one line.
    """
    tokens = {token for layout in layouts for item in layout.items for token in item.formats}
    used = [(name, declared.meaning) for name, declared in FORMATS.items() if name in tokens]
    return used + ([("a..b", "a 以上 b 以下の数")] if any(".." in token for token in tokens) else [])
