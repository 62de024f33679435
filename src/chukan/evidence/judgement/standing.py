"""What a business, a member or the group stands as, from best to worst, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Standing = Literal["met", "planned", "granted", "exempt", "ask", "decision", "not_met"]

STANDING_JA: dict[Standing, str] = {
    "met": "満たす",
    "planned": "申告（予定）",
    "granted": "免除（機構の決定あり）",
    "exempt": "免除の申告（機構の審査による）",
    "ask": "要確認",
    "decision": "機構の判断が必要",
    "not_met": "満たさない",
}
COUNTS_JA: dict[Standing, str] = {
    "met": "該当",
    "planned": "該当（予定）",
    "granted": "免除",
    "exempt": "免除の申告",
    "ask": "要確認",
    "decision": "機構の判断が必要",
    "not_met": "非該当",
}
"""Whether a business counts towards the two."""

_ORDER = tuple(STANDING_JA)


def worst_standing(standings: Iterable[Standing]) -> Standing:
    """Return the worst of some standings; "not_met" when there is none."""
    return max(standings, key=_ORDER.index, default="not_met")
