"""Columns of nothing but two-byte characters, decoded through a table.

Most Japanese text in these files is full-width throughout. Then every pair of bytes is one
character of three bytes in UTF-8, and no decoder has to find out where characters begin.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chukan.intake.encoding.second_codes import second_codes
from chukan.intake.records.lines import Bytes, Ints

_Triples = npt.NDArray[np.void]

#: Encodings whose two-byte characters begin with a byte that no one-byte character has.
PAIRED = frozenset({"cp932", "shift_jis", "euc_jp"})


def decoded_pairs(offsets: Ints, data: Bytes, encoding: str) -> tuple[pa.StringArray, bool] | None:
    """Return the values as strings; None when one of them holds anything but two-byte characters.

    Args:
        offsets: where the values begin in `data`, and where the last one ends.
        data: the bytes of all the values.
        encoding: one of `PAIRED`.

    Returns:
        The strings, and whether all their characters are plain: none of private use, none by a vendor's second code.
    """
    if encoding not in PAIRED or (offsets & 1).any():
        return None
    triples, kinds = _table(encoding)
    codes = data.view("<u2") if data.ctypes.data % 2 == 0 else data.copy().view("<u2")
    if kinds.take(codes[:_FRONT]).max(initial=_PLAIN) == _NONE:  # nearly always told at once
        return None
    occurring = kinds.take(codes)
    if len(codes) and occurring.max() == _NONE:
        return None
    text = triples.take(codes)
    bounds = (offsets // 2 * 3).astype(np.int32)
    strings = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(bounds), pa.py_buffer(text))
    return strings, not len(codes) or occurring.max() == _PLAIN


#: Pairs that are looked at before all are.
_FRONT = 512
#: What a pair of bytes is: a character that needs no second look, one that does, or no character of three bytes.
_PLAIN, _ODD, _NONE = 0, 1, 2


@cache
def _table(encoding: str) -> tuple[_Triples, Bytes]:
    """For each pair of bytes (little endian) its UTF-8, and what it is."""
    leads = range(0x81, 0xFF) if encoding != "euc_jp" else range(0xA1, 0xFF)
    pairs = [bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF)]
    texts = b"\n".join(pairs).decode(encoding, "replace").split("\n")  # a newline is never half of a character
    points = np.array([ord(text) if len(text) == 1 and text >= "\u0800" else 0xFFFD for text in texts], np.uint32)
    codes = np.frombuffer(b"".join(pairs), "<u2")
    triples = np.zeros((1 << 16, 3), np.uint8)
    triples[codes, 0] = 0xE0 | points >> 12
    triples[codes, 1] = 0x80 | points >> 6 & 0x3F
    triples[codes, 2] = 0x80 | points & 0x3F
    kinds = np.full(1 << 16, _NONE, np.uint8)
    kinds[codes] = np.select([points == 0xFFFD, (points >= 0xE000) & (points <= 0xF8FF)], [_NONE, _ODD], _PLAIN)
    if encoding == "cp932":
        kinds[np.frombuffer(b"".join(second_codes()), "<u2")] = _ODD
    return triples.view("V3").ravel(), kinds
