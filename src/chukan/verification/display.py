"""What a finding shows of a value, and how much of it: a value of megabytes must not fill the reports.

A file in which everything is wrong has a hundred thousand findings that say the same of shapes that are the same: each text is
kept once.
"""

from __future__ import annotations

import sys

from chukan.layouts.model import Item
from chukan.values.masking import displayed, without_my_numbers

LONGEST = 400
"""Characters of a value, or of a message that quotes one."""


def display(value: str, item: Item | None, *, show: bool) -> str:
    """Return the value when it may be shown, else its shape; of a very long one only the beginning.

    Args:
        value: The value as it is in the file.
        item: The item; None = the column has none.
        show: True when the user asked for values.
    """
    if len(value) <= LONGEST or (item is not None and item.is_secret):
        return sys.intern(displayed(value, item, show=show))
    head = displayed(value[: 2 * LONGEST], item, show=show) if show else displayed(value[:LONGEST], item, show=show)
    return head[:LONGEST] + "…"


def truncate(message: str) -> str:
    """Return a message without 個人番号, cut where a very long value made it long."""
    message = without_my_numbers(message[: 2 * LONGEST])
    return sys.intern(message if len(message) <= LONGEST else message[:LONGEST] + "…")
