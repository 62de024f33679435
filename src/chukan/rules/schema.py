"""The compiled form of a layout: a pandera schema that notebooks validate with and the stream runs.

Any DataFrame of strings will do (object, str, Arrow-backed); None, NaN, NA and "" are blank. Read a file with ``dtype=str``
so that zeros in front stay: a column that pandas took for numbers or dates, where the item is none, fails as a whole and
says so.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pandera.pandas as pandera

from chukan.layouts.model import Layout
from chukan.rules.checks import FieldCheck, RuleCheck
from chukan.rules.records import RecordCheck
from chukan.rules.settings import Settings
from chukan.severity import Severity


class LayoutSchema(pandera.DataFrameSchema):
    """One column an item, one check a rule, and what they were made from.

    It neither coerces nor minds extra columns. Validate with ``lazy=True``: a check's ``error`` begins with the rule's id,
    ``failure_cases`` has the value and the index of each finding. 個人番号 is never in it: checks of such an item say only
    that they failed. Checks may be added to its columns (``schema.columns["備考"].checks.append(...)``) and to the schema
    itself (``schema.checks.append(...)``).
    """

    def __init__(
        self,
        columns: Mapping[str, pandera.Column],
        checks: list[pandera.Check],
        *,
        layout: Layout,
        settings: Settings,
        could_not_run: Mapping[str, str],
    ) -> None:
        """Make a schema; `chukan.rules.compile` does.

        Args:
            columns: by item, in the layout's order.
            checks: those over whole records.
            layout: what the schema is of.
            settings: what it was compiled under.
            could_not_run: rule id -> why it could not run (a record rule names an item that the layout lacks).
        """
        super().__init__(
            dict(columns),
            checks=checks,
            strict=False,
            coerce=False,
            name=layout.address,
            title=layout.name,
            description=layout.origin.statement,
        )
        self.layout = layout
        self.settings = settings
        self.could_not_run = could_not_run

    @classmethod
    def get_backend(cls, check_obj: Any = None, check_type: type | None = None) -> Any:
        """Validate as any schema of pandera does."""
        return pandera.DataFrameSchema.get_backend(check_obj, check_type)

    @property
    def fields(self) -> dict[str, tuple[FieldCheck, ...]]:
        """The field checks by item."""
        return {
            name: tuple(check for check in column.checks if isinstance(check, FieldCheck))
            for name, column in self.columns.items()
        }

    @property
    def records(self) -> tuple[RecordCheck, ...]:
        """The record checks."""
        return tuple(check for check in self.checks if isinstance(check, RecordCheck))

    @property
    def in_force(self) -> dict[str, Severity]:
        """What the findings of each rule weigh: the gravest of its checks."""
        found: dict[str, Severity] = {}
        for checks in (*self.fields.values(), self.records):
            for check in checks:
                known = found.get(check.rule, check.severity)
                found[check.rule] = max(known, check.severity, key=lambda s: s.weight)
        return found

    def at_least(self, severity: Severity) -> LayoutSchema:
        """Return the schema without the rules whose findings weigh less; ERROR for those that a delivery fails by."""
        result = copy.deepcopy(self)
        for part in (result, *result.columns.values()):
            part.checks = [
                c for c in part.checks if not isinstance(c, RuleCheck) or c.severity.weight >= severity.weight
            ]
        return result
