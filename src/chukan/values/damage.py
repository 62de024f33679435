"""The mark in a value of a byte that could not be decoded.

A file in Unicode may hold the very same characters: only intake knows which values are damaged
(`chukan.intake.batch.Batch.damaged`), and a mark means something only there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from chukan.values.buffers import Bytes, Ints, data, offsets

#: An undecodable byte B is kept in a value as the character ``chr(DAMAGE + B)``, of a plane for private use.
DAMAGE = 0xF0000
#: How a mark is written out: ⟦81⟧, in twice the four bytes that it takes itself.
_OPEN, _CLOSE, _SIZE = "⟦".encode(), "⟧".encode(), 4
_DIGITS = np.frombuffer(b"0123456789ABCDEF", np.uint8)


def mark_places(text: Bytes) -> Ints:
    """Return where marks begin in UTF-8; in bytes that may not be UTF-8 the fourth one is still to be looked at.

    Args:
        text: The bytes.
    """
    leads = np.flatnonzero(text[: max(0, len(text) - 3)] == 0xF3)
    places: Ints = leads[(text[leads + 1] == 0xB0) & (text[leads + 2] & 0xFC == 0x80)]
    return places


def written_out(values: pa.Array, rows: Ints | Sequence[int]) -> pa.Array:
    """Return a column with the marks of its damaged values as people read them: ⟦81⟧.

    Args:
        values: `pa.string()` without nulls.
        rows: the positions of the damaged values.
    """
    text, bounds = data(values), offsets(values) - offsets(values)[0]
    places = mark_places(text)
    damaged = np.zeros(len(values), np.bool_)
    damaged[rows] = True
    places = places[damaged[np.searchsorted(bounds[1:], places, "right")]]
    if not len(places):
        return values
    byte = (text[places + 2] & 0x03) << 6 | text[places + 3] & 0x3F
    cells = (*_OPEN, _DIGITS[byte >> 4], _DIGITS[byte & 0x0F], *_CLOSE)
    held, kept = np.ones(len(text), np.bool_), np.ones(len(text) + _SIZE * len(places), np.bool_)
    written = np.empty(len(kept), np.uint8)
    starts = places + _SIZE * np.arange(len(places))
    for at, cell in enumerate(cells):
        kept[starts + at] = False
        written[starts + at] = cell
    for at in range(_SIZE):
        held[places + at] = False
    written[kept] = text[held]
    moved = (bounds + _SIZE * np.searchsorted(places, bounds)).astype(np.int32)
    return pa.StringArray.from_buffers(len(values), pa.py_buffer(moved), pa.py_buffer(written))
