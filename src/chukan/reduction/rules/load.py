"""Reading the retention rules beside the packs: ``rules.csv``, and the YAML files that apply them to layouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from chukan.documents import load
from chukan.errors import PackError, did_you_mean
from chukan.layouts.library import builtin_folder
from chukan.layouts.tables import read_rows
from chukan.reduction.rules.model import (
    SELF,
    LayoutEntry,
    MovesTogether,
    PeriodStart,
    RetentionCondition,
    RetentionFile,
    RetentionRule,
    Use,
)

FOLDER = "retention"
TABLE = "rules.csv"
COLUMNS = tuple(RetentionRule.model_fields)
_REQUIRED = ("id", "business", "record_class", "kind", "law", "default")


@dataclass(frozen=True)
class Related:
    """A condition on related records, with the items that link them."""

    condition: RetentionCondition
    by: Mapping[str, str]
    blank_is_fine: bool


@dataclass(frozen=True)
class AppliedRule:
    """One rule as it applies to one layout.

    Attributes:
        layout: BUSINESS/LAYOUT
    """

    rule: RetentionRule
    layout: str
    entry: LayoutEntry
    place: str

    @property
    def start(self) -> PeriodStart:
        """When the period begins; what `self` means is written out."""
        start = self.entry.start
        also = tuple(a.model_copy(update={"layout": self.named(a.layout)}) for a in start.also)
        return start.model_copy(update={"layout": self.named(start.layout), "also": also})

    def named(self, layout: str) -> str:
        """Return a layout as the entry names it."""
        return self.layout if layout == SELF else layout


@dataclass(frozen=True)
class Retention:
    """All the rules, and the layouts to which they apply."""

    rules: Mapping[str, RetentionRule]
    applied: tuple[AppliedRule, ...]
    conditions: Mapping[str, RetentionCondition]
    groups: tuple[MovesTogether, ...]

    @cached_property
    def _by_layout(self) -> dict[str, list[AppliedRule]]:
        found: dict[str, list[AppliedRule]] = {}
        for one in self.applied:
            found.setdefault(one.layout, []).append(one)
        return found

    def of(self, layout: str) -> list[AppliedRule]:
        """Return the rules that apply to BUSINESS/LAYOUT, the deciding ones first."""
        return sorted(self._by_layout.get(layout, []), key=lambda a: not a.rule.decides)

    def related(self, use: Use) -> Related:
        """Return a condition with its link."""
        return Related(self.conditions[use.use], use.by, use.blank_is_fine)

    def groups_of(self, layout: str) -> list[MovesTogether]:
        """Return the groups that records of a layout belong to."""
        return [g for g in self.groups if layout in g.members]


def load_retention(folder: Path | None = None) -> Retention:
    """Return the rules in `folder`; the built-in ones when it is left out.

    Raises:
        PackError: a file is wrong; names the file, the line and the nearest word.
    """
    folder = folder or builtin_folder() / FOLDER
    rules = dict(_rules(folder / TABLE))
    conditions: dict[str, RetentionCondition] = {}
    applied: list[AppliedRule] = []
    groups: list[MovesTogether] = []
    for path in sorted(folder.glob("*.yaml")):
        file = load(path, RetentionFile, PackError)
        own = {c.id: c for c in file.conditions}
        for condition in file.conditions:
            if condition.id in conditions:
                raise PackError(
                    f"条件「{condition.id}」が二度あります", place=str(path), hint="別の名前にしてください。"
                )
        conditions |= own
        groups += file.groups
        applied += _applied(path, file, rules, own)
    retention = Retention(rules, tuple(applied), conditions, tuple(groups))
    _check(retention, folder)
    return retention


def _rules(path: Path) -> Iterator[tuple[str, RetentionRule]]:
    seen: set[str] = set()
    for line, row in read_rows(path, COLUMNS, required=_REQUIRED):
        try:
            rule = RetentionRule.model_validate({k: v for k, v in row.items() if v != ""})
        except ValidationError as e:
            first = e.errors()[0]
            column = str(first["loc"][0]) if first["loc"] else ""
            raise PackError(
                f"列「{column}」の値「{row.get(column, '')}」が正しくありません",
                place=f"{path}:{line}",
                hint=str(first.get("ctx", {}).get("expected", "")) or first["msg"],
            ) from None
        if rule.id in seen:
            raise PackError(f"規則「{rule.id}」が二度あります", place=f"{path}:{line}")
        seen.add(rule.id)
        if rule.default in ("law", "floor") and rule.years is None:
            raise PackError(f"規則「{rule.id}」の years がありません", place=f"{path}:{line}")
        yield rule.id, rule


def _applied(
    path: Path, file: RetentionFile, rules: Mapping[str, RetentionRule], conditions: Mapping[str, RetentionCondition]
) -> Iterator[AppliedRule]:
    for number, entry in enumerate(file.applies, 1):
        place = f"{path} の applies {number} 番目"
        for use in entry.related:
            if use.use not in conditions:
                raise PackError(
                    f"条件「{use.use}」がありません",
                    place=place,
                    hint=did_you_mean(use.use, conditions) or "conditions に書いてください。",
                )
        for rule in entry.rules:
            if rule not in rules:
                hint = did_you_mean(rule, rules) or f"{TABLE} に書いてください。"
                raise PackError(f"規則「{rule}」がありません", place=place, hint=hint)
            for layout in entry.layouts:
                yield AppliedRule(rules[rule], layout, entry, place)


def _check(retention: Retention, folder: Path) -> None:
    """Check that each limitation period has a rule beside it that decides: alone it never makes a candidate."""
    for applied in retention.applied:
        beside = retention.of(applied.layout)
        if not any(a.rule.decides or a.rule.default == "never" for a in beside):
            raise PackError(
                f"{applied.layout} には期間制限の規則（{applied.rule.id}）しかありません",
                place=str(folder),
                hint="期間制限は保存義務の終わりではありません。団体の定め（default: setting）の規則を並べてください。",
            )
