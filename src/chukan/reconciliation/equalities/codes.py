"""Code conversion tables: codes of the old system and those of the new one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import PrivateAttr, field_validator, model_validator

from chukan.reconciliation.equalities.base import ItemEquality
from chukan.reconciliation.equalities.tables import small_table


class Codes(ItemEquality):
    """Codes of the old system and what the new one has instead; several may become one, and what is lost is counted.

    Attributes:
        table: a CSV file, 旧 and 新.
        map: the same, in place.
    """

    label: ClassVar[str] = "コードの変換"

    kind: Literal["codes"] = "codes"
    table: str = ""
    map: dict[str, str] = {}
    _read: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("map", mode="before")
    @classmethod
    def _texts(cls, value: object) -> object:
        return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _one_of_both(self) -> Codes:
        if bool(self.table) == bool(self.map):
            raise ValueError("table（変換表のファイル）か map（その場の表）のどちらか一つを書いてください")
        if "*" in self.items:
            raise ValueError("コードの変換は、項目を名前で書いてください（「*」は使えません）")
        return self

    @property
    def files(self) -> tuple[str, ...]:
        """See the base."""
        return (self.table,) if self.table else ()

    def load(self, folder: Path) -> None:
        """Read the table.

        Args:
            folder: where its path begins.

        Raises:
            ProjectError: it is missing or wrong, or one code has two new ones.
        """
        self._read.update(small_table(folder / self.table) if self.table else {})

    @cached_property
    def pairs(self) -> dict[str, str]:
        """Old code -> new code, as written."""
        return dict(self._read or self.map)
