"""A compiled layout as a pandera schema: the very checks that the stream runs, for notebooks and for checks of one's own.

Any DataFrame of strings will do (object, str, Arrow-backed); None, NaN, NA and "" are blank. Read a file with ``dtype=str``
so that zeros in front stay: a column that pandas took for numbers or dates, where the item is none, fails as a whole and
says so.
"""

from __future__ import annotations

import copy
from typing import Any

import pandera.pandas as pandera

from chukan.rules.catalogue_check import CatalogueCheck
from chukan.rules.compile import CompiledRules
from chukan.rules.schema_checks import StringsCheck
from chukan.severity import Severity


class LayoutSchema(pandera.DataFrameSchema):
    """One column an item, one check a rule, and what they were made from.

    It neither coerces nor minds extra columns. Validate with ``lazy=True``: a check's ``error`` begins with the rule's id,
    ``failure_cases`` has the value and the index of each finding. 個人番号 is never in it: checks of such an item say only
    that they failed. Checks may be added to its columns (``schema.columns["備考"].checks.append(...)``) and to the schema
    itself (``schema.checks.append(...)``).
    """

    def __init__(self, rules: CompiledRules) -> None:
        """Make the schema of compiled rules."""
        layout = rules.layout
        super().__init__(
            {item.name: _column(rules, item.name) for item in layout.items},
            checks=[*rules.records, *rules.own.records],
            strict=False,
            coerce=False,
            name=layout.address,
            title=layout.name,
            description=layout.origin.statement,
        )
        self.rules = rules

    @classmethod
    def get_backend(cls, check_obj: Any = None, check_type: type | None = None) -> Any:
        """Validate as any schema of pandera does."""
        return pandera.DataFrameSchema.get_backend(check_obj, check_type)

    def at_least(self, severity: Severity) -> LayoutSchema:
        """Return the schema without the rules whose findings weigh less; ERROR for those that a delivery fails by."""
        result = copy.deepcopy(self)
        for part in (result, *result.columns.values()):
            part.checks = [
                c for c in part.checks if not isinstance(c, CatalogueCheck) or c.severity.weight >= severity.weight
            ]
        return result


def _column(rules: CompiledRules, name: str) -> pandera.Column:
    item = rules.layout.by_name[name]
    return pandera.Column(
        None,
        checks=[
            *([] if item.is_number else [StringsCheck(item)]),
            *rules.fields[name],
            *rules.own.columns.get(name, ()),
        ],
        nullable=True,
        required=True,
        title=name,
        description=item.note or None,
    )
