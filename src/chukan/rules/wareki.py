"""Reading dates in 和暦, so that a message can say which day was meant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

#: Era -> the year before its first one; by name, first character, letter, code.
_ERAS = {
    "明治": 1867, "明": 1867, "M": 1867, "1": 1867, "大正": 1911, "大": 1911, "T": 1911, "2": 1911,
    "昭和": 1925, "昭": 1925, "S": 1925, "3": 1925, "平成": 1988, "平": 1988, "H": 1988, "4": 1988,
    "令和": 2018, "令": 2018, "R": 2018, "5": 2018,
}  # fmt: skip
_ERA = "明治|大正|昭和|平成|令和|[明大昭平令MTSHR]"
_APART = re.compile(rf"({_ERA})[ .]?([0-9]{{1,2}}|元)[年./-] ?([0-9]{{1,2}})[月./-] ?([0-9]{{1,2}})日?")
_TOGETHER = re.compile(r"([MTSHR1-5])([0-9]{2})([0-9]{2})([0-9]{2})")


def western(value: str) -> dt.date | None:
    """The day that a 和暦 value names (R5.4.1, 令和5年4月1日, 昭60.3.12, S600312, 3600312), else None."""
    text = unicodedata.normalize("NFKC", value).strip().upper()
    found = _APART.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found is None:
        return None
    era, year, month, day = found.groups()
    try:
        return dt.date(_ERAS[era] + (1 if year == "元" else int(year)), int(month), int(day))
    except ValueError:
        return None
