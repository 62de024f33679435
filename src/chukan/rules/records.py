"""Rules over one record: required by condition (V01), R01, R02, and the project's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import pyarrow as pa

from chukan.errors import ChukanError, PackError, ProjectError
from chukan.expressions.conditions import Condition, RecordView, bind, check_types
from chukan.expressions.names import quoted
from chukan.expressions.vetting import Expression, unknown_item, vet
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
from chukan.rules.catalogue_check import CatalogueCheck
from chukan.rules.fields.blanks import Blanks
from chukan.rules.fields.required import Required
from chukan.rules.record_query import RecordQuery
from chukan.rules.rule import Rule
from chukan.severity import Severity
from chukan.values.buffers import strings
from chukan.values.kernels import boolean, mask, only_blanks

Weigh = Callable[[str, Severity, str], Severity | None]
"""Rule id, default severity and ground -> the severity in force; None = switched off."""


R01 = Rule(
    "R01",
    "項目間の整合",
    "Record rule",
    checks="1件のレコードの項目どうしの関係。定義（business.yaml）とプロジェクトの local_rules に書かれた式で確かめます。",
    why="どの項目も単独では正しいのに、組み合わせがあり得ないレコードがあります。",
    example="日本人住民なのに在留資格がある。",
    remedy="指摘の文に従い、どちらの項目が正しいかを移行元で確かめてください。",
    severity_note="規則ごとに定める",
    error_class="E0004",
)
R02 = Rule(
    "R02",
    "日付の前後",
    "Order of dates",
    checks="1件のレコードの日付の前後関係。どの日付どうしかは規則ごとに定めます。",
    why="開始より前の終了は、期間の計算を狂わせます。",
    example="資格取得日 20240401 より資格喪失日 20240301 が前。",
    remedy="どちらの日付が正しいかを移行元で確かめてください。",
    severity=Severity.WARNING,
    severity_note="規則ごとに定める",
    error_class="E0004",
)
RECORD_RULES = (R01, R02)
_ENTRIES = {rule.id: rule for rule in (Required.entry, Blanks.entry, *RECORD_RULES)}


class RecordCheck(CatalogueCheck):
    """One rule over the items of one record.

    Args:
        draft: The rule.
        query: Shared by the record checks of the layout.
        shown: The item whose values a schema lists; None when none may be seen.

    Attributes:
        items: Where the finding points; the first is named. All the items that the rule reads are in `reads`.
        text: The message, in Japanese; holds no value.
    """

    def __init__(self, draft: _Draft, query: RecordQuery, shown: str | None) -> None:
        entry = _ENTRIES[draft.rule]
        error = f"{entry.id}「{draft.condition.id}」{draft.text}"
        super().__init__(entry=entry, severity=draft.severity, error=error, ground=draft.ground)
        self.items = draft.items
        self.text = draft.text
        self.condition = draft.condition
        self.query = query
        self.shown = shown

    @property
    def id(self) -> str:
        """The rule's own name in the pack or the project."""
        return self.condition.id

    @property
    def reads(self) -> tuple[str, ...]:
        """Every item that the expression reads."""
        return self.condition.reads

    def failing(self, checked: pa.RecordBatch) -> pa.Array | None:
        """Find the records of a batch of string columns that break the rule; see `RecordView.failing`."""
        return self.query.failing(checked, self.condition)


class ConditionalBlanksCheck(RecordCheck):
    """V09 for an item that is required by condition: nothing but blanks, and the condition does not ask for a value.

    Where it does, V01 reports the record; both belong to one value, and it has one finding.

    Args:
        draft, query, shown: See `RecordCheck`.
        asked: True when V01 is checked for the item, so that its records are left out.
    """

    def __init__(self, draft: _Draft, query: RecordQuery, shown: str | None, *, asked: bool) -> None:
        super().__init__(draft, query, shown)
        self.asked = asked

    @property
    def reads(self) -> tuple[str, ...]:
        """The item: what else V01 reads decides nothing when it is unreadable."""
        return self.items

    def failing(self, checked: pa.RecordBatch) -> pa.Array | None:
        """Find the records of a batch of string columns that break the rule."""
        if self.items[0] not in checked.schema.names:
            return None
        blank = only_blanks(strings(checked.column(self.items[0])))
        if blank.any() and self.asked and (found := super().failing(checked)) is not None:
            blank &= ~boolean(found)
        return mask(blank)


@dataclass(frozen=True)
class _Draft:
    """A record check before all of them are one query."""

    rule: str
    items: tuple[str, ...]
    severity: Severity
    text: str
    condition: Condition
    ground: str


