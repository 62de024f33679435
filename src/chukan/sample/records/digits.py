"""Columns of synthetic numbers that name something: from integers to strings with leading zeros and check digits."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chukan.values.check_digits import MODULUS_11, CheckDigitScheme
from chukan.values.formats import NumberFormat

Ints = npt.NDArray[np.int64]
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"


def zero_padded(values: Ints, width: int) -> pa.Array:
    """Return non-negative integers as strings of `width` digits.

    Args:
        values: Non-negative integers of at most `width` digits.
        width: Characters of a string.
    """
    return pc.utf8_lpad(pc.cast(pa.array(values), pa.string()), width=width, padding="0")


def scattered(index: Ints, size: int, offset: int = 0) -> Ints:
    """Return a one-to-one map of 0..size-1 onto itself that hides the order.

    `size` times the largest index must stay below 2**63: 10**11 numbers for 10**7 entities.

    Args:
        index: Non-negative integers; those below `size` are mapped one to one.
        size: How many numbers there are.
        offset: Another offset gives another order.
    """
    step = max(int(size * 0.618_034), 1)
    while math.gcd(step, size) != 1:
        step += 1
    return (index % size * step + offset) % size


def with_check_digit(body: Ints, width: int, scheme: CheckDigitScheme) -> pa.Array:
    """Return numbers of `width` digits: those of `body`, `width` - 1 of them, and the check digit.

    Args:
        body: non-negative integers below 10 ** (width - 1).
        width: 2 to 18.
        scheme: how the check digit is computed, and whether it comes first.
    """
    check = scheme.compute([body // 10**n % 10 for n in reversed(range(width - 1))])
    return zero_padded(check * 10 ** (width - 1) + body if scheme.leading else body * 10 + check, width)


def numbered(body: Ints, number: NumberFormat, width: int) -> pa.Array:
    """Return good values of a number format, one for each of `body`, all different.

    Args:
        body: non-negative integers of at most `body_digits(number, width)` digits.
        number: the format.
        width: one of its widths.
    """
    if number.picture and width == len(number.picture):
        return residence_cards(body)
    if number.picture:
        return pc.binary_join_element_wise("B", zero_padded(body, width - 1), "")
    return with_check_digit(body, width, number.check) if number.check else zero_padded(body, width)


def body_digits(number: NumberFormat, width: int) -> int:
    """Return how many digits of a number of `width` characters can be chosen: ten where letters frame it."""
    framed = 10 if width == len(number.picture) else width - 1
    return framed if number.picture else width - bool(number.check)


def addressee_numbers(body: Ints, width: int) -> pa.Array:
    """Return 宛名番号 and the like: `body` and a modulus-11 check digit.

    Args:
        body: Non-negative integers.
        width: Characters of a number, with its check digit.
    """
    return with_check_digit(body, width, MODULUS_11)


def residence_cards(body: Ints) -> pa.Array:
    """Return 在留カード番号 (two letters, eight digits, two letters) from numbers of ten digits."""
    letters = pa.array([a + b for a in _LETTERS for b in _LETTERS])
    first, last = (letters.take(pa.array(body // 10**8 * k % len(letters))) for k in (1, 7))
    return pc.binary_join_element_wise(first, zero_padded(body % 10**8, 8), last, "")
