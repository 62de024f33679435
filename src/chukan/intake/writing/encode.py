"""Text to the bytes of an agreed encoding, as the vendors' systems write them."""

from __future__ import annotations

import codecs
import re
from functools import cache

from chukan.errors import UsageError

#: Codec names of the agreed encodings; the BOM is written apart, once.
_CODECS = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}

NEWLINES = {"crlf": "\r\n", "lf": "\n", "cr": "\r", "none": ""}
"""The newlines that agreements name."""


def bom(encoding: str) -> bytes:
    """Return the byte order mark before the first record; b"" when the encoding has none."""
    return {"utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE}.get(encoding, b"")


@cache
def _microsoft() -> tuple[re.Pattern[str], dict[str, bytes]]:
    """Return the characters that Windows writes as FA40 to FC4B (IBM) and Python as ED40 to EEFC (NEC)."""
    table: dict[str, bytes] = {}
    for lead in (0xFA, 0xFB, 0xFC):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            code = bytes((lead, trail))
            try:
                character = code.decode("cp932")
            except UnicodeDecodeError:
                continue
            if character.encode("cp932")[0] in (0xED, 0xEE):
                table[character] = code
    return re.compile("[" + "".join(table) + "]"), table


def encoded(text: str, encoding: str) -> bytes:
    """Encode `text` in an agreed encoding, without a BOM.

    Args:
        text: Unicode text.
        encoding: as agreements name it; cp932 as Windows writes it.

    Raises:
        UsageError: a character that the encoding lacks; names it by its code point.
    """
    try:
        if encoding == "cp932":
            pattern, table = _microsoft()
            if pattern.search(text):
                parts = re.split(f"({pattern.pattern})", text)
                return b"".join(table.get(part) or part.encode("cp932") for part in parts)
        return text.encode(_CODECS.get(encoding, encoding))
    except UnicodeEncodeError as e:
        raise UsageError(
            f"U+{ord(text[e.start]):04X} は {encoding} で書けません",
            hint="文字コードを cp932 か utf-8 にしてください。",
        ) from None


def respelled(text: bytes, before: bytes, encoding: str) -> bytes | None:
    """Return encoded text with the characters that have two codes in CP932 (NEC and IBM, ∵ and ≒) in those that they had.

    Args:
        text: as `encoded` wrote it.
        before: the bytes whose text it takes the place of.
        encoding: of both.

    Returns:
        None where `before` has one character in two codes: which one is meant is not known.
    """
    if encoding != "cp932":
        return text
    codes: dict[bytes, bytes] = {}
    for code in _CP932.findall(before):
        if codes.setdefault(_usual(code), code) != code:
            return None
    return b"".join(codes.get(code, code) for code in _CP932.findall(text))


_CP932 = re.compile(rb"[\x81-\x9F\xE0-\xFC].|.", re.DOTALL)


@cache
def _usual(code: bytes) -> bytes:
    """Return the code in which a character of CP932 is written; what is no character stays."""
    try:
        return encoded(code.decode("cp932"), "cp932")
    except UnicodeDecodeError:
        return code


def can_encode(text: str, encoding: str) -> bool:
    """Return True when the encoding has all the characters of `text`.

    Args:
        text: Any text.
        encoding: A Python codec.
    """
    try:
        encoded(text, encoding)
    except UsageError:
        return False
    return True
