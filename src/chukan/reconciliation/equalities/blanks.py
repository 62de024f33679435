"""Blanks and padding."""

# ruff: noqa: ARG002 - the base says what the overridden members mean

from __future__ import annotations

from typing import ClassVar, Literal

import pyarrow as pa
import pyarrow.compute as pc

from chukan.reconciliation.equalities.base import Column, Normaliser
from chukan.values.kernels import trimmed


class Blanks(Normaliser):
    """Values that differ only in blanks, of either width.

    Attributes:
        where: ends = only blanks before and behind (padding) do not count; anywhere = none does.
    """

    label: ClassVar[str] = "空白・詰め"

    kind: Literal["blanks"] = "blanks"
    where: Literal["ends", "anywhere"] = "ends"

    def normal(self, values: pa.Array, column: Column) -> pa.Array:
        """Return the values without these blanks; see the base."""
        if self.where == "ends":
            return trimmed(values)
        return pc.replace_substring_regex(values, "[ \u3000]+", "")
