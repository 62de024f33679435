"""Zeros in front of numbers, and behind the decimal point."""

# ruff: noqa: ARG002, D102 - the base says what the overridden members mean

from __future__ import annotations

from typing import ClassVar, Literal

import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.reconciliation.equalities.base import Column, Normaliser


class Zeros(Normaliser):
    """Numbers that differ only in zeros that say nothing: 000123 and 123, 1.50 and 1.5. A blank is no zero."""

    label: ClassVar[str] = "ゼロ埋め"

    kind: Literal["zeros"] = "zeros"

    @classmethod
    def fits(cls, item: Item) -> bool:
        return item.is_number

    @classmethod
    def may_name(cls, item: Item) -> bool:
        return item.is_number or item.type == "X"

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return numbers without these zeros; what is no number stays as it is. See the base."""
        found = pc.replace_substring_regex(values, r"\A(-?)0+([0-9]+(?:\.[0-9]+)?)\z", r"\1\2")
        if not pc.any(pc.match_substring(found, ".")).as_py():
            return found
        found = pc.replace_substring_regex(found, r"\A(-?[0-9]+\.[0-9]*[1-9])0+\z", r"\1")
        return pc.replace_substring_regex(found, r"\A(-?[0-9]+)\.0+\z", r"\1")
