"""V04: values that are not in the item's code list."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import jaconv
import pyarrow as pa
import pyarrow.compute as pc

from chukan.errors import nearest
from chukan.layouts.basis import Basis
from chukan.layouts.codes import CodeList
from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import CouldNotRun, FieldRule
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.severity import Severity
from chukan.values.buffers import short_values, strings
from chukan.values.kernels import BLANKS, boolean, mask, only_blanks, scatter, take


@dataclass(frozen=True)
class InCodeList(FieldRule):
    """A value is none of its code list's codes."""

    entry: ClassVar[Rule] = Rule(
        "V04",
        "コード表にない値",
        "Not in the code list",
        checks="コード項目の値が、コード表のどれかと一致するか。",
        why="移行先では意味のない値になり、対象者が資格や給付から外れます。",
        example="性別のコード表が 1・2 のとき「３」「男」「01」。",
        remedy="移行元のコード変換を直してください。団体独自の値はコード表に加えてください。",
        actors=("移行元", "団体"),
    )
    codes: CodeList = field(kw_only=True)

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> InCodeList | CouldNotRun | None:
        """Items with a code list that decides."""
        codes = layout.code_list(item)
        if codes is None or codes.any_value:
            return None
        if not codes.codes:
            return CouldNotRun(f"項目「{item.name}」のコード表「{codes.name}」（{codes.id}）に値がありません")
        return cls(item, codes=codes)

    @property
    def default_severity(self) -> Severity:
        """Of a list that is attested in part, another value is worth knowing, no mistake."""
        return Severity.INFO if self.codes.is_open else self.entry.severity

    @property
    def limit(self) -> Severity:
        """Of guessed numbers nobody knows that another one is wrong."""
        return Severity.INFO

    def bases(self) -> tuple[Basis, ...]:
        """Return the basis of the code list; that there are no other values is an estimate where only some are attested."""
        return ("estimate",) if self.codes.is_open else (self.codes.basis,)

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(("", *self.codes.codes))

    @cached_property
    def _known(self) -> pa.Array:
        return pa.array(self._codes, pa.string())

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name: code for code, name in self.codes.codes.items()}

    @cached_property
    def _by_bare_code(self) -> dict[str, str]:
        """The codes by what is left of them without zeros in front; the first of several."""
        return {code.lstrip("0") or "0": code for code in reversed(list(self.codes.codes))}

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the value is no code; a value of blanks alone is blank."""
        values = strings(values)
        short = short_values(values)
        if short is not None and short <= self._codes:
            return None
        unknown = ~boolean(pc.is_in(values, value_set=self._known))
        if not unknown.any():
            return None
        return mask(scatter(unknown, ~only_blanks(take(values, unknown))))

    def message(self, value: str, *, show: bool) -> str:
        """Return the code list, and the code that was probably meant."""
        shown = f"「{value}」" if self.shows(show) or self.short_code(value) else ""
        where = f"コード表「{self.codes.name}」（{self.codes.id}）"
        return f"{self.label}の値{shown}は{where}にありません。{self._guess(value, show=self.shows(show))}"

    def _guess(self, value: str, *, show: bool) -> str:
        known = self.codes.codes
        core = value.strip(BLANKS)
        if core in self._by_name:
            return "コードでなく名称が入っています。" + (
                f"コードは「{self._by_name[core]}」です。" if show else "コードに直してください。"
            )
        half = jaconv.z2h(core, kana=False, digit=True, ascii=True)
        code = half if half in known else self._by_bare_code.get(half.lstrip("0") or "0") if half else None
        if code is None and (code := nearest(half, known, cutoff=0.6)) is None:
            some = "、".join(f"{c} {n}" for c, n in list(known.items())[:5])
            return f"使えるコード: {some}{' など' if len(known) > 5 else ''}。移行元のコード変換を確かめてください。"
        if not show and not self.short_code(value):
            return "近いコードがあります。桁数・全角半角・先頭の0を確かめてください。"
        return f"近いもの: {code}（{known[code]}）。移行元のコード変換を確かめてください。"
