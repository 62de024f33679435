"""Checks of single values: one field rule of one item."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.rules.catalogue_check import CatalogueCheck
from chukan.rules.distinct import DistinctValues
from chukan.rules.fields.base import FieldRule
from chukan.severity import Severity
from chukan.values.buffers import strings


class FieldCheck(CatalogueCheck):
    """One field rule of one item.

    Args:
        declared: The rule for the item.
        severity: What a finding weighs, after the project's own severities.
        ground: The basis of what it asks for; "" = it rests on the file itself, the agreement or the project.
        distinct: Shared by the checks of the item.
    """

    def __init__(self, declared: FieldRule, severity: Severity, ground: str, distinct: DistinctValues) -> None:
        error = f"{declared.entry.id}「{declared.item.name}」{declared.entry.title}"
        super().__init__(entry=declared.entry, severity=severity, error=error, ground=ground)
        self.declared = declared
        self.distinct = distinct

    @property
    def item(self) -> Item:
        """The item that it looks at."""
        return self.declared.item

    def failing(self, checked: pa.Array) -> pa.Array | None:
        """Return where values break the rule: see `FieldRule.failing`. Columns that repeat are judged by their distinct values."""
        distinct = self.distinct.of(strings(checked)) if self.declared.repeats else None
        if distinct is None:
            return self.declared.failing(checked)
        found = self.declared.failing(distinct.dictionary)
        return None if found is None else pc.take(found, distinct.indices)

    def message(self, value: str, *, show: bool) -> str:
        """Return why a value breaks the rule: see `FieldRule.message`."""
        return self.declared.message(value, show=show)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FieldCheck):
            return NotImplemented
        return (self.declared, self.severity, self.ground) == (other.declared, other.severity, other.ground)

    def __hash__(self) -> int:
        return hash((self.rule, self.item.name, self.severity))
