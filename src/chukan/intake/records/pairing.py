"""Whether quotes stand in pairs around whole values on one line each, for millions of bytes at once.

Nearly every file in quotes is so throughout, and then each of its lines is a record. It is told with a bit for each byte, in
words of 64: a place for each quote would take 64 times the memory, and several times as long.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from chukan.intake.records.lines import CR, LF, Bytes, Ints
from chukan.intake.records.rules import RecordRules

Words = npt.NDArray[np.uint64]

#: Bytes that are looked at in one go: they and their flags stay in the cache of a core. A multiple of 64.
_PIECE = 1 << 18
_LAST = np.uint64(63)
_ALL = np.uint64((1 << 64) - 1)


def all_paired(data: Bytes, ends: Ints, rules: RecordRules) -> bool:
    """Return True when quotes open and close values where they may, and no value holds a newline.

    An opening quote stands behind a delimiter, a newline or another quote, a closing one before one of these: a doubled quote
    in a value closes it and opens it again.

    Args:
        data: Whole lines, the first of which begins outside quotes.
        ends: Where the content of each ends.
        rules: Delimiter and quote.
    """
    assert rules.quote is not None  # noqa: S101 - the caller looked
    quotes = _words(data, rules.quote)
    marks = quotes | _words(data, rules.delimiter, LF, CR)
    inside = _odd(quotes)
    behind_mark, before_mark = marks << np.uint64(1), marks >> np.uint64(1)
    behind_mark[1:] |= marks[:-1] >> _LAST
    before_mark[:-1] |= marks[1:] << _LAST
    behind_mark[0] |= np.uint64(1)  # nothing stands before the first byte, nor behind the last
    before_mark[(len(data) - 1) // 64] |= np.uint64(1) << np.uint64((len(data) - 1) % 64)
    if np.any(quotes & ~(inside & behind_mark | ~inside & before_mark)):
        return False
    return not np.any(_at(inside, np.maximum(ends - 1, 0)))


def places_outside(data: Bytes, byte: int, quote: int, parity: int) -> Ints:
    """Return where a byte stands outside quotes.

    Args:
        data: The buffer.
        byte: The one that is looked for.
        quote: What opens and closes.
        parity: Quotes of even (0) or odd (1) number open.
    """
    places = np.flatnonzero(data == byte)
    found: Ints = places[_at(_odd(_words(data, quote)), places) == parity]
    return found


def _at(words: Words, places: Ints) -> Bytes:
    """Return the bits at some places."""
    bits: Bytes = words.view(np.uint8)[places >> 3] >> (places & 7).astype(np.uint8) & 1
    return bits


def _words(data: Bytes, first: int, *others: int) -> Words:
    """Return a bit for each byte, the first one lowest: whether it is one of these."""
    words = np.zeros(-(-len(data) // 64), "<u8")
    packed = words.view(np.uint8)
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        flags = piece == first
        for byte in others:
            flags |= piece == byte
        bits = np.packbits(flags, bitorder="little")
        packed[at // 8 : at // 8 + len(bits)] = bits
    return words


def _odd(bits: Words) -> Words:
    """Return for each bit whether an odd number is set up to it, itself included."""
    odd = bits.copy()
    for shift in (1, 2, 4, 8, 16, 32):
        odd ^= odd << np.uint64(shift)
    odd[1:] ^= np.bitwise_xor.accumulate(odd >> _LAST)[:-1] * _ALL
    return odd
