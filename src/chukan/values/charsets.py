"""Classes of characters: which are half-width, gaiji, vendor-dependent, inside a repertoire."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from chukan.values.buffers import Bools
from chukan.values.kernels import CODE_POINTS, Ranges, table

ASCII: Ranges = ((0x21, 0x7E),)
"""Printable, without the blank."""
BLANK: Ranges = ((0x20, 0x20), (0x3000, 0x3000))
HALF_KANA: Ranges = ((0xFF61, 0xFF9F),)
OTHER_HALF: Ranges = ((0xA5, 0xA5), (0x203E, 0x203E))
"""What 0x5C and 0x7E are in Shift_JIS proper: as wide as ASCII."""
NEWLINE: Ranges = ((0x0A, 0x0A), (0x0D, 0x0D))
CONTROL: Ranges = ((0x00, 0x09), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x7F))
"""C0 and DELETE, without the newlines: F05 reports these."""
GAIJI: Ranges = ((0xE000, 0xF8EF), (0xF8F4, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
"""Private use, without U+F8F0 to F8F3 (single bytes of CP932)."""
SINGLE_BYTES: Ranges = ((0x80, 0x80), (0xF8F0, 0xF8F3))
"""What CP932's undefined single bytes 80, A0, FD, FE, FF turn into."""
INVISIBLE: Ranges = (
    (0x81, 0xA0),
    (0xAD, 0xAD),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x205F),
    (0x2060, 0x2064),
    (0xFEFF, 0xFEFF),
    (0xFFFD, 0xFFFD),
)
"""With Unicode's many blanks, and U+FFFD: what a converter leaves where it did not know a character."""
KATAKANA: Ranges = ((0x30A1, 0x30F6), (0x30FB, 0x30FE))
"""With the ヽ ヾ of older names."""
DIGITS: Ranges = ((0x30, 0x39),)


def either(*classes: Ranges) -> Ranges:
    """Return the union of classes."""
    return tuple(pair for ranges in classes for pair in ranges)


@lru_cache(maxsize=64)
def other_than(*classes: Ranges) -> Bools:
    """Return one flag a code point, shape (CODE_POINTS,): is it in none of the classes?"""
    flags: Bools = ~table(either(*classes))
    return flags


def flags_of(characters: Iterable[str]) -> Bools:
    """Return one flag a code point, shape (CODE_POINTS,): does it occur in one of the strings?"""
    flags = np.zeros(CODE_POINTS, bool)
    points = np.frombuffer("".join(characters).encode("utf-32-le", "surrogatepass"), np.uint32)
    flags[points] = True
    return flags
