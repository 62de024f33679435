"""What was filled in: one entry a row, each with its cell, its value in our terms and who signed it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chukan.authoring import labels
from chukan.authoring.review import form

EntryKind = Literal["item", "code", "rule"]
_TYPES = {word: kind for kind, word in labels.TYPES.items()}
_REQUIRED = {word: kind for kind, word in labels.REQUIRED.items()}
#: Heading -> the field that it corrects.
FIELDS = {
    "正しい項目名": "name",
    "正しい型": "type",
    "正しい桁数": "length",
    "正しい小数桁": "scale",
    "正しい必須": "required",
    "正しいキー": "key",
    "正しいコード": "code",
    "正しい内容": "name",
}
_REIWA = 2018
_DAYS = (
    re.compile(r"(?P<y>[0-9]{4})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?(?:T00:00:00)?"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(r"(?:R|令和)(?P<reiwa>[0-9]{1,2})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who said so, and when.

    Attributes:
        town: the municipality.
        who: a person's name, as it was written.
        day: ISO day.
    """

    town: str
    who: str
    day: str

    @property
    def source(self) -> str:
        """What stands in the source of a corrected item."""
        return f"{self.town} {self.who} {self.day} 確認"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was filled in.

    Attributes:
        place: ``SHEET!CELL`` of its result.
        of: ``BUSINESS/LAYOUT``, or the id of a code list.
        name: The item, code or number of the rule; "" for one that is added.
        result: 正しい, 違う, ない, 保留 or 追加.
        values: Field to corrected value, in the terms of packs; None = なし.
        reason: What was written beside it.
    """

    place: str
    kind: EntryKind
    of: str
    name: str
    result: str
    signature: Signature
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


class Mistake(ValueError):
    """What a cell holds can't be taken over; the text says why and what to do."""


def value_of(heading: str, text: str) -> Any:
    """Return what a cell of a correction means.

    Args:
        heading: of its column.
        text: its text, not blank.

    Raises:
        Mistake: it means nothing here.
    """
    match heading:
        case "正しい型":
            return _known(text, _TYPES)
        case "正しい必須":
            return _known(text, _REQUIRED)
        case "正しい桁数" | "正しいキー":
            return None if text == form.NONE else _number(text, 1)
        case "正しい項目名" if "|" in text:
            raise Mistake("項目名に「|」は使えません")
        case "正しい小数桁":
            return _number(text, 0)
        case _:
            return text


def day_of(text: str) -> str:
    """Return an ISO day from the ways in which staff write one.

    Raises:
        Mistake: it is no day.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("元年", "1年")
    for form_of_day in _DAYS:
        if match := form_of_day.fullmatch(plain):
            parts = match.groupdict()
            year = int(parts["y"]) if parts.get("y") else _REIWA + int(parts["reiwa"])
            try:
                return dt.date(year, int(parts["m"]), int(parts["d"])).isoformat()
            except ValueError:
                break
    raise Mistake(f"日付「{text}」を読めません。2026/4/1 のように書いてください")


def _known(text: str, words: Mapping[str, Any]) -> Any:
    found = words.get(text, words.get(text.replace("(", "（").replace(")", "）")))
    if found is None:
        raise Mistake(f"「{text}」は使えません。{'・'.join(words)} のどれかにしてください")
    return found


def _number(text: str, least: int) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch("[0-9]{1,6}", plain) or int(plain) < least:
        raise Mistake(f"「{text}」は {least} 以上の整数ではありません")
    return int(plain)
