"""Dialects that are respelled before they are cut: delimiters of several characters, and backslash escapes.

Each of these spellings becomes one character: the delimiter a control character, an escape a character of a
plane for private use that stands for what was meant. All that finds records then need not know of them; the
values get their meaning back once they are cut, and places in the file are found by counting the spellings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.records.lines import Ints

#: Stands for a delimiter of several characters: UNIT SEPARATOR.
DELIMITER = "\x1f"
#: Stands for what is already there of that character: a control character like it, so that it delimits nothing and is told.
_STRAY = "\x1e"
#: An escaped character C becomes ``chr(_ESCAPED + ord(C))``; see `_MEANINGS`.
_ESCAPED = 0xF0F00
#: What may be escaped beside delimiter and quote -> what it means. A backslash before anything else is a backslash.
_MEANINGS = dict.fromkeys("\\\"',\t|;\n\r") | {"n": "\n", "r": "\r", "t": "\t"}
#: Stands for the LF of an escaped CRLF; no backslash is before it.
_FEED = chr(_ESCAPED + 0x0B)
#: What stands for an escaped character, as UTF-8.
_PLACEHOLDER = re.compile(rb"\xf3\xb0(?:\xbc|\xbd)[\x80-\xbf]")
_ESCAPES = re.compile(f"[{chr(_ESCAPED)}-{chr(_ESCAPED + 0x7F)}]")
#: What stands for a newline character, one for each: as UTF-8, LF, the LF behind a CR, CR.
NEWLINE_PLACEHOLDER = re.compile(rb"\xf3\xb0\xbc[\x8a\x8b\x8d]")
#: One for each line that does not end a record.
_LINE = re.compile(rb"\xf3\xb0\xbc(?:\x8a|\x8d(?!\n))")


@dataclass(frozen=True)
class Respelling:
    """What is respelled; can be pickled.

    Args:
        delimiter: of several characters; "" = it is one character and stays.
        escapes: a backslash takes the next character's meaning as a mark away.
        marks: characters that may be escaped, beside the usual ones: delimiter and quote.
        pairs: lines end with CRLF: a backslash before one takes both characters.
    """

    delimiter: str = ""
    escapes: bool = False
    marks: str = ""
    pairs: bool = False

    def apply(self, text: str) -> str:
        """Return the text with one character for each spelling."""
        if self.escapes and "\\" in text:
            text = self._escape.sub(_respelled, text)
        if not self.delimiter:
            return text
        if DELIMITER in text and DELIMITER not in self.delimiter:
            text = text.replace(DELIMITER, _STRAY)
        return text.replace(self.delimiter, DELIMITER)

    def apply_front(self, text: str) -> tuple[str, str]:
        """Return the front of a text respelled, and the end that more text may complete, as it is."""
        held = 0
        whole = text.removesuffix("\r") if self.pairs else text  # an LF may follow
        if self.escapes and (len(whole) - len(whole.rstrip("\\"))) % 2:
            held = len(text) - len(whole) + 1
        front = self.apply(text[: len(text) - held])
        # What is left of a delimiter at the end of the respelled text belongs to no spelling yet.
        part = next((n for n in range(len(self.delimiter) - 1, 0, -1) if front.endswith(self.delimiter[:n])), 0)
        return front[: len(front) - part], text[len(text) - held - part :] if held + part else ""

    def shortened(self, text: str) -> int:
        """Return how many characters the spellings in a respelled text took away."""
        lost = text.count(DELIMITER) * (len(self.delimiter) - 1) if self.delimiter else 0
        if not self.escapes or text.isascii():
            return lost
        return lost + len(_PLACEHOLDER.findall(text.encode())) - text.count(_FEED)

    def meant(self, values: pa.StringArray) -> pa.StringArray:
        """Return values with what the spellings in them mean: a delimiter may be in a quoted value."""
        if self.delimiter:
            values = pc.replace_substring(values, DELIMITER, self.delimiter)
        data = values.buffers()[2] if self.escapes else None
        for mark in {*_PLACEHOLDER.findall(data)} if data is not None else ():
            values = pc.replace_substring(values, mark.decode(), _meaning(mark.decode()))
        return values

    def meant_text(self, text: str) -> str:
        """Return one value with what the spellings in it mean."""
        if self.delimiter:
            text = text.replace(DELIMITER, self.delimiter)
        if not self.escapes or text.isascii():
            return text
        return _ESCAPES.sub(lambda found: _meaning(found[0]), text)

    @cached_property
    def _escape(self) -> re.Pattern[str]:
        keys = re.escape("".join(sorted({*_MEANINGS, *self.marks, *self.delimiter})))
        pair = "\r\n|" if self.pairs else ""
        return re.compile(rf"\\({pair}[{keys}])")


def escaped_lines(data: bytes) -> Ints:
    """Return where in respelled data newlines are that end no record, as a backslash is before them: one for each line."""
    if b"\xf3\xb0\xbc" not in data:
        return np.zeros(0, np.int64)
    return np.array([found.start() for found in _LINE.finditer(data)], np.int64)


def _respelled(found: re.Match[str]) -> str:
    return chr(_ESCAPED + ord(found[1][0])) + _FEED * (len(found[1]) > 1)


def _meaning(mark: str) -> str:
    if mark == _FEED:
        return "\n"
    character = chr(ord(mark) - _ESCAPED)
    return _MEANINGS.get(character) or character