def record_checks(
    layout: Layout, view: RecordView, local_rules: Sequence[RecordRule], weigh: Weigh
) -> tuple[tuple[RecordCheck, ...], dict[str, str]]:
    """Make the record checks of a layout.

    Args:
        layout: the layout, with its own rules.
        view: how a file of it becomes typed columns.
        local_rules: the project's own rules.
        weigh: decides what a rule's findings weigh.

    Returns:
        The checks in force, and those that could not be made (rule id -> why).

    Raises:
        PackError: an expression of the pack is none, or does what none may do.
        ProjectError: the same of a local rule, or it names an item that the layout lacks.
    """
    maker = _Maker(layout, view, weigh)
    bind(_expressions(layout, layout.body.required_when.values(), layout.body.rules), layout.by_name, of=layout.address)
    bind(_expressions(layout, (), local_rules), layout.by_name)
    drafts = list(maker.required())
    for rules, error in ((layout.body.rules, PackError), (tuple(local_rules), ProjectError)):
        drafts += [draft for rule in rules if (draft := maker.of_rule(rule, error))]
    required = {draft.items[0]: draft.condition for draft in drafts if draft.rule == Required.entry.id}
    blanks = list(maker.blanks(required))
    looked_at = _united(*(draft.condition.reads for draft in (*drafts, *blanks)))
    query = RecordQuery(view, tuple(draft.condition for draft in drafts), looked_at)
    checks = [RecordCheck(draft, query, _shown(draft.items, layout)) for draft in drafts]
    for draft in blanks:
        asked = draft.items[0] in required
        checks.append(ConditionalBlanksCheck(draft, query, _shown(draft.items, layout), asked=asked))
    return tuple(checks), maker.could_not_run


def _expressions(layout: Layout, conditions: Iterable[str], rules: Iterable[RecordRule]) -> Iterator[Expression]:
    """Yield the expressions that name only items; what is wrong with the others is reported with its place."""
    for text in (*conditions, *(part for rule in rules for part in (rule.assertion, rule.when) if part)):
        with suppress(PackError):
            expression = vet(text, layout.by_name, PackError, layout.address)
            if not expression.unknown:
                yield expression


def _shown(items: Sequence[str], layout: Layout) -> str | None:
    """Return the first item whose values may be seen."""
    return next((name for name in items if name not in layout.by_name or not layout.by_name[name].is_secret), None)


@dataclass
class _Maker:
    layout: Layout
    view: RecordView
    weigh: Weigh
    could_not_run: dict[str, str] = field(default_factory=dict)

    def required(self) -> Iterator[_Draft]:
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
            severity = self.weigh(Required.entry.id, Required.entry.severity, ground)
            if severity is None:
                continue
            own = f"required_when:{name}"
            check_types(when, layout.by_name, PackError, f"{layout.address} の規則「{own}」")
            condition = Condition(own, f"{quoted(name)} IS NOT NULL", when.sql, _united((name,), when.reads))
            message = (
                f"条件付き必須の項目「{name}」が空です（条件: {when.words}）。移行元で値を確かめて入れてください。"
            )
            yield _Draft(
                rule=Required.entry.id,
                items=(name,),
                severity=severity,
                text=message,
                condition=condition,
                ground=ground,
            )

    def blanks(self, required: Mapping[str, Condition]) -> Iterator[_Draft]:
        """V09 for the items that are required by condition.

        Args:
            required: the conditions of the V01 checks that are in force, by item.
        """
        severity = self.weigh(Blanks.entry.id, Blanks.entry.severity, "")
        for name in self.layout.body.required_when if severity else ():
            item = self.layout.by_name.get(name)
            if item is None or item.type == "BLOB" or item.required == "required":
                continue
            assert severity is not None  # noqa: S101 - the loop is empty without one
            message = f"「{name}」に空白だけが入っています。値がないときは空にしてください。"
            nothing = Condition(f"blanks:{name}", "TRUE", None, (name,))
            yield _Draft(
                rule=Blanks.entry.id,
                items=(name,),
                severity=severity,
                text=message,
                condition=required.get(name, nothing),
                ground="",
            )

    def of_rule(self, rule: RecordRule, error: type[ChukanError]) -> _Draft | None:
        """Return a rule of the layout or the project; None when it is switched off, or could not be made."""
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
        return _Draft(
            rule=rule.rule,
            items=rule.items or reads,
            severity=severity,
            text=rule.message,
            condition=condition,
            ground=ground,
        )

    def _unknown(self, parts: Sequence[Expression], items: Sequence[str]) -> str | None:
        """Return the first name that the rule uses and the layout lacks."""
        read = [name for part in parts for name in part.unknown]
        return next((name for name in (*read, *items) if name in read or name not in self.layout.by_name), None)


def _united(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in names for name in group))
