"""Code conversion tables: codes of the old system and those of the new one."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Literal

from pydantic import model_validator

from chukan.reconciliation.equalities.mapped import Mapped


class Codes(Mapped):
    """Codes of the old system and what the new one has instead; several may become one, and what is lost is counted."""

    label: ClassVar[str] = "コードの変換"

    kind: Literal["codes"] = "codes"

    @model_validator(mode="after")
    def _named(self) -> Codes:
        if "*" in self.items:
            raise ValueError("コードの変換は、項目を名前で書いてください（「*」は使えません）")
        return self

    @cached_property
    def pairs(self) -> dict[str, str]:
        """Old code -> new code, as written."""
        return dict(self.written)
