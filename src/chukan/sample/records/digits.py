"""Numbers with check digits, over whole columns.

Formulas: see the reference page on check digits (番号利用法 number 総務省令85号5条, 法人番号, JIS X 0402 ...).
A number's body comes as an int64 column; the result is a string column with leading zeros.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]


def zero_padded(values: Ints, width: int) -> pa.Array:
    """Non-negative integers as strings of `width` digits."""
    return pc.utf8_lpad(pc.cast(pa.array(values), pa.string()), width=width, padding="0")


def scattered(index: Ints, size: int, offset: int = 0) -> Ints:
    """A one-to-one map of 0..size-1 onto itself that hides the order.

    `size` times the largest index must stay below 2**63: 10**11 numbers for 10**7 entities.
    """
    step = max(int(size * 0.618_034), 1)
    while math.gcd(step, size) != 1:
        step += 1
    return (index % size * step + offset) % size


def digit_columns(body: Ints, count: int) -> list[Ints]:
    """The decimal digits of `body`, lowest first."""
    return [body // 10**n % 10 for n in range(count)]


def _weighted(body: Ints, weights: Sequence[int]) -> Ints:
    """Sum of digit times weight, lowest digit first."""
    total = np.zeros_like(body)
    for digit, weight in zip(digit_columns(body, len(weights)), weights, strict=True):
        total += digit * weight
    return total


_MOD11 = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)


def _mod11_digit(body: Ints, weights: Sequence[int]) -> Ints:
    rest = _weighted(body, weights) % 11
    return np.where(rest <= 1, 0, 11 - rest)


def my_numbers(body: Ints) -> pa.Array:
    """個人番号: eleven digits of `body` and the check digit."""
    return zero_padded(body * 10 + _mod11_digit(body, _MOD11), 12)


def resident_codes(body: Ints) -> pa.Array:
    """住民票コード: ten digits of `body` and the check digit."""
    return zero_padded(body * 10 + _mod11_digit(body, _MOD11[:10]), 11)


def corporate_numbers(body: Ints) -> pa.Array:
    """法人番号: the check digit and twelve digits of `body`."""
    check = 9 - _weighted(body, (1, 2) * 6) % 9
    return zero_padded(check * 10**12 + body, 13)


def addressee_numbers(body: Ints, width: int) -> pa.Array:
    """宛名番号 and the like: `body` and a modulus-11 check digit (weights 2 to 7)."""
    weights = tuple(2 + n % 6 for n in range(width - 1))
    rest = _weighted(body, weights) % 11
    return zero_padded(body * 10 + np.where(rest <= 1, 0, 11 - rest), width)


def mod10_numbers(body: Ints, width: int) -> pa.Array:
    """保険者番号 and the like: `width` - 1 digits of `body` and the modulus-10 check digit."""
    total = np.zeros_like(body)
    for n, digit in enumerate(digit_columns(body, width - 1)):
        product = digit * (2 if n % 2 == 0 else 1)
        total += product // 10 + product % 10
    return zero_padded(body * 10 + (10 - total % 10) % 10, width)


def municipality_check_digit(code: str) -> str:
    """The sixth digit of a 全国地方公共団体コード whose first five are `code`."""
    total = sum(int(d) * w for d, w in zip(code, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def residence_cards(body: Ints) -> pa.Array:
    """在留カード番号: two letters, eight digits, two letters, from one number."""
    letters = pa.array([a + b for a in "ABCDEFGHJKLMNPRSTUVWXY" for b in "ABCDEFGHJKLMNPRSTUVWXY"])
    first, last = (letters.take(pa.array(body // 10**8 * k % len(letters))) for k in (1, 7))
    return pc.binary_join_element_wise(first, zero_padded(body % 10**8, 8), last, "")
