"""V02: characters that an item's type does not allow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import jaconv
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain_text
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.values import charsets as cs
from chukan.values.buffers import Bools, as_arrow, strings, widths
from chukan.values.formats import NumberFormat, character_format, number_format
from chukan.values.kernels import (
    BLANKS,
    boolean,
    contains_any,
    mask,
    mask_or_none,
    matches,
    nothing_written,
    one_of,
    scatter,
    table,
    take,
    trimmed,
)

#: Not V02 in plain half-width text: F05 reports control characters, V11 what CP932 lets pass; an address may have lines.
_OF_HALF_WIDTH = (cs.CONTROL, cs.SINGLE_BYTES, cs.NEWLINE)


def forbidden(item: Item) -> Bools:
    """Return one flag a code point: does V02 forbid it in this text item?"""
    return forbidden_in(item.type, item.formats)


@lru_cache(maxsize=64)
def forbidden_in(type_: str, formats: tuple[str, ...]) -> Bools:
    """As `forbidden`, by type and formats."""
    if declared := character_format(formats):
        blank = () if isinstance(declared, NumberFormat) else cs.BLANK  # V09 says which blank a text may have
        return cs.other_than(declared.ranges, blank)
    if type_ == "X":
        return cs.other_than(cs.ASCII, cs.BLANK, cs.HALF_KANA, *_OF_HALF_WIDTH)
    if type_ == "N":
        return table(cs.either(cs.ASCII, cs.HALF_KANA, cs.OTHER_HALF))
    return table(())


@dataclass(frozen=True)
class Characters(FieldRule):
    """A text value holds a character that its type or format does not allow."""

    entry: ClassVar[Rule] = Rule(
        "V02",
        "文字種",
        "Character type",
        checks="半角項目の全角文字、全角項目の半角文字、カナ項目のカナ以外、数字項目の数字以外。",
        why="移行先の検索・名寄せ・帳票の桁そろえが崩れます。",
        example="全角カナ項目に「ﾔﾏﾀﾞ」。郵便番号に「123-4567」。",
        remedy="移行元で字種を変換してください。全角・半角の変換後の形は、--show-values のとき指摘の中に示します（氏名の字形は変えません）。",
        error_class="E0002",
    )

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> Characters | None:
        """Return the rule for an item of text; see the base."""
        return cls(item) if is_plain_text(item, layout) else None

    @property
    def repeats(self) -> bool:
        """Texts of wide characters may."""
        return self.item.type != "X"

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where there is such a character; blanks at the ends are V09's."""
        values = strings(values)
        found = contains_any(values, forbidden(self.item))
        if found is not None and self.item.required == "required":
            found = pc.and_(found, as_arrow(~nothing_written(values)))  # of newlines only: V01 reports it
        number = number_format(self.item.formats)
        if number is None:
            return found if found is None else mask_or_none(found)
        failing = np.zeros(len(values), bool) if found is None else self._without_end_blanks(values, boolean(found))
        if number.picture:
            right = one_of(widths(values), number.widths) & ~failing
            failing |= scatter(right, ~matches(take(values, right), number.pattern))
        return mask(failing)

    def _without_end_blanks(self, values: pa.Array, suspects: Bools) -> Bools:
        again = contains_any(trimmed(take(values, suspects)), forbidden(self.item))
        return np.zeros(len(values), bool) if again is None else scatter(suspects, boolean(again))

    def message(self, value: str, *, show: bool) -> str:
        """Which kind of character stands where, what is asked for, and the form that would do."""
        core = value.strip(BLANKS)
        flags = forbidden(self.item)
        wrong = [(at, c) for at, c in enumerate(core, 1) if flags[ord(c)]]
        if not wrong:
            return f"{self.label}の並びが{self._asked}ではありません。移行元の値を確かめてください。"
        at, character = wrong[0]
        more = f"ほか{len(wrong) - 1}文字" if len(wrong) > 1 else ""
        text = f"{self.label}は{self._asked}の項目ですが、{at}文字目に{kind_of(character)}があります"
        text += f"（{more}）。" if more else "。"
        return text + self._advice(core, show=self.shows(show))

    @property
    def _asked(self) -> str:
        if number := number_format(self.item.formats):
            return f"{number.label}（{number.characters}）"
        if declared := character_format(self.item.formats):
            return declared.characters
        return {"X": "半角", "N": "全角"}.get(self.item.type, "文字")

    def mended(self, value: str) -> str | None:
        """Return the value in the width, or the kana, that the item asks for; blanks at its ends stay."""
        core = value.strip(BLANKS)
        offered, _ = self._offered(core)
        return value.replace(core, offered) if self._mends(core, offered) else None

    def _mends(self, core: str, offered: str) -> bool:
        flags = forbidden(self.item)
        return offered != core and not any(flags[ord(c)] for c in offered)

    def _offered(self, core: str) -> tuple[str, str]:
        """Return a value in the form that the item asks for, as far as it can be converted, and the name of the form."""
        if self.item.has("kana"):
            mended, how = jaconv.hira2kata(jaconv.h2z(core, kana=True, digit=False, ascii=False)), "全角カナ"
        elif self.item.type == "N":
            mended, how = jaconv.h2z(core, kana=True, digit=True, ascii=True), "全角"
        elif self.item.has("kana_half") or self.item.has("bank_name"):
            wide = self.item.has("bank_name")
            mended = jaconv.z2h(jaconv.hira2kata(core), kana=True, digit=wide, ascii=wide)
            how = "半角カナ"
        else:
            mended, how = jaconv.z2h(core, kana=False, digit=True, ascii=True), "半角"
            number = number_format(self.item.formats)
            if number and len(bare := mended.replace("-", "")) in number.widths:
                mended = bare  # a hyphen for the eye; where any length will do it may be part of the number
        return mended, how

    def _advice(self, core: str, *, show: bool) -> str:
        mended, how = self._offered(core)
        if not self._mends(core, mended):
            only = how == "半角" and number_format(self.item.formats) and core.isascii()
            return "数字だけに直してください。" if only else f"{how}の文字に直してください。"
        return f"{how}では「{mended}」です。" if show else f"{how}に直してください。"


_KINDS = (
    ("外字", cs.GAIJI),
    ("改行", cs.NEWLINE),
    ("制御文字", cs.CONTROL),
    ("半角の句読点・かぎ括弧", ((0xFF61, 0xFF64),)),
    ("半角カナ", cs.HALF_KANA),
    ("空白", cs.BLANK),
    ("半角数字", cs.DIGITS),
    ("半角英字", ((0x41, 0x5A), (0x61, 0x7A))),
    ("半角記号", cs.either(cs.ASCII, cs.OTHER_HALF)),
    ("全角数字", ((0xFF10, 0xFF19),)),
    ("全角英字", ((0xFF21, 0xFF3A), (0xFF41, 0xFF5A))),
    ("結合文字", ((0x3099, 0x309A),)),
    ("目に見えない文字", cs.INVISIBLE),
    ("ひらがな", ((0x3041, 0x3096), (0x309D, 0x309F))),
    ("使えない全角カタカナ（ヷなど）", ((0x30F7, 0x30FA), (0x30FF, 0x30FF), (0x31F0, 0x31FF))),
    ("全角カタカナ", ((0x30A1, 0x30F6), (0x30FC, 0x30FE))),
    ("漢字", ((0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))),
)


@lru_cache(maxsize=1 << 14)  # where all is wrong, a million are asked for
def kind_of(character: str) -> str:
    """Return what kind of character it is, in Japanese."""
    point = ord(character)
    return next((name for name, ranges in _KINDS if any(a <= point <= b for a, b in ranges)), "全角記号など")
