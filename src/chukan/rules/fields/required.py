"""V01: required items that are blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from chukan.layouts.model import Item, Layout
from chukan.rules.fields.base import FieldRule
from chukan.rules.rule import Rule
from chukan.rules.settings import Settings
from chukan.values.buffers import strings
from chukan.values.kernels import BLANKS, mask, nothing_written


@dataclass(frozen=True)
class Required(FieldRule):
    """A required item is blank: empty, or nothing but blanks and newlines."""

    entry: ClassVar[Rule] = Rule(
        "V01",
        "必須項目の空白",
        "Required item blank",
        checks="必須項目が空（空白だけを含む）でないか。条件付き必須の項目が、条件に当たるレコードで空でないか。",
        why="移行先は必須項目のないレコードを取り込めません。",
        example="「宛名番号」が空。外国人住民の「在留資格」が空。",
        remedy="移行元で値を補うか、値がない理由を確かめて了承してください。",
        actors=("移行元", "団体"),
        error_class="E0001",
    )

    @classmethod
    def applies(cls, item: Item, layout: Layout, settings: Settings) -> Required | None:
        """Every item that is required."""
        return cls(item) if item.required == "required" else None

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return True where the value is empty."""
        values = strings(values)
        return mask(nothing_written(values))

    def message(self, value: str, *, show: bool) -> str:
        """Return what is missing."""
        only = "空白だけ" if not value.strip(BLANKS) else "改行だけ" if not value.strip("\r\n") else "空白と改行だけ"
        blanks = f"（{only}が入っています）" if value else ""
        return f"必須項目{self.label}が空です{blanks}。移行元で値を確かめて入れてください。"
