"""What the beginning of a delimited file shows: newline, delimiter, quoting, header, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chukan.intake.records.split import split
from chukan.values.date_forms import form_of

DELIMITERS = (",", "\t", "|", ";")

_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+([./-][0-9]+)*")
_NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Delimiter:
    """A delimiter, and how many fields most records have with it."""

    character: str
    fields: int
    share: float
    """Of the lines that have just so many."""


def newline_of(text: str) -> str:
    """Return the newline that most lines end with; crlf when there is none."""
    found = Counter(_NEWLINE.findall(text[: 1 << 18]))
    names = {"\r\n": "crlf", "\n": "lf", "\r": "cr"}
    return names[found.most_common(1)[0][0]] if found else "crlf"


def lines_of(text: str, limit: int = 200, *, whole: bool = False) -> list[str]:
    """Return the first physical lines that are not blank; a last one that may be cut is left out unless `whole`."""
    lines = _NEWLINE.split(text[: 1 << 18])
    if len(lines) > 1 and not (whole and len(text) <= 1 << 18):
        lines.pop()
    return [line for line in lines if line.strip(" \x00\x1a")][:limit]


def fields_of(line: str, delimiter: str, quote: str | None) -> list[str]:
    """Return the fields of one line of text."""
    if quote is None or quote not in line:
        return line.split(delimiter)
    parts = split(line.encode(), ord(delimiter), ord(quote))
    return [value.decode() for value in parts.values]


def delimiter_of(lines: Sequence[str], quote: str | None, width: int | None) -> Delimiter | None:
    """Return the delimiter that most lines agree on, preferably into `width` fields; None when none does."""
    best: tuple[tuple[bool, float, int], Delimiter] | None = None
    for character in DELIMITERS:
        counts = Counter(len(fields_of(line, character, quote)) for line in lines)
        counts.pop(1, None)
        if not counts:
            continue
        fields, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        found = Delimiter(character, fields, times / len(lines))
        score = (fields in (width, (width or 0) + 1), found.share, fields)
        if best is None or score > best[0]:
            best = (score, found)
    return best[1] if best and best[1].share >= 0.5 else None


def quoting_of(lines: Sequence[str], delimiter: str, quote: str | None) -> str:
    """none, minimal or all."""
    if quote is None or not any(quote in line for line in lines):
        return "none"
    for line in lines:
        parts = split(line.encode(), ord(delimiter), ord(quote))
        if parts.sound and any(field.end - field.start == len(field.value) for field in parts.fields):
            return "minimal"
    return "all"


def looks_like_header(fields: Sequence[str], known: Iterable[str] | None) -> bool:
    """Return True when a first record reads as names and not as data.

    Args:
        fields: of the first record.
        known: the layout's item names; None = no layout, judged by shape.
    """
    if known is not None and set(fields) & set(known):
        return True
    named = [field for field in fields if field]
    return bool(named) and len(named) >= 0.8 * len(fields) and not any(_PLAIN_NUMBER.fullmatch(f) for f in named)


def dates_of(values: Iterable[str]) -> str | None:
    """Return the date form of most values; None when none has a known one."""
    counts = Counter(form for value in values if (form := form_of(value)) is not None)
    return counts.most_common(1)[0][0] if counts else None
