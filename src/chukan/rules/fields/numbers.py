"""V02, V03 and V08 for numbers: strange characters, too many digits, a wrong form or size."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

import jaconv
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_coded, is_plain_number
from chukan.rules.fields.characters import Characters, kind_of
from chukan.rules.fields.length import Length
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.values import charsets as cs
from chukan.values.buffers import Bools, all_digits, as_arrow, longest, starts, strings, widths
from chukan.values.calendar import Template, numbers
from chukan.values.kernels import BLANKS, boolean, contains_any, mask, matches, scatter, take, trimmed
from chukan.values.numbers import proper, signed, too_long

_SIGNS = "+-＋－−▲△"
_LOOSE = cs.either(cs.DIGITS, ((0xFF10, 0xFF19),), tuple((ord(c), ord(c)) for c in _SIGNS + ".．"))
"""What a number may be written with, well or badly; V02 reports the rest, V08 these."""
#: A number whose last digit carries its sign.
_ZONED = re.compile("[0-9]+[A-R{}]")
_OTHERS = (cs.CONTROL, cs.NEWLINE)


def odd_characters(values: pa.Array) -> Bools:
    """Where a value, without blanks at its ends, holds something that no number is written with."""
    found = contains_any(values, cs.other_than(_LOOSE, *_OTHERS))
    if found is None:
        return np.zeros(len(values), bool)
    suspects = boolean(found)
    again = contains_any(trimmed(take(values, suspects)), cs.other_than(_LOOSE, *_OTHERS))
    return np.zeros(len(values), bool) if again is None else scatter(suspects, boolean(again))


@dataclass(frozen=True)
class NumberCharacters(FieldRule):
    """Letters and the like in a number."""

    entry: ClassVar[Rule] = Characters.entry

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> NumberCharacters | None:
        """Return the rule for an item of numbers; see the base."""
        return cls(item) if is_plain_number(item, layout) else None

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where there is a character that no number is written with."""
        values = strings(values)
        return None if all_digits(values) else mask(odd_characters(values))

    def message(self, value: str, *, show: bool) -> str:
        """Which kind of character stands where."""
        flags = cs.other_than(_LOOSE, *_OTHERS)
        core = value.strip(BLANKS)
        at, character = next(((i, c) for i, c in enumerate(core, 1) if flags[ord(c)]), (1, " "))
        if character == ",":
            return f"{self.label}は数値の項目ですが、桁区切りの「,」があります。「,」を除いて出力してください。"
        zoned = "COBOL のゾーン10進（末尾の文字が符号）なら、移行条件に overpunch: true と書いてください。"
        hint = zoned if _ZONED.fullmatch(core) else "数字だけに直してください。"
        return f"{self.label}は数値の項目ですが、{at}文字目に{kind_of(character)}があります。{hint}"


