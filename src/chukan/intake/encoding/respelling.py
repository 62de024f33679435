"""Dialects that are respelled before they are cut: delimiters of several characters, and backslash escapes.

Each of these spellings becomes one character: the delimiter a control character, an escape a character of a
plane for private use that stands for what was meant. All that finds records then need not know of them; the
values get their meaning back once they are cut, and places in the file are found by counting the spellings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

#: Stands for a delimiter of several characters: UNIT SEPARATOR.
DELIMITER = "\x1f"
#: An escaped character C becomes ``chr(_ESCAPED + index)``; see `_MEANINGS`.
_ESCAPED = 0xF0F00
#: What may be escaped -> what it means. A backslash before anything else is a backslash.
_MEANINGS = {"\\": "\\", '"': '"', "'": "'", ",": ",", "\t": "\t", "|": "|", ";": ";", "n": "\n", "r": "\r", "t": "\t"}
_KEYS = "".join(_MEANINGS)
_PLACEHOLDERS = "".join(chr(_ESCAPED + index) for index in range(len(_KEYS)))
_ESCAPE = re.compile(r"\\([" + re.escape(_KEYS) + "])")


@dataclass(frozen=True)
class Respelling:
    """What is respelled; can be pickled.

    Args:
        delimiter: of several characters; "" = it is one character and stays.
        escapes: a backslash takes the next character's meaning as a mark away.
    """

    delimiter: str = ""
    escapes: bool = False

    def apply(self, text: str) -> str:
        """Return the text with one character for each spelling."""
        if self.escapes:
            text = _ESCAPE.sub(lambda found: _PLACEHOLDERS[_KEYS.index(found[1])], text)
        return text.replace(self.delimiter, DELIMITER) if self.delimiter else text

    def apply_front(self, text: str) -> tuple[str, str]:
        """Return the front of a text respelled, and the end that more text may complete, as it is."""
        held = 0
        if self.escapes and (len(text) - len(text.rstrip("\\"))) % 2:
            held = 1
        front = self.apply(text[: len(text) - held])
        # What is left of a delimiter at the end of the respelled text belongs to no spelling yet.
        part = next((n for n in range(len(self.delimiter) - 1, 0, -1) if front.endswith(self.delimiter[:n])), 0)
        return front[: len(front) - part], text[len(text) - held - part :] if held + part else ""

    def shortened(self, text: str) -> int:
        """Return how many characters the spellings in a respelled text took away."""
        lost = text.count(DELIMITER) * (len(self.delimiter) - 1) if self.delimiter else 0
        return lost + (sum(text.count(mark) for mark in _PLACEHOLDERS) if self.escapes else 0)

    def meant(self, values: pa.StringArray) -> pa.StringArray:
        """Return values with what the spellings in them mean: a delimiter may be in a quoted value."""
        if self.delimiter:
            values = pc.replace_substring(values, DELIMITER, self.delimiter)
        if not self.escapes or chr(_ESCAPED).encode()[:3] not in values.buffers()[2].to_pybytes():
            return values
        for mark, key in zip(_PLACEHOLDERS, _KEYS, strict=True):
            values = pc.replace_substring(values, mark, _MEANINGS[key])
        return values
