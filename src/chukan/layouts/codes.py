"""Code lists: the values that an item may hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from chukan.layouts.basis import Basis, weakest

ANY = "*"
"""The code of the row that says: a municipality may have values of its own."""
MORE = "…"
"""The code of the row that says: there are more values, which nobody could confirm."""


class CodeValue(BaseModel):
    """One row of a code list."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    since: str | None = None
    until: str | None = None
    basis: Basis = "estimate"
    source: str = ""
    note: str = ""


class CodeList(BaseModel):
    """The values that an item may hold."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    values: tuple[CodeValue, ...] = ()

    @property
    def any_value(self) -> bool:
        """True when a municipality may have values of its own (a row ``*``)."""
        return any(v.code == ANY for v in self.values)

    @property
    def is_open(self) -> bool:
        """True when only some of its values are attested (a row ``…``): another one is worth knowing, no mistake."""
        return any(v.code == MORE for v in self.values)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Code to name, without the rows ``*`` and ``…``."""
        return {v.code: v.name for v in self.values if v.code not in (ANY, MORE)}

    @property
    def basis(self) -> Basis:
        """What its values rest on, numbers and all: the weakest basis among them."""
        return weakest(v.basis for v in self.values if v.code not in (ANY, MORE))