@dataclass(frozen=True)
class NumberLength(FieldRule):
    """More digits than the item has, or not as many as a fixed one."""

    entry: ClassVar[Rule] = Length.entry

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> NumberLength | None:
        """Numbers with a length."""
        return cls(item) if item.length and is_plain_number(item, layout) else None

    def bases(self) -> tuple[Basis, ...]:
        """Return the basis of the length, which may be an estimate by itself."""
        return (self.item.length_basis,)

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where a number of the right form has too many digits; zeros in front do not count."""
        values = strings(values)
        limit = self.item.length or 0
        if self.item.has("fixed"):
            length = widths(values)
            suspects = (length != 0) & (length != limit)
            pattern = "[0-9]+"
        else:
            if longest(values) <= limit:
                return None
            suspects = widths(values) > limit
            pattern = too_long(self.item)
        if not suspects.any():
            return None
        rest = trimmed(take(values, suspects))
        failing = matches(rest, pattern)
        if self.item.has("fixed"):
            failing &= widths(rest) != limit
        return mask(scatter(suspects, failing))

    def message(self, value: str, *, show: bool) -> str:
        """Return the digits, and how many there may be."""
        whole = value.strip(BLANKS).lstrip("-").split(".")[0]
        if self.item.has("fixed"):
            return f"{self.label}は{self.item.length}桁の固定長ですが、{len(whole)}桁あります。移行元の桁そろえを確かめてください。"
        digits = len(whole.lstrip("0"))
        part = "の整数部は" if self.item.is_decimal else "は"
        return f"{self.label}{part}{self.item.length}桁までですが、{digits}桁あります。移行元の値を確かめてください。"


@dataclass(frozen=True)
class NumberForm(FieldRule):
    """Sign, decimals, zeros in front, full-width digits, range.

    Attributes:
        zeros: True where zeros in front are agreed (fixed width, padded).
    """

    entry: ClassVar[Rule] = Rule(
        "V08",
        "数値の形・範囲",
        "Number form and range",
        checks="符号、小数の桁、先頭の0、全角数字、範囲（a..b）。",
        why="移行先で読めない、または別の大きさの数として読まれます。",
        example="符号なし項目に -5、「１２」、「007」、0..100 の項目に 120。",
        remedy="移行元で半角の数値に直してください。範囲の外の値は実際の値を確かめてください。",
    )
    zeros: bool = field(default=False, kw_only=True)

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> NumberForm | None:
        """Numbers; zeros in front may be agreed."""
        if not is_plain_number(item, layout):
            return None
        agreed = settings.agreement
        return cls(item, zeros=item.has("fixed") or (agreed.format == "fixed" and agreed.padding.number == "left_zero"))

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the form or the size is wrong."""
        values = strings(values)
        if self.item.range is None and all_digits(values) and not self._zeros_in_front(values).any():
            return None
        failing = np.zeros(len(values), bool)
        plain = boolean(pc.ascii_is_decimal(values)) & ~self._zeros_in_front(values)
        suspects = ~plain & (widths(values) != 0)
        if suspects.any():
            failing |= scatter(suspects, self._wrong_form(trimmed(take(values, suspects))))
        if self.item.range is not None:
            failing |= self._outside(values, failing)
        return mask(failing)

    def _zeros_in_front(self, values: pa.Array) -> Bools:
        if self.zeros:
            return np.zeros(len(values), bool)
        result: Bools = starts(values, "0") & (widths(values) > 1)
        return result

    def _wrong_form(self, values: pa.Array) -> Bools:
        """Of numbers without blanks: V02's are left out."""
        pattern = proper(self.item)
        if not self.zeros:
            pattern = pattern.replace("[0-9]+", "(?:0|[1-9][0-9]*)", 1)
        wrong: Bools = ~matches(values, pattern) & ~odd_characters(values) & (widths(values) != 0)
        if self.item.length and wrong.any():
            wrong &= ~matches(values, too_long(self.item))  # V03 reports it
        return wrong

    def _outside(self, values: pa.Array, failing: Bools) -> Bools:
        assert self.item.range is not None  # noqa: S101 - asked by the caller
        low, high = self.item.range
        limit = self.item.length or 30
        sensible = (widths(values) != 0) & ~failing
        rest = trimmed(take(values, sensible))
        countable = matches(rest, proper(self.item).replace("[0-9]+", f"0*[0-9]{{1,{limit}}}", 1))
        size = pc.cast(rest.filter(as_arrow(countable)), pa.float64()).to_numpy(zero_copy_only=False)
        return scatter(sensible, scatter(countable, (size < low) | (size > high)))

    def mended(self, value: str) -> str | None:
        """Return the number in half-width characters and without zeros in front; blanks at its ends stay."""
        core = value.strip(BLANKS)
        bare = self._bare(_half(core))
        return None if bare == core else value.replace(core, bare)

    def _bare(self, half: str) -> str:
        """Return a number without zeros in front, where they are not agreed."""
        return half if self.zeros else re.sub("^(-?)0+(?=[0-9])", r"\1", half)

    def message(self, value: str, *, show: bool) -> str:  # noqa: PLR0911 - one return for each message
        """Return what is wrong with the form, and the form that would do."""
        core = value.strip(BLANKS)
        half = _half(core)
        shown = self.shows(show)
        if half != core:
            offer = f"半角では「{half}」です。" if shown else "半角に直してください。"
            return f"{self.label}に全角の数字や記号があります。{offer}"
        if core[0] in "▲△+" or core.endswith("-"):
            form = "「-」を前に付けて" if signed(self.item) else "符号なしで"
            return f"{self.label}の符号の書き方が違います。{form}出力してください。"
        if core.startswith("-") and not signed(self.item):
            return f"{self.label}は符号なしの数値ですが、負の値があります。移行元の値を確かめてください。"
        decimals = len(core.split(".")[-1]) if "." in core else 0
        if core.count(".") == 1 and decimals and (not self.item.is_decimal or decimals > self.item.scale):
            places = f"の小数は{self.item.scale}桁まで" if self.item.is_decimal else "は整数の項目"
            return f"{self.label}{places}ですが、小数{decimals}桁の値があります。端数の扱いを決めてください。"
        if (bare := self._bare(core)) != core:
            offer = f"「{bare}」に直してください。" if shown else "先頭の0を除いてください。"
            return f"{self.label}の数値の先頭に余分な0があります。{offer}"
        if self.item.range is not None and re.fullmatch(proper(self.item), core):
            low, high = (f"{n:g}" for n in self.item.range)
            return f"{self.label}は{low}から{high}までの数値ですが、範囲の外です。移行元の値を確かめてください。"
        return f"{self.label}は数値として読めません。符号と小数点の位置を確かめてください。"


def _half(core: str) -> str:
    """Return a number in half-width characters."""
    return jaconv.z2h(core, kana=False, digit=True, ascii=True).replace("−", "-")


@dataclass(frozen=True)
class YearInRange(FieldRule):
    """A year, right in itself, outside the item's range."""

    entry: ClassVar[Rule] = NumberForm.entry

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> YearInRange | None:
        """Years with a range."""
        in_question = item.type == "YEAR" and item.range and not is_coded(item, layout)
        return cls(item) if in_question else None

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the year is too early or too late; V05 and V06 report what is no year."""
        values = strings(values)
        which, year = numbers(values, Template("yyyy"))
        low, high = self.item.range or (-np.inf, np.inf)
        return mask(scatter(which, ((year < low) | (year > high)) & (year > 0) & (year < 9999)))

    def message(self, value: str, *, show: bool) -> str:
        """Say which range the value is out of; see the base."""
        low, high = (f"{n:g}" for n in self.item.range or (0, 0))
        return f"{self.label}は{low}年から{high}年までの項目ですが、範囲の外です。移行元の値を確かめてください。"
