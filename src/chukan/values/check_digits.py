"""Check digits of Japanese numbers: each algorithm once, for one number and for whole columns.

An algorithm takes the digits of a number's body, each of them an `int` or a column of them, so that one formula serves
messages, rules and synthetic data alike.

Sources: 個人番号 平成26年総務省令85号5条; 法人番号 平成26年財務省令70号2条; 住民票コード 平成14年総務省告示436号;
全国地方公共団体コード 総務省の検査数字の算出方法; 保険者番号など 診療報酬請求書の検証番号（モジュラス10）;
宛名番号 住民記録システム標準仕様書（モジュラス11）.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Digit = int | npt.NDArray[np.integer[Any]]
    """One digit, or a column of them: signed integers that hold at least 3 decimal digits."""


@dataclass(frozen=True)
class CheckDigitScheme:
    """How a kind of number gets its check digit.

    Attributes:
        compute: From the digits of the body, highest first, to the check digit; arrays in, array out.
        leading: True when the check digit comes first, False when it comes last.
    """

    compute: Callable[[Sequence[Digit]], Any]
    leading: bool = False

    def split(self, digits: Sequence[Digit]) -> tuple[Sequence[Digit], Digit]:
        """Split the digits of a whole number, highest first, into its body and its check digit."""
        return (digits[1:], digits[0]) if self.leading else (digits[:-1], digits[-1])

    def complete(self, body: str) -> str:
        """Return the number that has the digits `body` and the check digit that follows from them.

        Args:
            body: ASCII digits without the check digit.
        """
        digit = str(self.compute([int(c) for c in body]))
        return digit + body if self.leading else body + digit

    def expected(self, number: str) -> int:
        """Return the check digit that a number of ASCII digits should have, whatever it has."""
        body, _ = self.split([int(c) for c in number])
        return int(self.compute(body))

    def fits(self, number: str) -> bool:
        """Return True when the check digit of a number of ASCII digits is the one that it should have."""
        body, digit = self.split([int(c) for c in number])
        return bool(self.compute(body) == digit)


def _weighted(body: Iterable[Digit], weights: Iterable[int]) -> Any:
    """Sum the digits times their weights; `weights` run from the lowest digit up and may be longer."""
    return sum(digit * weight for digit, weight in zip(reversed(list(body)), weights, strict=False))


def modulus_11(body: Sequence[Digit]) -> Any:
    """Return 11 less the rest of the weighted sum, 0 when that rest is 0 or 1; weights 2 to 7, again and again.

    個人番号 (11 digits of body), 住民票コード (10), 宛名番号・世帯番号 (up to 14).
    """
    return (11 - _weighted(body, cycle(range(2, 8))) % 11) % 11 % 10


def modulus_9(body: Sequence[Digit]) -> Any:
    """Return 9 less the rest of the weighted sum; weights 1 and 2 in turn. 法人番号 (12 digits of body)."""
    return 9 - _weighted(body, cycle((1, 2))) % 9


def municipality(body: Sequence[Digit]) -> Any:
    """Return the last digit of 11 less the rest of the weighted sum; weights 2 to 6. 全国地方公共団体コード (5 digits)."""
    return (11 - _weighted(body, range(2, 7)) % 11) % 10


def modulus_10(body: Sequence[Digit]) -> Any:
    """Return 10 less the last digit of the sum of the digits of each product; weights 2 and 1 in turn. 保険者番号 and the like."""
    products = [digit * weight for digit, weight in zip(reversed(body), cycle((2, 1)), strict=False)]
    return (10 - sum(product // 10 + product % 10 for product in products) % 10) % 10


MODULUS_11 = CheckDigitScheme(modulus_11)
MODULUS_10 = CheckDigitScheme(modulus_10)
CORPORATE = CheckDigitScheme(modulus_9, leading=True)
MUNICIPALITY = CheckDigitScheme(municipality)
