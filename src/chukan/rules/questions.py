"""From what packs and projects write to record checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chukan.errors import ChukanError, PackError, ProjectError
from chukan.expressions.vetting import Expression, quoted, unknown_item, vet
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
from chukan.rules.check import Settings
from chukan.rules.record import Condition, Query, RecordQuestion
from chukan.severity import Severity

Weigh = Callable[[str, Severity], Severity | None]
"""Rule id and default severity -> the severity in force; None = switched off."""


@dataclass(frozen=True)
class _Draft:
    """A record check before all of them are one query."""

    rule: str
    items: tuple[str, ...]
    severity: Severity
    text: str
    condition: Condition


def record_checks(
    layout: Layout, settings: Settings, local_rules: Sequence[RecordRule], weigh: Weigh
) -> tuple[tuple[RecordQuestion, ...], dict[str, str]]:
    """The record checks of a layout, and which rules could not be made (rule id -> why).

    Raises:
        PackError: an expression of the pack is none, or does what none may do.
        ProjectError: the same of a local rule, or it names an item that the layout lacks.
    """
    could_not_run: dict[str, str] = {}
    drafts = [*_required(layout, weigh, could_not_run)]
    for rules, error in ((layout.body.rules, PackError), (tuple(local_rules), ProjectError)):
        drafts += [d for rule in rules if (d := _draft(layout, rule, weigh, error, could_not_run))]
    query = _query(layout, settings, [d.condition for d in drafts])
    checks = tuple(
        RecordQuestion(d.rule, d.condition.id, d.items, d.condition.reads, d.severity, d.text, query, index)
        for index, d in enumerate(drafts)
    )
    return checks, could_not_run


def _query(layout: Layout, settings: Settings, conditions: Sequence[Condition]) -> Query:
    needed = {name for c in conditions for name in c.reads}
    return Query(tuple(i for i in layout.items if i.name in needed), tuple(conditions), settings)


def _required(layout: Layout, weigh: Weigh, could_not_run: dict[str, str]) -> list[_Draft]:
    """V01 by condition: the item is blank and the condition true."""
    severity = weigh("V01", Severity.ERROR)
    drafts = []
    for name, when in layout.body.required_when.items() if severity else ():
        place = f"{layout.address} の required_when「{name}」"
        expression = vet(when, layout.by_name, PackError, place)
        if name not in layout.by_name or expression.unknown:
            why = unknown_item(expression, layout.names)[0] if expression.unknown else "項目が定義にありません"
            could_not_run.setdefault("V01", f"{place}: {why}")
            continue
        condition = Condition(
            f"required_when:{name}", f"{quoted(name)} IS NOT NULL", when, _united((name,), expression.reads)
        )
        _query(layout, Settings(), [condition]).check(PackError, layout.address)
        text = f"条件付き必須の項目「{name}」が空です（条件: {_in_words(when)}）。移行元で値を確かめて入れてください。"
        drafts.append(_Draft("V01", (name,), severity or Severity.ERROR, text, condition))
    return drafts


#: SQL in a condition -> what a reader of a finding takes it for. Longer ones first.
_WORDS = (
    (" IS NOT NULL", "に値がある"),
    (" IS NULL", "が空"),
    (" AND ", " かつ "),
    (" OR ", " または "),
    (" <> ", " ≠ "),
)


def _in_words(condition: str) -> str:
    text = " ".join(condition.split())
    for sql, words in _WORDS:
        text = text.replace(sql, words)
    return text


def _draft(
    layout: Layout, rule: RecordRule, weigh: Weigh, error: type[ChukanError], could_not_run: dict[str, str]
) -> _Draft | None:
    """A rule of the layout or the project."""
    severity = weigh(rule.rule, rule.severity)
    place = f"{layout.address} の規則「{rule.id}」"
    parts = [vet(text, layout.by_name, error, place) for text in (rule.assertion, rule.when) if text is not None]
    missing = _missing(parts, rule.items, layout)
    if missing is not None:
        why, hint = missing
        if error is ProjectError:
            raise ProjectError(why, place=place, hint=hint or f"ある項目: {', '.join(layout.names[:20])}")
        could_not_run.setdefault(rule.rule, f"{place}: {why}。{hint or ''}")
        return None
    reads = _united(*(part.reads for part in parts))
    condition = Condition(rule.id, rule.assertion, rule.when, reads)
    _query(layout, Settings(), [condition]).check(error, layout.address)
    if severity is None:
        return None
    return _Draft(rule.rule, rule.items or reads, severity, rule.message, condition)


def _missing(parts: Sequence[Expression], items: Sequence[str], layout: Layout) -> tuple[str, str | None] | None:
    """What the rule names and the layout lacks."""
    for part in parts:
        if part.unknown:
            return unknown_item(part, layout.names)
    strange = tuple(name for name in items if name not in layout.by_name)
    return unknown_item(Expression("", (), strange), layout.names) if strange else None


def _united(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in names for name in group))
