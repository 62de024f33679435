"""How numbers and texts are displayed: one wording for every view."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from chukan.values.damage import DAMAGE

#: Everything that would not be seen, or would turn text around: displayed as a sign or a code.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff\U000f0000-\U000f00ff]"
)
#: Characters that Windows allows in no file name.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME = 40
_REIWA = dt.date(2019, 5, 1)
"""First day of 令和 (平成31年政令第143号); its first year is written 元年."""


def number(value: int | None) -> str:
    """Return a whole number with thousands separators; "—" for None."""
    return "—" if value is None else f"{value:,}"


def size(value: int) -> str:
    """Return a number of bytes, exact, with a rounded unit beside it from 1 MB on."""
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if value >= unit:
            return f"{value:,} バイト（約 {value / unit:,.1f} {name}）"
    return f"{value:,} バイト"


def percent(part: int, whole: int) -> float:
    """Return per cent, rounded down to a tenth so that 100.0 means all; 0.0 of nothing."""
    return int(part * 1000 / whole) / 10 if whole else 0.0


def visible(text: str, limit: int = 300) -> str:
    """Return a text as people can see it: control characters as signs, undecodable bytes as ⟦81⟧, cut at `limit`."""
    cut = f"{text[:limit]}…（全 {len(text):,} 文字）" if len(text) > limit else text
    return _UNSEEN.sub(_sign, cut) if _UNSEEN.search(cut) else cut


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟦{code - DAMAGE:02X}⟧" if code >= DAMAGE else f"⟦U+{code:04X}⟧"


def listed(words: Sequence[str], limit: int = 3) -> str:
    """Join words; those beyond `limit` are only counted: あ、い、う ほか 2."""
    head = "、".join(words[:limit])
    return f"{head} ほか {len(words) - limit:,}" if len(words) > limit else head


def moment(text: str) -> str:
    """Return a time as people read it: of ISO with its offset the day and the time of day."""
    return text[:19].replace("T", " ")


def display_width(text: str) -> int:
    """Return the width of a text in half-width characters, as Japanese fonts draw it.

    Characters of ambiguous width (× ○ ▲ ① ※ …) count 2, unlike in a terminal (and in `rich.cells`, which counts 1):
    Yu Gothic and the like draw them full width, and a row that is made too low cuts its text.
    """
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=1 << 14)
def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):  # variation selectors of names take no room
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def safe_name(text: str) -> str:
    """Return a name as part of a file name, on Windows too; Japanese letters stay, 40 characters at most."""
    return _FORBIDDEN.sub("_", text).strip(" .")[:_LONGEST_NAME] or "_"


def wareki_day(text: str) -> str:
    """Return an ISO day as papers write it: 令和8年11月23日; days before 令和 by their year of the common era.

    Args:
        text: ``YYYY-MM-DD``; anything else is returned as it is.
    """
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    if day < _REIWA:
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - _REIWA.year + 1
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"
