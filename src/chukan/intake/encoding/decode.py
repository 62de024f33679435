"""What the bytes of an encoding mean, and what they don't: decoding that never refuses a file.

An undecodable byte B becomes the character ``chr(DAMAGE + B)``: the values around it can still be
checked, and the byte is not forgotten. The codecs of Python are used throughout; what they let
pass in silence (CP932: 0x80, 0xA0, 0xFD to 0xFF) is marked as well.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.encoding.pairs import decoded_pairs
from chukan.intake.records.lines import Bytes, Ints
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

#: The UTF-8 form of every mark begins so.
_MARK_LEAD = b"\xf3\xb0"
#: Bytes that are looked at in one go for what they don't mean; even, and more than any character.
_WINDOW = 4096
_LOWEST_PRINTED, _ASCII_END = 0x20, 0x80
#: Encodings whose undecodable bytes Python escapes one by one. (Half a character of EUC-JP before a byte of ASCII at the very
#: end is one run to the codec: escaped, only its own byte is marked, as it is anywhere else.)
_ESCAPABLE = frozenset({"cp932", "shift_jis", "shift_jis_2004", "euc_jp", "utf-8"})
#: From the surrogates that Python escapes bytes with, U+DC80 to U+DCFF, to the marks: how each half of them begins in UTF-8.
_FROM_ESCAPES = ((b"\xed\xb2", b"\xf3\xb0\x82"), (b"\xed\xb3", b"\xf3\xb0\x83"))
#: Values that are looked at before all are asked which come again, and rows for each value from which on that pays.
_HEAD, _ROWS = 512, 8
#: Undecodable places of one value that are told apart: a value of megabytes may have millions.
MOST_FAULTS = 1000
_MARKED = f"[{chr(DAMAGE)}-{chr(DAMAGE + 0xFF)}]"
#: The same in UTF-8, byte by byte.
_MARKED_BYTES = rb"\xf3\xb0[\x80-\x83][\x80-\xbf]"
#: How the characters that marks are begin in a file.
_LEADS = {"utf-8": _MARK_LEAD, "utf-16le": b"\x80\xdb", "utf-16be": b"\xdb\x80"}

#: Bytes that can stand between joined values, in the order in which they are tried: never part of a character.
_SEPARATORS: tuple[int, ...] = (10, 31, 30, 29, 28, 13, 11, 12, *range(1, 9), *range(14, 28))


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


class Decoded(NamedTuple):
    """A column of strings.

    Attributes:
        marked: One of the values may hold a mark.
        plain: There is nothing to look for in the column: no gaiji, and no vendor's second code.
    """

    values: pa.StringArray
    marked: bool = False
    plain: bool = False


def strings(column: pa.BinaryArray, encoding: str) -> Decoded:
    """Return the values of a binary column as strings.

    ASCII costs nothing; the rest is joined, decoded at once and cut again, which is several
    times faster than value by value.

    Args:
        column: Binary values.
        encoding: The name of a Python codec.
    """
    data = data_of(column)
    if int(data.max(initial=0)) < _ASCII_END:
        return Decoded(column.view(pa.string()), plain=True)
    if encoding == "utf-8":
        try:
            return Decoded(column.cast(pa.string()))  # whatever it holds is the file's own
        except pa.ArrowInvalid:
            values = _decoded(column, data, encoding)
    else:
        pairs = decoded_pairs(_bounds(column), data, encoding)
        if pairs is not None:
            return Decoded(pairs[0], plain=pairs[1])
        values = _decoded(column, data, encoding)
    return Decoded(values, marked=holds_mark(values))


def holds_mark(values: pa.StringArray) -> bool:
    """Return True when a value may hold a mark; the lead byte is looked for first, which is much quicker."""
    data = data_of(values)
    return bool((data == _MARK_LEAD[0]).any()) and _MARK_LEAD in bytes(data)


def marked_rows(values: pa.StringArray) -> list[int]:
    """Return the positions of the values that hold a mark, or in Unicode the character that a mark looks like."""
    rows: list[int] = pc.indices_nonzero(pc.match_substring_regex(values, _MARKED)).to_pylist()
    return rows


def damaged_rows(values: pa.StringArray, column: pa.BinaryArray) -> list[int]:
    """Return the positions of the values that hold a mark which the file does not: what was undecodable in UTF-8.

    Args:
        values: Decoded.
        column: The same, as in the file.
    """
    rows = pc.indices_nonzero(pc.match_substring_regex(values, _MARKED))
    made = pc.count_substring_regex(values.take(rows), _MARKED)
    held = pc.count_substring_regex(column.take(rows), _MARKED_BYTES)
    damaged: list[int] = rows.filter(pc.greater(made, held)).to_pylist()
    return damaged


def may_hold_marks(raw: bytes, encoding: str) -> bool:
    """Return True when bytes in Unicode may hold the characters that the marks are."""
    return _LEADS[encoding] in raw


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


def _decoded(column: pa.BinaryArray, data: Bytes, encoding: str) -> pa.StringArray:
    """Join with a byte that does not occur, decode once, cut at the same byte."""
    encoded = _few_values(column)
    if encoded is not None:
        distinct = encoded.dictionary
        return _decoded(distinct, data_of(distinct), encoding).take(encoded.indices)
    rows = len(column)
    separator = _unused(data)
    if separator is not None:
        one_list = pa.ListArray.from_buffers(pa.list_(pa.binary()), 1, [None, _bounds_buffer(rows)], children=[column])
        between = pa.Array.from_buffers(pa.binary(), 1, [None, _bounds_buffer(1), pa.py_buffer(bytes((separator,)))])
        joined = pc.binary_join(one_list, between[0])[0].as_buffer()
        cut = _cut(decode(joined, encoding).encode(), separator, rows)
        if cut is not None:
            return cut
    return pa.array([decode(value.as_py(), encoding) for value in column], pa.string())


def _few_values(column: pa.BinaryArray) -> pa.DictionaryArray | None:
    """Return a column by its distinct values, where the first ones and their number say that this is less to decode."""
    head = column.slice(0, _HEAD)
    if len(column) < _ROWS * len(head) or _ROWS * len(pc.unique(head)) > len(head):
        return None
    encoded = column.dictionary_encode()
    return encoded if _ROWS * len(encoded.dictionary) <= len(column) else None


def _bounds_buffer(end: int) -> pa.Buffer:
    """Offsets of one value; ``pa.array`` and ``pa.scalar`` would import pandas, which takes longer than a small file."""
    return pa.py_buffer(np.array([0, end], np.int32))


def _cut(text: bytes, separator: int, rows: int) -> pa.StringArray | None:
    """Return the `rows` values that `separator` stands between; None when their number is another."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == separator)
    if len(ends) != rows - 1:
        return None
    offsets = np.zeros(rows + 1, np.int32)
    offsets[1:-1] = ends - np.arange(rows - 1)
    offsets[-1] = len(text) - (rows - 1)
    return pa.StringArray.from_buffers(
        rows, pa.py_buffer(offsets), pa.py_buffer(text.replace(bytes((separator,)), b""))
    )


def _unused(data: Bytes) -> int | None:
    """Return a control byte that `data` does not hold."""
    present = np.bincount(data[data < _LOWEST_PRINTED], minlength=_LOWEST_PRINTED)  # `np.unique` would import numpy.ma
    return next((byte for byte in _SEPARATORS if not present[byte]), None)


def data_of(column: pa.BinaryArray | pa.StringArray) -> Bytes:
    """Return the bytes of the values, one after the other."""
    _, offsets, data = column.buffers()
    if data is None or len(column) == 0:
        return np.zeros(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[column.offset] : bounds[column.offset + len(column)]]


def _bounds(column: pa.BinaryArray) -> Ints:
    """Where each value begins in `data_of`, and where the last one ends."""
    bounds = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    return bounds - bounds[0]  # type: ignore[no-any-return]
