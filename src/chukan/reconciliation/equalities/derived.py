"""Items that the new system sets by itself."""

from __future__ import annotations

from typing import ClassVar, Literal

from chukan.reconciliation.equalities.base import ItemEquality


class Derived(ItemEquality):
    """Items that the new system derives, or does not keep: their differences are counted, and none is a finding."""

    label: ClassVar[str] = "移行先で導出する項目"
    only_named: ClassVar[bool] = True

    kind: Literal["derived"] = "derived"
