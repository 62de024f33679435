"""A layout under an agreement, compiled into its checks. Which rule finds what: see `chukan.rules.fields`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

from chukan.expressions.conditions import RecordView
from chukan.expressions.prepared import prepare
from chukan.expressions.types import DateForms
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.rules.checks import FieldCheck
from chukan.rules.distinct import DistinctValues
from chukan.rules.fields import FIELD_RULES
from chukan.rules.fields.base import CouldNotRun
from chukan.rules.own import NO_OWN_CHECKS, OwnChecks
from chukan.rules.records import RecordCheck, record_checks
from chukan.rules.settings import Settings
from chukan.severity import Severities, Severity


@dataclass(frozen=True)
class CompiledRules:
    """All the checks of a layout, each a pandera `Check`: what the stream runs, and what `LayoutSchema` holds.

    Attributes:
        layout: What the file must be.
        settings: What it was compiled under.
        fields: By item, in the layout's order: a check for each rule that applies to it.
        records: Those over whole records.
        own: What a user added.
        could_not_run: Rule id -> why it could not run (a record rule names an item that the layout lacks).
    """

    layout: Layout
    settings: Settings
    fields: Mapping[str, tuple[FieldCheck, ...]]
    records: tuple[RecordCheck, ...]
    own: OwnChecks
    could_not_run: Mapping[str, str]

    @property
    def in_force(self) -> dict[str, Severity]:
        """What the findings of each rule weigh: the gravest of its checks."""
        found: dict[str, Severity] = {}
        fields = (check for checks in self.fields.values() for check in checks)
        weighed: Iterator[FieldCheck | RecordCheck] = chain(fields, self.records)
        for check in weighed:
            known = found.get(check.rule, check.severity)
            found[check.rule] = max(known, check.severity, key=lambda s: s.weight)
        return found

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the rules themselves: they never change, and pandera copies what a schema has."""
        return self


def compile_rules(
    layout: Layout,
    settings: Settings,
    local_rules: Sequence[RecordRule] = (),
    own: OwnChecks = NO_OWN_CHECKS,
) -> CompiledRules:
    """Compile all the checks of a layout.

    Args:
        layout: what the file must be.
        settings: the agreement, the forms in force and the project's severities; a rule that is ``off`` yields no check.
        local_rules: record rules of the project's own.
        own: checks that a user added to a schema.

    Returns:
        For each item a check for each rule that applies to it, and one check a record rule.

    Raises:
        PackError: an expression of the pack is not one that may run.
        ProjectError: the same of a local rule, or it names an item that the layout lacks.
        UsageError: a severity is chosen for a rule that does not exist.
    """
    Severities(settings.severities, known=RULES)
    prepare(layout)
    forms = DateForms(settings.dates, settings.agreement.unknown_dates)
    view = RecordView(layout.by_name, forms, settings.as_of)
    records, records_not_run = record_checks(layout, view, local_rules, settings.severities.of)
    fields_not_run: dict[str, str] = {}
    return CompiledRules(
        layout=layout,
        settings=settings,
        fields={item.name: (*_field_checks(layout, item, settings, fields_not_run),) for item in layout.items},
        records=records,
        own=own,
        could_not_run={**fields_not_run, **records_not_run},
    )


def _field_checks(
    layout: Layout, item: Item, settings: Settings, could_not_run: dict[str, str]
) -> Iterator[FieldCheck]:
    distinct = DistinctValues()
    for kind in FIELD_RULES:
        rule = kind.applies(item, layout, settings)
        if rule is None or settings.severities.is_off(kind.entry.id):
            continue
        if isinstance(rule, CouldNotRun):
            could_not_run[kind.entry.id] = rule.why
            continue
        bases = rule.bases()
        ground = layout.ground(*bases) if bases else ""
        severity = settings.severities.of(kind.entry.id, rule.default_severity, ground, rule.limit)
        if severity is not None:
            yield FieldCheck(rule, severity, ground, distinct)
