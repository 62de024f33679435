"""Renumbering: 宛名番号 and other numbers that the new system gave anew."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from chukan.layouts.model import Item
from chukan.reconciliation.equalities.base import ItemEquality


class Renumbering(ItemEquality):
    """Numbers of the old system and those of the new one, from a table as large as the register.

    Attributes:
        table: a CSV file, 旧 and 新.
    """

    label: ClassVar[str] = "番号の付け替え"
    only_named: ClassVar[bool] = True

    kind: Literal["renumbering"] = "renumbering"
    table: str = Field(min_length=1)

    @classmethod
    def may_name(cls, item: Item) -> bool:
        """Return whether an item may hold such numbers; see the base."""
        return item.type in ("X", "XN", "9")

    @property
    def files(self) -> tuple[str, ...]:
        """See the base."""
        return (self.table,)
