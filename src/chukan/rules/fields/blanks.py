"""V09: blanks where none should be, or of the wrong width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.basis import Basis
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule, is_plain
from chukan.rules.fields.characters import forbidden
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values.buffers import Bools, ends, is_ascii, starts, strings, widths
from chukan.values.formats import number_format
from chukan.values.kernels import (
    BLANKS,
    boolean,
    contains_any,
    holds_full_blank,
    holds_half_blank,
    mask,
    nothing_written,
    only_blanks,
    scatter,
    take,
)

_HALF, _FULL = " ", "\u3000"
_OTHER = r"[\t\x{A0}\x{2000}-\x{200A}\x{202F}\x{205F}]"
"""Blanks that other rules report: F05 of the tab, V11 or V12 of Unicode's."""
_ONE_WORD = r"[Ａ-Ｚａ-ｚ．，’－]+|[ァ-ヶー]*[・＝][ァ-ヶー・＝]*|なし|不明|不詳"
"""Names that are whole without a blank: of one word in letters, of words with ・ between, and what a register says of none."""


@dataclass(frozen=True)
class Blanks(FieldRule):
    """Blanks at the ends, blanks of the wrong width, a name without its blank.

    Attributes:
        only_whole: Only a value of nothing but blanks is this check's business (dates, codes: V05 and V04 report the rest).
        whole: Is a value of nothing but blanks this check's business? No where V01 reports it.
    """

    entry: ClassVar[Rule] = Rule(
        "V09",
        "余分な空白・空白の幅",
        "Blanks",
        checks="値の前後の空白、空白だけの値、全角項目の半角空白（半角項目の全角空白）、氏と名の間の全角空白1文字。",
        why="見た目が同じでも別の値になり、検索や突合で一致しません。",
        example="「山田　太郎　」「山田 太郎」（半角空白）。",
        remedy="移行元の出力で空白を除き、氏と名の間は全角空白1文字にそろえてください。",
        severity=Severity.WARNING,
    )
    only_whole: bool = field(default=False, kw_only=True)
    whole: bool = field(default=True, kw_only=True)

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> Blanks | None:
        """Every item but binary ones; of codes and dates only values that are nothing but blanks."""
        if item.type == "BLOB":
            return None
        found_by_v01 = item.required == "required" or item.name in layout.body.required_when
        return cls(item, only_whole=not is_plain(item, layout), whole=not found_by_v01)

    def bases(self) -> tuple[Basis, ...]:
        """Return nothing: the file and the agreement decide."""
        return ()

    @property
    def repeats(self) -> bool:
        """Some texts do; of dates and codes, all of ASCII, a look at their bytes is cheaper."""
        return not self.only_whole and self.item.type in ("N", "XN")

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where a blank is in the wrong place."""
        values = strings(values)
        if not self._is_name and not holds_half_blank(values) and not holds_full_blank(values):
            return None
        empty = only_blanks(values) if self.whole else nothing_written(values)
        failing = empty.copy() if self.whole else np.zeros(len(values), bool)
        if not self.only_whole:
            failing |= self._at_ends(values) & ~empty
            inside = self._inside(values) & ~empty & ~failing
            if inside.any():
                failing |= self._of_its_own(values, inside)
        return mask(failing)

    @property
    def _is_name(self) -> bool:
        return self.item.has("person_name") and not self.only_whole

    @staticmethod
    def _at_ends(values: pa.Array) -> Bools:
        failing = np.zeros(len(values), bool)
        for blank in (_HALF, _FULL) if holds_half_blank(values) else (_FULL,):
            failing |= starts(values, blank) | ends(values, blank)
        return failing

    def _inside(self, values: pa.Array) -> Bools:
        """Where a blank inside is wrong, or one is missing."""
        none = np.zeros(len(values), bool)
        if not self.item.is_text or number_format(self.item.formats):
            return none
        if self.item.type == "X":
            return none if is_ascii(values) else boolean(pc.match_substring(values, _FULL))
        half = boolean(pc.match_substring(values, _HALF)) if holds_half_blank(values) else none
        if not self._is_name:
            return half if self.item.type == "N" else none
        latin = boolean(pc.string_is_ascii(values)) if self.item.type == "XN" else none
        full = boolean(pc.match_substring(values, _FULL))
        apart = full | (latin & half)
        twice = boolean(pc.match_substring(values, _FULL * 2))
        if half.any():
            twice |= boolean(pc.match_substring(values, _HALF * 2))
        together = ~apart & (widths(values) > 0)
        if together.any():
            rest = take(values, together)
            together = scatter(together, ~boolean(pc.match_substring_regex(rest, f"{_OTHER}|^(?:{_ONE_WORD})$")))
        return (half & ~latin) | twice | together

    def _of_its_own(self, values: pa.Array, inside: Bools) -> Bools:
        """Without the values whose characters are wrong too: one mend, one finding, V02's."""
        odd = contains_any(take(values, inside), forbidden(self.item))
        return inside if odd is None else scatter(inside, ~boolean(odd))

    def mended(self, value: str) -> str | None:
        """Return the value without blanks at its ends, those inside in the item's width; not where one is lacking or too many."""
        core = value.strip(BLANKS)
        if not self.only_whole and self.item.type == "X":
            core = core.replace(_FULL, _HALF)
        elif self.item.type == "N" or (self.item.type == "XN" and self._is_name and not core.isascii()):
            core = core.replace(_HALF, _FULL)
        return None if core == value else core

    def message(self, value: str, *, show: bool) -> str:
        """Where the blank stands, and what should stand there."""
        core = value.strip(BLANKS)
        if not core:
            return f"{self.label}に空白だけが入っています（{len(value)}文字）。値がないときは空にしてください。"
        if core != value:
            ends = "と".join(
                end for end, there in (("先頭", value[0] in BLANKS), ("末尾", value[-1] in BLANKS)) if there
            )
            return f"{self.label}の{ends}に余分な空白があります。空白を除いてください。"
        if self.item.type == "X":
            return f"{self.label}は半角の項目ですが、全角空白があります。半角空白に直すか除いてください。"
        if _HALF in core and not (self.item.type == "XN" and core.isascii()):
            return f"{self.label}の{core.index(_HALF) + 1}文字目に半角空白があります。全角空白に直してください。"
        if _FULL * 2 in core or _HALF * 2 in core:
            return f"{self.label}の氏と名の間に空白が続いています。全角空白1文字にしてください。"
        return f"{self.label}の氏と名の間に全角空白がありません。区切りの有無を移行元で確かめてください（氏だけ・名だけの人なら了承できます）。"
