"""Rules over one record: required by condition (V01), R01, R02, and the project's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

from chukan.errors import ChukanError, PackError, ProjectError
from chukan.expressions.conditions import Condition, RecordView, check_types
from chukan.expressions.describe import describe
from chukan.expressions.names import quoted
from chukan.expressions.vetting import Expression, unknown_item, vet
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
from chukan.severity import Severity

if TYPE_CHECKING:
    import pyarrow as pa

Weigh = Callable[[str, Severity, str], Severity | None]
"""Rule id, default severity and ground -> the severity in force; None = switched off."""


@dataclass(frozen=True)
class RecordCheck:
    """One rule over the items of one record."""

    rule: str
    """V01, R01 or R02."""
    items: tuple[str, ...]
    """Where the finding points; the first is named. All the items that the rule reads are in `reads`."""
    severity: Severity
    """What a finding of it weighs, after the project's own severities."""
    text: str
    """The message, in Japanese; holds no value."""
    condition: Condition
    view: RecordView = field(repr=False)
    ground: str = ""
    """What the rule rests on; "" = it is the project's own."""

    @property
    def id(self) -> str:
        """The rule's own name in the pack or the project."""
        return self.condition.id

    @property
    def reads(self) -> tuple[str, ...]:
        """Every item that the expression reads."""
        return self.condition.reads

    def failing(self, table: pa.RecordBatch) -> pa.Array | None:
        """Find the records that break this rule alone; see `RecordRules.failing`."""
        return self.view.failing(table, [self.condition])[0]


@dataclass(frozen=True)
class RecordRules(Sequence[RecordCheck]):
    """All the record rules of a layout: one query a batch."""

    checks: tuple[RecordCheck, ...] = ()

    @overload
    def __getitem__(self, index: int) -> RecordCheck: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[RecordCheck, ...]: ...
    def __getitem__(self, index: int | slice) -> RecordCheck | tuple[RecordCheck, ...]:
        return self.checks[index]

    def __len__(self) -> int:
        return len(self.checks)

    def __iter__(self) -> Iterator[RecordCheck]:
        return iter(self.checks)

    def failing(self, table: pa.RecordBatch) -> list[pa.Array | None]:
        """Find the records that break each rule.

        Args:
            table: string columns, one an item; blank is "" or null.

        Returns:
            One boolean mask a rule (no nulls), True where it is broken; None when nowhere, or when the table lacks an
            item that the rule reads.

        Raises:
            PackError: DuckDB cannot run a rule.
        """
        if not self.checks:
            return []
        return self.checks[0].view.failing(table, [check.condition for check in self.checks])


def record_rules(
    layout: Layout, view: RecordView, local_rules: Sequence[RecordRule], weigh: Weigh
) -> tuple[RecordRules, dict[str, str]]:
    """Make the record rules of a layout.

    Args:
        layout: the layout, with its own rules.
        view: how a file of it becomes typed columns.
        local_rules: the project's own rules.
        weigh: decides what a rule's findings weigh.

    Returns:
        The rules in force, and those that could not be made (rule id -> why).

    Raises:
        PackError: an expression of the pack is none, or does what none may do.
        ProjectError: the same of a local rule, or it names an item that the layout lacks.
    """
    maker = _Maker(layout, view, weigh)
    checks = list(maker.required())
    for rules, error in ((layout.body.rules, PackError), (tuple(local_rules), ProjectError)):
        checks += [check for rule in rules if (check := maker.of_rule(rule, error))]
    return RecordRules(tuple(checks)), maker.could_not_run


@dataclass
class _Maker:
    layout: Layout
    view: RecordView
    weigh: Weigh
    could_not_run: dict[str, str] = field(default_factory=dict)

    def required(self) -> Iterator[RecordCheck]:
        """V01 by condition: the item is blank and the condition true."""
        layout = self.layout
        for name, text in layout.body.required_when.items():
            place = f"{layout.address} の required_when「{name}」"
            when = vet(text, layout.by_name, PackError, place)
            if name not in layout.by_name or when.unknown:
                why = unknown_item(when.unknown[0], layout.names)[0] if when.unknown else "項目が定義にありません"
                self.could_not_run.setdefault("V01", f"{place}: {why}")
                continue
            ground = layout.ground(layout.by_name[name].basis, *layout.code_bases(when.compared))
            severity = self.weigh("V01", Severity.ERROR, ground)
            if severity is None:
                continue
            own = f"required_when:{name}"
            check_types(when, layout.by_name, PackError, f"{layout.address} の規則「{own}」")
            condition = Condition(own, f"{quoted(name)} IS NOT NULL", when.sql, _united((name,), when.reads))
            message = (
                f"条件付き必須の項目「{name}」が空です（条件: {describe(when)}）。移行元で値を確かめて入れてください。"
            )
            yield RecordCheck("V01", (name,), severity, message, condition, self.view, ground)

    def of_rule(self, rule: RecordRule, error: type[ChukanError]) -> RecordCheck | None:
        """A rule of the layout or the project; None when it is switched off, or could not be made."""
        layout = self.layout
        place = f"{layout.address} の規則「{rule.id}」"
        assertion = vet(rule.assertion, layout.by_name, error, place)
        when = None if rule.when is None else vet(rule.when, layout.by_name, error, place)
        parts = [assertion] if when is None else [assertion, when]
        strange = self._unknown(parts, rule.items)
        if strange is not None:
            why, hint = unknown_item(strange, layout.names)
            if error is ProjectError:
                raise ProjectError(why, place=place, hint=hint or f"ある項目: {', '.join(layout.names[:20])}")
            self.could_not_run.setdefault(rule.rule, f"{place}: {why}。{hint or ''}")
            return None
        for part in parts:
            check_types(part, layout.by_name, error, place)
        compared = [name for part in parts for name in part.compared]
        ground = layout.ground(rule.rests_on, *layout.code_bases(compared)) if error is PackError else ""
        severity = self.weigh(rule.rule, rule.severity, ground)
        if severity is None:
            return None
        reads = _united(*(part.reads for part in parts))
        condition = Condition(rule.id, assertion.sql, when.sql if when else None, reads)
        return RecordCheck(rule.rule, rule.items or reads, severity, rule.message, condition, self.view, ground)

    def _unknown(self, parts: Sequence[Expression], items: Sequence[str]) -> str | None:
        """The first name that the rule uses and the layout lacks."""
        read = [name for part in parts for name in part.unknown]
        return next((name for name in (*read, *items) if name in read or name not in self.layout.by_name), None)


def _united(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in names for name in group))
