"""What conversion tables have in common: a CSV file, or the same in place."""

from __future__ import annotations

from pathlib import Path

from pydantic import PrivateAttr, field_validator, model_validator

from chukan.reconciliation.equalities.base import ItemEquality
from chukan.reconciliation.equalities.tables import small_table


class Mapped(ItemEquality):
    """A rule with a conversion table that fits into memory.

    Attributes:
        table: a CSV file, 旧 and 新.
        map: the same, in place.
    """

    table: str = ""
    map: dict[str, str] = {}
    _read: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("map", mode="before")
    @classmethod
    def _texts(cls, value: object) -> object:
        return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _one_of_both(self) -> Mapped:
        if bool(self.table) == bool(self.map):
            raise ValueError("table（変換表のファイル）か map（その場の表）のどちらか一つを書いてください")
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
            ProjectError: it is missing or wrong, or one old value has two new ones.
        """
        self._read.update(small_table(folder / self.table) if self.table else {})

    @property
    def written(self) -> dict[str, str]:
        """Old -> new, as written."""
        return self._read or self.map
