"""``business.yaml``: the declarations against the items and layouts that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chukan.authoring.lint.findings import LintFinding, YamlLines, error, warning
from chukan.authoring.lint.sql import why_wrong
from chukan.errors import did_you_mean
from chukan.layouts.body import LayoutBody
from chukan.layouts.declaration import Declaration, Target, path_of
from chukan.layouts.declarations import RecordRule, Reference, RequiredWhen
from chukan.layouts.model import Item
from chukan.severity import Severity

_ALIKE = {"X": "text", "N": "text", "XN": "text", "9": "number", "S9": "number", "9V": "number", "S9V": "number"}


@dataclass(frozen=True)
class Subject:
    """One layout to lint: its own body, its items in each edition, and what else there is.

    Attributes:
        body: What this pack's own file declares (without a parent's).
        items: Edition -> items, for the editions that have the layout.
        others: ``BUSINESS/LAYOUT`` of all layouts -> the same.
    """

    business: str
    slug: str
    body: LayoutBody
    items: Mapping[str, Sequence[Item]]
    default: str
    lines: YamlLines
    others: Mapping[str, Mapping[str, Sequence[Item]]]
    inherited: frozenset[str] = frozenset()
    """Names of the parent's items of the layout, in any edition."""
    own: frozenset[str] = frozenset()
    """Names in the pack's own item table of the layout."""

    @property
    def address(self) -> str:
        """``BUSINESS/LAYOUT``."""
        return f"{self.business}/{self.slug}"

    def place(self, *keys: str | int) -> str:
        """Return ``FILE:LINE`` of a key of the body."""
        return self.lines.place("layouts", self.slug, *keys)


#: Kind of declaration -> the rule that its items and targets are reported under; L15 for all others.
_RULES: dict[type[Declaration], str] = {Reference: "L14", RecordRule: "L17", RequiredWhen: "L18"}


def lint_body(subject: Subject) -> list[LintFinding]:
    """Return all findings of one layout's body.

    Args:
        subject: the layout.
    """
    found = [*_conditionals(subject), *_taken_away(subject)]
    for keys, declaration in subject.body.located():
        found += _declaration(subject, keys, declaration)
    found += _rules(subject)
    return list(dict.fromkeys(found))


def _taken_away(subject: Subject) -> list[LintFinding]:
    """Check that the items which the layout leaves out are the parent's, and that none of them is there still."""
    return [
        LintFinding(
            subject.place("without"),
            "L15",
            Severity.ERROR,
            f"without の項目「{name}」は、もとの定義にありません"
            if name not in subject.inherited
            else f"without の項目「{name}」が、項目の表にもあります",
            did_you_mean(name, subject.inherited) or "without から消すか、項目の表から消してください。",
        )
        for name in subject.body.without
        if name not in subject.inherited or name in subject.own
    ]


def _declaration(subject: Subject, keys: tuple[str | int, ...], declaration: Declaration) -> list[LintFinding]:
    """Check what all declarations have: items that exist, conditions that bind, targets that fit."""
    place, rule = subject.place(*keys), _RULES.get(type(declaration), "L15")
    which = f"「{declaration.name}」" if isinstance(declaration, RecordRule) else ""
    found = _missing(
        subject,
        declaration.item_names,
        place,
        rule,
        f"{declaration.label}{which}の項目",
        everywhere=declaration.in_all_editions,
    )
    if isinstance(declaration, RequiredWhen):
        found += _not_conditional(subject, declaration, place)
    editions = subject.items if declaration.in_all_editions else _with(subject, declaration.item_names)
    for key, text in declaration.conditions.items():
        found += _expression(text, editions, subject, subject.place(*keys, key))
    for key, text in declaration.amounts.items():
        found += _expression(text, editions, subject, subject.place(*keys, key), number=True)
    for target in declaration.targets:
        found += _target(subject, declaration, target, place, rule)
    return found


def _not_conditional(subject: Subject, declaration: RequiredWhen, place: str) -> list[LintFinding]:
    every = {i.name: i for items in subject.items.values() for i in items}
    if declaration.item not in every or every[declaration.item].required == "conditional":
        return []
    message = f"項目「{declaration.item}」は条件付き（conditional）ではありません"
    return [warning("L18", place, message, "required を conditional にしてください。")]


def _conditionals(subject: Subject) -> list[LintFinding]:
    """Report conditional items without an expression: one finding for those whose condition is in words, one for the rest."""
    every = {i.name: i for items in subject.items.values() for i in items}
    open_ = [i for i in every.values() if i.required == "conditional" and i.name not in subject.body.required_when]
    groups: tuple[tuple[Severity, str, list[Item]], ...] = (
        (Severity.WARNING, "条件がどこにもありません", [i for i in open_ if not i.note]),
        (Severity.INFO, "条件は備考にだけあります", [i for i in open_ if i.note]),
    )
    return [
        LintFinding(
            subject.place(),
            "L09",
            severity,
            f"{subject.address}: 条件付き必須の項目に式がありません（{where}）: {'、'.join(i.name for i in items)}",
            "required_when に式を書くと検査されます。",
        )
        for severity, where, items in groups
        if items
    ]


