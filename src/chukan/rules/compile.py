"""A layout under an agreement, compiled into a pandera schema. Which rule finds what: see `chukan.rules.fields`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandera.pandas as pandera

from chukan.expressions.conditions import RecordView
from chukan.expressions.prepared import prepare
from chukan.expressions.types import DateForms
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.rules.checks import FieldCheck, StringsCheck
from chukan.rules.columns import ColumnCache
from chukan.rules.fields import FIELD_RULES
from chukan.rules.fields.base import CouldNotRun
from chukan.rules.own import NO_OWN_CHECKS, OwnChecks
from chukan.rules.records import record_checks
from chukan.rules.schema import LayoutSchema
from chukan.rules.settings import Settings
from chukan.severity import Severities


def compile_rules(
    layout: Layout,
    settings: Settings,
    local_rules: Sequence[RecordRule] = (),
    own: OwnChecks = NO_OWN_CHECKS,
) -> LayoutSchema:
    """Compile all the checks of a layout.

    Args:
        layout: what the file must be.
        settings: the agreement, the forms in force and the project's severities; a rule that is ``off`` yields no check.
        local_rules: record rules of the project's own.
        own: checks that a user added to a schema.

    Returns:
        One column an item, with a check for each rule that applies to it, and one check a record rule.

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
    columns = {
        item.name: pandera.Column(
            None,
            checks=[
                *([] if item.is_number else [StringsCheck(item)]),
                *_field_checks(layout, item, settings, fields_not_run),
                *own.columns.get(item.name, ()),
            ],
            nullable=True,
            required=True,
            title=item.name,
            description=item.note or None,
        )
        for item in layout.items
    }
    return LayoutSchema(
        columns,
        [*records, *own.records],
        layout=layout,
        settings=settings,
        could_not_run={**fields_not_run, **records_not_run},
    )


def _field_checks(
    layout: Layout, item: Item, settings: Settings, could_not_run: dict[str, str]
) -> Iterator[FieldCheck]:
    column = ColumnCache()
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
            yield FieldCheck(rule, severity, column, ground)
