"""Since when and until when: which rows of a table hold in one edition."""

from __future__ import annotations

from collections.abc import Sequence

from chukan.layouts.codes import CodeValue
from chukan.layouts.model import Item


def applies(editions: Sequence[str], edition: str, since: str | None, until: str | None) -> bool:
    """Return True when an edition lies within since and until; an unknown one (a finding of its own) limits nothing.

    Args:
        editions: The pack's editions, oldest first.
        edition: One of them.
        since: The first edition of a row; None = the oldest.
        until: The last one; None = the newest.
    """
    rank = editions.index(edition)
    after = since not in editions or editions.index(since) <= rank
    before = until not in editions or rank <= editions.index(until)
    return after and before


def together(one: Item | CodeValue, other: Item | CodeValue, editions: Sequence[str]) -> bool:
    """Return True when two rows stand in one edition.

    Args:
        one: A row.
        other: Another.
        editions: The pack's editions, oldest first.
    """
    return any(
        applies(editions, e, one.since, one.until) and applies(editions, e, other.since, other.until) for e in editions
    )
