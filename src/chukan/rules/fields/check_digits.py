"""V07: numbers whose check digit does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pyarrow as pa

from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain_text
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values.buffers import Bools, matrix, strings, widths
from chukan.values.formats import NUMBER_FORMATS, NumberFormat, checked_formats
from chukan.values.kernels import BLANKS, mask, one_of, scatter, take, trimmed


def wrong_check_digits(values: pa.Array, number: NumberFormat, lengths: Sequence[int] = ()) -> Bools:
    """Return where a value of the right length, digits only, has another check digit than it should.

    Args:
        values: as `strings` returns them; others than whole numbers of the format are never wrong here.
        number: a format with a check digit.
        lengths: the lengths that a value may have; none given = those of the format.
    """
    failing = np.zeros(len(values), bool)
    if number.check is None:
        return failing
    for width in lengths or number.widths:
        rows, cells = matrix(values, width)
        if not len(cells):
            continue
        digits = cells - np.uint8(48)
        plain = np.all(digits <= 9, axis=1)
        columns = list(digits[plain].T.astype(np.int16, order="C"))
        body, digit = number.check.split(columns)
        failing |= scatter(rows, scatter(plain, number.check.compute(body) != digit))
    return failing


@dataclass(frozen=True)
class CheckDigit(FieldRule):
    """A number's check digit does not fit; checked only in values of the right shape."""

    entry: ClassVar[Rule] = Rule(
        "V07",
        "検査数字",
        "Check digit",
        checks="個人番号・法人番号・全国地方公共団体コード・保険者番号・住民票コードなどの検査数字が合うか。",
        why="番号の誤りは、別の人への情報の結び付けにつながります。",
        example="団体コード 131017（正しくは 131016）。保険者番号の欄に団体コード。",
        remedy="桁の取り違えがないか移行元の台帳と突き合わせてください。個人番号はどの画面・帳票にも表示しません。",
        severity_note="住民票コードは警告",
    )
    number: NumberFormat = field(kw_only=True)

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> CheckDigit | None:
        """Text whose format has a check digit."""
        number = next(iter(checked_formats(item.formats)), None)
        return cls(item, number=number) if number and is_plain_text(item, layout) else None

    @property
    def default_severity(self) -> Severity:
        """An error, but for a formula that is known at second hand only."""
        return self.number.check_severity

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the check digit is another one."""
        values = strings(values)
        lengths = [width for width in self.number.widths if width <= (self.item.length or width)]
        exact = one_of(widths(values), (0, *lengths))
        failing = wrong_check_digits(values, self.number, lengths)
        if not exact.all():  # blanks at the ends hide a number of the right length
            failing |= scatter(~exact, wrong_check_digits(trimmed(take(values, ~exact)), self.number, lengths))
        return mask(failing)

    def message(self, value: str, *, show: bool) -> str:
        """Which number, and what was probably mistaken."""
        number, core = self.number, value.strip(BLANKS)
        which = "" if number.label == self.item.name else f"の{number.label}"
        text = f"{self.label}{which}の検査数字が合いません。"
        if number.name == "insurer_number" and _fits(core, "municipality_code"):
            return text + "全国地方公共団体コードが入っているようです。保険者番号とは検査数字が違います。"
        if number.name == "municipality_code" and _fits(core, "insurer_number"):
            return text + "保険者番号が入っているようです。団体コードとは検査数字が違います。"
        if number.name == "resident_code":
            return text + "桁の取り違えがないか、移行元の値を確かめてください（算式の確度が低いため警告です）。"
        if self.shows(show) and number.check:
            at = "先頭" if number.check.leading else "末尾"
            text += f"{at}は{number.check.expected(core)}のはずです。"
        return text + "桁の取り違えや誤入力がないか、移行元の値を確かめてください。"


def _fits(digits: str, name: str) -> bool:
    """Return True when digits are a right number of another format."""
    number = NUMBER_FORMATS[name]
    return len(digits) in number.widths and bool(number.check and number.check.fits(digits))
