"""V07: numbers whose check digit does not fit, computed over whole columns of digits.

Sources: 個人番号 平成26年総務省令85号5条; 法人番号 平成26年財務省令70号2条; 住民票コード 平成14年総務省告示436号;
全国地方公共団体コード 総務省の検査数字の算出方法; 保険者番号など 診療報酬請求書の検証番号（モジュラス10）.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chukan.rules.fields.base import FieldRule
from chukan.values.kernels import BLANKS, Bools, Bytes, mask, matrix, scatter, strings, take, trimmed, widths
from chukan.values.shapes import SHAPES

Digits = npt.NDArray[np.int16]
Scheme = Callable[[Digits], Digits]
"""From the digits of numbers, (count, width), to the check digit that each should have."""

_MY_NUMBER = np.array([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], np.int16)
_CORPORATE = np.array([2, 1] * 6, np.int16)
_MUNICIPALITY = np.array([6, 5, 4, 3, 2], np.int16)


def modulus_11(digits: Digits) -> Digits:
    """個人番号, 住民票コード: 11 less the weighted sum's rest; 0 when the rest is 0 or 1. The last digit."""
    body = digits[:, :-1]
    rest = body @ _MY_NUMBER[-body.shape[1] :] % 11
    result: Digits = np.where(rest <= 1, 0, 11 - rest).astype(np.int16)
    return result


def modulus_9(digits: Digits) -> Digits:
    """法人番号: 9 less the weighted sum's rest. The first digit."""
    result: Digits = 9 - digits[:, 1:] @ _CORPORATE % 9
    return result


def municipality(digits: Digits) -> Digits:
    """全国地方公共団体コード: the last digit of 11 less the weighted sum's rest. The last digit."""
    result: Digits = (11 - digits[:, :-1] @ _MUNICIPALITY % 11) % 10
    return result


def modulus_10(digits: Digits) -> Digits:
    """保険者番号 and the like: doubled every second digit from the right, digits summed. The last digit."""
    body = digits[:, -2::-1].copy()
    body[:, ::2] *= 2
    total = (body // 10 + body % 10).sum(axis=1)
    result: Digits = ((10 - total % 10) % 10).astype(np.int16)
    return result


#: Format -> how its check digit is computed, and where it stands.
SCHEMES: dict[str, tuple[Scheme, int]] = {
    "my_number": (modulus_11, -1),
    "corporate_number": (modulus_9, 0),
    "resident_code": (modulus_11, -1),
    "municipality_code": (municipality, -1),
    "insurer_number": (modulus_10, -1),
    "late_elderly_number": (modulus_10, -1),
    "care_provider_number": (modulus_10, -1),
    "public_expense_number": (modulus_10, -1),
}


def breaks(values: pa.Array, number: str) -> Bools:
    """Where a value of the right length, digits only, has another check digit than it should."""
    scheme, place = SCHEMES[number]
    failing = np.zeros(len(values), bool)
    for width in SHAPES[number].widths:
        rows, cells = matrix(values, width)
        if not len(cells):
            continue
        plain, digits = _digits(cells)
        wrong = scheme(digits) != digits[:, place]
        failing |= scatter(rows, scatter(plain, wrong))
    return failing


def _digits(cells: Bytes) -> tuple[Bools, Digits]:
    """The rows that are digits only: which, and as numbers."""
    digits = cells - np.uint8(48)
    plain: Bools = np.all(digits <= 9, axis=1)
    return plain, digits[plain].astype(np.int16)


@dataclass(frozen=True)
class CheckDigit(FieldRule):
    """A number's check digit does not fit; asked only of values of the right shape."""

    rule: ClassVar[str] = "V07"
    number: str = field(kw_only=True)
    """The format that names the scheme."""

    def failing(self, values: pa.Array) -> pa.Array | None:
        """True where the check digit is another one."""
        values = strings(values)
        exact = np.isin(widths(values), (0, *SHAPES[self.number].widths))
        failing = breaks(values, self.number)
        if not exact.all():  # blanks at the ends hide a number of the right length
            failing |= scatter(~exact, breaks(trimmed(take(values, ~exact)), self.number))
        return mask(failing)

    def message(self, value: str, *, show: bool) -> str:
        """Which number, and what was probably mistaken."""
        name = SHAPES[self.number].name
        core = pa.array([value.strip(BLANKS)], pa.string())
        which = "" if name == self.item.name else f"の{name}"
        text = f"{self.label}{which}の検査数字が合いません。"
        if self.number == "insurer_number" and len(core[0].as_py()) == 6 and not breaks(core, "municipality_code")[0]:
            return text + "全国地方公共団体コードが入っているようです。保険者番号とは検査数字が違います。"
        if self.number == "municipality_code" and not breaks(core, "insurer_number")[0]:
            return text + "保険者番号が入っているようです。団体コードとは検査数字が違います。"
        if self.number == "resident_code":
            return text + "桁の取り違えがないか、移行元の値を確かめてください（算式の確度が低いため警告です）。"
        if self.shows(show):
            scheme, place = SCHEMES[self.number]
            _, digits = _digits(matrix(core, len(core[0].as_py()))[1])
            at = "先頭" if place == 0 else "末尾"
            text += f"{at}は{scheme(digits)[0]}のはずです。"
        return text + "桁の取り違えや誤入力がないか、移行元の値を確かめてください。"