def _target(subject: Subject, declaration: Declaration, target: Target, place: str, rule: str) -> list[LintFinding]:
    """Check that a target exists and that its items can be compared with the declaration's."""
    if len(target.key) != len(target.items):
        sizes = f"{declaration.label}の項目が {len(target.items)}、相手の key が {len(target.key)} で、数が合いません"
        return [error(rule, place, sizes, "key に同じ数の項目を書いてください。")]
    address = path_of(target.to, subject.business)
    there = subject.others.get(address)
    label = f"{declaration.target_label}「{target.to}」"
    if there is None:
        hint = did_you_mean(address, subject.others) or "BUSINESS/LAYOUT の形で書いてください。"
        return [error(rule, place, f"{label}という定義がありません", hint)]
    names = {i.name: i for items in there.values() for i in items}
    own = {i.name: i for items in subject.items.values() for i in items}
    found: list[LintFinding] = []
    for name, key in zip(target.items, target.key, strict=True):
        if key not in names:
            hint = did_you_mean(key, names) or "key に相手の項目名を書いてください。"
            found.append(error(rule, place, f"{label}に項目「{key}」がありません", hint))
        elif name in own and _alike(own[name]) != _alike(names[key]):
            message = f"項目「{name}」（{own[name].type}）と{label}の「{key}」（{names[key].type}）の型が違います"
            found.append(warning(rule, place, message, "同じ型にしてください。"))
    editions = {e: items for e, items in there.items() if e in subject.items}
    for text in target.conditions.values():
        found += _expression(text, editions, subject, place)
    for text in target.amounts.values():
        found += _expression(text, editions, subject, place, number=True)
    return found


def _rules(subject: Subject) -> list[LintFinding]:
    """Check that ids of record rules do not repeat, and that their findings have an item to go to."""
    found: list[LintFinding] = []
    seen: set[str] = set()
    for n, rule in enumerate(subject.body.rules):
        place = subject.place("rules", n)
        if rule.id in seen:
            message = f"検査規則「{rule.id}」が二度あります"
            found.append(error("L02", place, message, "id を変えてください。"))
        seen.add(rule.id)
        if not rule.items:
            message = f"検査規則「{rule.id}」に items がありません"
            found.append(warning("L17", place, message, "指摘を付ける項目を書いてください。"))
    return found


def _expression(
    text: str, editions: Mapping[str, Sequence[Item]], subject: Subject, place: str, *, number: bool = False
) -> list[LintFinding]:
    """Check that a condition (a number) binds in every edition that has the layout; once for editions with the same items."""
    tried: dict[tuple[str, ...], str | None] = {}
    wrong: dict[str, list[str]] = {}
    for edition, items in editions.items():
        names = tuple(i.name for i in items)
        if names not in tried:
            tried[names] = why_wrong(text, items, place, number=number)
        if why := tried[names]:
            wrong.setdefault(why, []).append(edition)
    found: list[LintFinding] = []
    for why, where in wrong.items():
        everywhere = len(where) == len(editions)
        severity: Severity = Severity.ERROR if everywhere or subject.default in where else Severity.WARNING
        scope = "" if everywhere else f"（版 {', '.join(where)}）"
        found.append(
            LintFinding(
                place,
                "L16",
                severity,
                f"式「{' '.join(text.split())[:60]}」: {why}{scope}",
                "docs/packs.md の SQL の節を見てください。",
            )
        )
    return found


def _with(subject: Subject, names: Iterable[str]) -> dict[str, Sequence[Item]]:
    """Return the editions that have all the items that a declaration names: in the others it does not apply."""
    wanted = set(names)
    return {e: items for e, items in subject.items.items() if wanted <= {i.name for i in items}}


def _missing(
    subject: Subject, names: Iterable[str], place: str, rule: str, what: str, *, everywhere: bool = False
) -> list[LintFinding]:
    """Report items that no edition of the layout has; with `everywhere`, that some edition lacks."""
    every = {i.name for items in subject.items.values() for i in items}
    found: list[LintFinding] = []
    for name in dict.fromkeys(names):
        if name not in every:
            found.append(error(rule, place, f"{what}「{name}」がありません", did_you_mean(name, every) or ""))
            continue
        without = [e for e, items in subject.items.items() if name not in {i.name for i in items}]
        if everywhere and without:
            scope = ", ".join(without)
            found.append(
                error(
                    rule,
                    place,
                    f"{what}「{name}」がない版があります（{scope}）",
                    "全部の版にある項目で書いてください。",
                )
            )
    return found


def _alike(item: Item) -> str:
    return _ALIKE.get(item.type, item.type)
