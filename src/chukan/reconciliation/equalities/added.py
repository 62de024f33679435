"""Records that the new system made by itself."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from chukan.reconciliation.equalities.base import Equality


class Added(Equality):
    """Loaded records that nobody delivered, and that are to be there.

    Attributes:
        when: an SQL condition over the items of a loaded record.
    """

    label: ClassVar[str] = "移行先で加えたレコード"

    kind: Literal["added"] = "added"
    when: str = Field(min_length=1)
