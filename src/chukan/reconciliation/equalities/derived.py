"""Items that the new system sets by itself."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from chukan.reconciliation.equalities.base import ItemEquality


class Derived(ItemEquality):
    """Items that the new system derives, or does not keep: their differences are counted, and none is a finding."""

    label: ClassVar[str] = "移行先で導出する項目"

    kind: Literal["derived"] = "derived"

    @model_validator(mode="after")
    def _named(self) -> Derived:
        if "*" in self.items:
            raise ValueError("比べない項目は、名前で書いてください（「*」は使えません）")
        return self
