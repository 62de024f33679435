"""What the bytes of an encoding mean, and what they don't: decoding that never refuses a file.

An undecodable byte B becomes the character ``chr(DAMAGE + B)``: the values around it can still be
checked, and the byte is not forgotten. The codecs of Python are used throughout; what they let
pass in silence (CP932: 0x80, 0xA0, 0xFD to 0xFF) is marked as well.
"""

from __future__ import annotations

import codecs

from chukan.values.damage import DAMAGE

MARKING = "chukan-mark"

#: Encodings whose second byte may be an ASCII character from 0x40 on: "|" and "\" are not safe to cut at.
SHIFTED = frozenset({"cp932", "shift_jis", "shift_jis_2004"})
#: Two bytes a unit: nothing can be cut before it is decoded.
WIDE = frozenset({"utf-16le", "utf-16be"})

#: What CP932 lets pass although no character is there: Python's U+0080 and U+F8F0 to U+F8F3.
_SILENT = {
    "\x80": chr(DAMAGE + 0x80),
    "\uf8f0": chr(DAMAGE + 0xA0),
    "\uf8f1": chr(DAMAGE + 0xFD),
    "\uf8f2": chr(DAMAGE + 0xFE),
    "\uf8f3": chr(DAMAGE + 0xFF),
}

#: Bytes that are looked at in one go for what they don't mean; even, and more than any character.
_WINDOW = 4096
#: Encodings whose undecodable bytes Python escapes one by one. (Half a character of EUC-JP before a byte of ASCII at the very
#: end is one run to the codec: escaped, only its own byte is marked, as it is anywhere else.)
_ESCAPABLE = frozenset({"cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8"})
#: From the surrogates that Python escapes bytes with, U+DC80 to U+DCFF, to the marks: how each half of them begins in UTF-8.
_FROM_ESCAPES = ((b"\xed\xb2", b"\xf3\xb0\x82"), (b"\xed\xb3", b"\xf3\xb0\x83"))
#: Undecodable places of one value that are told apart: a value of megabytes may have millions.
MOST_FAULTS = 1000
#: How the characters that marks are begin in a file.
_LEADS = {"utf-8": b"\xf3\xb0", "utf-16le": b"\x80\xdb", "utf-16be": b"\xdb\x80"}


_MARKS = tuple(chr(DAMAGE + byte) for byte in range(256))


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Turn each byte that has no meaning into its mark (an error handler)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.end - error.start == 1:  # nearly always, and there may be millions
        return _MARKS[error.object[error.start]], error.end
    return "".join(_MARKS[byte] for byte in error.object[error.start : error.end]), error.end


codecs.register_error(MARKING, _mark)


def decode(raw: bytes | memoryview, encoding: str) -> str:
    """Return the text of `raw`; undecodable bytes as marks. Never raises.

    Args:
        raw: Bytes of the file.
        encoding: The name of a Python codec.

    Returns:
        The text; each undecodable byte is one mark, U+F0000 plus the byte.
    """
    try:
        text = codecs.decode(raw, encoding)
    except UnicodeDecodeError:
        text = _with_marks(raw, encoding)
    return mark_silent(text, encoding)


def _with_marks(raw: bytes | memoryview, encoding: str) -> str:
    """Return the text of bytes of which some are undecodable; there may be millions of them.

    Python's own handler turns each byte into a lone surrogate, which no encoding has, much faster than ours is called.
    """
    if encoding not in _ESCAPABLE:
        return codecs.decode(raw, encoding, MARKING)
    escaped = codecs.decode(raw, encoding, "surrogateescape").encode("utf-8", "surrogatepass")
    for escape, mark in _FROM_ESCAPES:
        escaped = escaped.replace(escape, mark)
    return escaped.decode()


def mark_silent(text: str, encoding: str) -> str:
    """`text` with marks for what the codec let pass although no character is there."""
    if encoding == "cp932":
        for (
            character,
            mark,
        ) in _SILENT.items():  # rare, or one of them over and over: replacing is quicker than translating
            text = text.replace(character, mark)
    return text


def is_marked(text: str) -> bool:
    """Return True when `text` holds an undecodable byte."""
    return any(DAMAGE <= ord(c) <= DAMAGE + 0xFF for c in text)


def may_hold_marks(raw: bytes, encoding: str) -> bool:
    """Return True when bytes in Unicode may hold the characters that the marks are."""
    lead = _LEADS[encoding]
    return lead[:1] in raw and lead in raw  # one byte is found ten times as fast as two


def other_encoding(record: bytes, encoding: str) -> str | None:
    """Return the encoding in which a record that is damaged in `encoding` is whole and Japanese; None = there is none.

    Args:
        record: The bytes of one record.
        encoding: The encoding that was agreed on.
    """
    for other, name in (("utf-8", "UTF-8"), ("cp932", "CP932"), ("euc_jp", "EUC-JP")):
        if other == encoding or (other != "utf-8" and encoding != "utf-8"):
            continue  # what is valid in UTF-8 is so hardly by chance; between the others it often is
        try:
            text = record.decode(other)
        except UnicodeDecodeError:
            continue
        if mark_silent(text, other) == text and any("\u3000" <= character <= "\u9fff" for character in text):
            return name
    return None


def faults(raw: bytes, encoding: str) -> list[tuple[int, bytes]]:
    """Return the bytes of `raw` that the encoding does not define, each run with its offset.

    Args:
        raw: Bytes of the file.
        encoding: The name of a Python codec.

    Returns:
        (offset in `raw`, bytes) of each run, in order; the first `MOST_FAULTS`.
    """
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(raw) and len(found) < MOST_FAULTS:
        window = raw[at : at + _WINDOW]  # not all that is left: that would take the square of it
        try:
            window.decode(encoding)
            stop = end = len(window)
        except UnicodeDecodeError as e:
            stop, end = e.start, e.end
        if end == len(window) < len(raw) - at:
            end = stop or end  # what the window may have cut is looked at again
        found.extend((at + offset, run) for offset, run in _silent_faults(window[:stop], encoding))
        if end > stop:
            found.append((at + stop, window[stop:end]))
        at += end
    return found[:MOST_FAULTS]


def _silent_faults(sound: bytes, encoding: str) -> list[tuple[int, bytes]]:
    """Where `decode` marks what the codec let pass; `sound` decodes strictly."""
    if encoding != "cp932":
        return []
    text = decode(sound, encoding)
    if not is_marked(text):
        return []
    found, at = [], 0
    for character in text:
        size = 1 if is_marked(character) else len(character.encode(encoding))
        if is_marked(character):
            found.append((at, sound[at : at + size]))
        at += size
    return found
