"""Checks of single values: functions over Arrow columns, which the stream runs and a pandera schema wraps."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.rules.distinct import DistinctValues
from chukan.rules.fields.base import FieldRule
from chukan.rules.rule import Rule
from chukan.severity import Severity
from chukan.values.kernels import strings


@dataclass(frozen=True)
class FieldCheck:
    """One field rule of one item.

    Attributes:
        declared: The rule for the item.
        severity: What a finding weighs, after the project's own severities.
        ground: The basis of what it asks for; "" = it rests on the file itself, the agreement or the project.
        distinct: Shared by the checks of the item.
    """

    declared: FieldRule
    severity: Severity
    ground: str = ""
    distinct: DistinctValues = field(default_factory=DistinctValues, compare=False, repr=False)

    @property
    def entry(self) -> Rule:
        """The rule, as the catalogue has it."""
        return self.declared.entry

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.entry.id

    @property
    def item(self) -> Item:
        """The item that it looks at."""
        return self.declared.item

    @property
    def error(self) -> str:
        """What a schema says of it: begins with the rule's id."""
        return f"{self.entry.id}「{self.item.name}」{self.entry.title}"

    def failing(self, values: pa.Array) -> pa.Array | None:
        """Return where values break the rule: see `FieldRule.failing`. Columns that repeat are judged by their distinct values."""
        distinct = self.distinct.of(strings(values)) if self.declared.repeats else None
        if distinct is None:
            return self.declared.failing(values)
        found = self.declared.failing(distinct.dictionary)
        return None if found is None else pc.take(found, distinct.indices)

    def message(self, value: str, *, show: bool) -> str:
        """Return why a value breaks the rule: see `FieldRule.message`."""
        return self.declared.message(value, show=show)
