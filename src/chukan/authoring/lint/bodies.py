"""``business.yaml``: references, histories, conditions and rules against the items there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chukan.authoring.lint.findings import LintFinding, YamlLines
from chukan.authoring.lint.sql import why_wrong
from chukan.errors import did_you_mean
from chukan.layouts.model import Item, LayoutBody, Reference, Severity

_ALIKE = {"X": "text", "N": "text", "XN": "text", "9": "number", "S9": "number", "9V": "number"}


@dataclass(frozen=True)
class Subject:
    """One layout to lint: its own body, its items in each edition, and what else there is."""

    business: str
    slug: str
    body: LayoutBody
    """What this pack's own file says (without a parent's)."""
    items: Mapping[str, Sequence[Item]]
    """Edition -> items, for the editions that have the layout."""
    default: str
    lines: YamlLines
    others: Mapping[str, Mapping[str, Sequence[Item]]]
    """``BUSINESS/LAYOUT`` of all layouts -> the same."""

    @property
    def address(self) -> str:
        """``BUSINESS/LAYOUT``."""
        return f"{self.business}/{self.slug}"

    def place(self, *keys: str | int) -> str:
        """``FILE:LINE`` of a key of the body."""
        return self.lines.place("layouts", self.slug, *keys)


def lint_body(subject: Subject) -> list[LintFinding]:
    """All findings of one layout's body."""
    return [
        *_required_when(subject),
        *_conditionals(subject),
        *_references(subject),
        *_named_items(subject),
        *_rules(subject),
    ]


def _required_when(subject: Subject) -> list[LintFinding]:
    found: list[LintFinding] = []
    every = {i.name: i for items in subject.items.values() for i in items}
    for name, condition in subject.body.required_when.items():
        place = subject.place("required_when", name)
        item = every.get(name)
        if item is None:
            found.append(
                LintFinding(
                    place, "L18", "error", f"条件付き必須の項目「{name}」がありません", did_you_mean(name, every) or ""
                )
            )
            continue
        if item.required != "conditional":
            found.append(
                LintFinding(
                    place,
                    "L18",
                    "warning",
                    f"項目「{name}」は条件付き（conditional）ではありません",
                    "required を conditional にしてください。",
                )
            )
        editions = {e: items for e, items in subject.items.items() if name in {i.name for i in items}}
        found += _expression(condition, editions, subject, place)
    return found


def _conditionals(subject: Subject) -> list[LintFinding]:
    """Conditional items without an expression: one finding for those whose condition is in words, one for the rest."""
    every = {i.name: i for items in subject.items.values() for i in items}
    open_ = [i for i in every.values() if i.required == "conditional" and i.name not in subject.body.required_when]
    groups: tuple[tuple[Severity, str, list[Item]], ...] = (
        ("warning", "条件がどこにもありません", [i for i in open_ if not i.note]),
        ("info", "条件は備考にだけあります", [i for i in open_ if i.note]),
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


def _references(subject: Subject) -> list[LintFinding]:
    found: list[LintFinding] = []
    for n, reference in enumerate(subject.body.references):
        place = subject.place("references", n)
        found += _missing(subject, reference.items, place, "L14", "参照の項目")
        if reference.when:
            found += _expression(
                reference.when, _with(subject, reference.items), subject, subject.place("references", n, "when")
            )
        if len(reference.parent_key) != len(reference.items):
            found.append(
                LintFinding(
                    place,
                    "L14",
                    "error",
                    f"参照の項目が {len(reference.items)}、相手の key が {len(reference.parent_key)} で、数が合いません",
                    "key に同じ数の項目を書いてください。",
                )
            )
            continue
        for to in reference.to:
            found += _parent(subject, reference, to, place)
    return found


def _parent(subject: Subject, reference: Reference, to: str, place: str) -> list[LintFinding]:
    address = to if "/" in to else f"{subject.business}/{to}"
    parent = subject.others.get(address)
    if parent is None:
        hint = did_you_mean(address, subject.others) or "BUSINESS/LAYOUT の形で書いてください。"
        return [LintFinding(place, "L14", "error", f"参照先「{to}」という定義がありません", hint)]
    names = {i.name: i for items in parent.values() for i in items}
    own = {i.name: i for items in subject.items.values() for i in items}
    found: list[LintFinding] = []
    for child, key in zip(reference.items, reference.parent_key, strict=True):
        if key not in names:
            found.append(
                LintFinding(
                    place,
                    "L14",
                    "error",
                    f"参照先「{to}」に項目「{key}」がありません",
                    did_you_mean(key, names) or "key に相手の項目名を書いてください。",
                )
            )
        elif child in own and _alike(own[child]) != _alike(names[key]):
            found.append(
                LintFinding(
                    place,
                    "L14",
                    "warning",
                    f"項目「{child}」（{own[child].type}）と参照先「{to}」の「{key}」（{names[key].type}）の型が違います",
                    "同じ型にしてください。",
                )
            )
    return found


def _named_items(subject: Subject) -> list[LintFinding]:
    """Histories, households, exclusive numbers and unique values."""
    body = subject.body
    found: list[LintFinding] = []
    if h := body.history:
        named = [*h.of, h.number, *([h.date] if h.date else []), *([h.latest.item] if h.latest else [])]
        named += [h.period.start, h.period.end] if h.period else []
        found += _missing(subject, named, subject.place("history"), "L15", "履歴の項目", everywhere=True)
    if home := body.household:
        found += _missing(
            subject,
            (home.number, home.person, home.relation),
            subject.place("household"),
            "L15",
            "世帯の項目",
            everywhere=True,
        )
        if home.current:
            found += _expression(home.current, subject.items, subject, subject.place("household", "current"))
    for n, exclusive in enumerate(body.exclusive):
        place = subject.place("exclusive", n)
        found += _missing(subject, exclusive.items, place, "L15", "排他の項目")
        found += _other(subject, exclusive.with_, exclusive.key or exclusive.items, place)
    for n, unique in enumerate(body.unique):
        place = subject.place("unique", n)
        found += _missing(subject, (*unique.items, *unique.of), place, "L15", "一意の項目")
        if unique.when:
            found += _expression(
                unique.when,
                _with(subject, (*unique.items, *unique.of)),
                subject,
                subject.place("unique", n, "when"),
            )
    return found


def _other(subject: Subject, to: str, key: Iterable[str], place: str) -> list[LintFinding]:
    address = to if "/" in to else f"{subject.business}/{to}"
    other = subject.others.get(address)
    if other is None:
        hint = did_you_mean(address, subject.others) or "BUSINESS/LAYOUT の形で書いてください。"
        return [LintFinding(place, "L15", "error", f"排他の相手「{to}」という定義がありません", hint)]
    names = {i.name for items in other.values() for i in items}
    return [
        LintFinding(place, "L15", "error", f"排他の相手「{to}」に項目「{k}」がありません", did_you_mean(k, names) or "")
        for k in key
        if k not in names
    ]


def _rules(subject: Subject) -> list[LintFinding]:
    found: list[LintFinding] = []
    seen: set[str] = set()
    for n, rule in enumerate(subject.body.rules):
        place = subject.place("rules", n)
        if rule.id in seen:
            found.append(
                LintFinding(place, "L02", "error", f"検査規則「{rule.id}」が二度あります", "id を変えてください。")
            )
        seen.add(rule.id)
        found += _missing(subject, rule.items, place, "L17", f"検査規則「{rule.id}」の項目")
        if not rule.items:
            found.append(
                LintFinding(
                    place,
                    "L17",
                    "warning",
                    f"検査規則「{rule.id}」に items がありません",
                    "指摘を付ける項目を書いてください。",
                )
            )
        for key, text in (("when", rule.when), ("assert", rule.assertion)):
            if text:
                found += _expression(text, _with(subject, rule.items), subject, subject.place("rules", n, key))
    return found


def _expression(text: str, editions: Mapping[str, Sequence[Item]], subject: Subject, place: str) -> list[LintFinding]:
    """An expression must bind in every edition that has the layout; once for editions with the same items."""
    tried: dict[tuple[str, ...], str | None] = {}
    wrong: dict[str, list[str]] = {}
    for edition, items in editions.items():
        names = tuple(i.name for i in items)
        if names not in tried:
            tried[names] = why_wrong(text, items, place)
        if why := tried[names]:
            wrong.setdefault(why, []).append(edition)
    found: list[LintFinding] = []
    for why, where in wrong.items():
        everywhere = len(where) == len(editions)
        severity: Severity = "error" if everywhere or subject.default in where else "warning"
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
    """The editions that have all the items that a part names: in the others the part does not apply."""
    wanted = set(names)
    return {e: items for e, items in subject.items.items() if wanted <= {i.name for i in items}}


def _missing(
    subject: Subject, names: Iterable[str], place: str, rule: str, what: str, *, everywhere: bool = False
) -> list[LintFinding]:
    """Items that no edition of the layout has; with `everywhere`, that some edition lacks."""
    every = {i.name for items in subject.items.values() for i in items}
    found: list[LintFinding] = []
    for name in dict.fromkeys(names):
        if name not in every:
            found.append(
                LintFinding(place, rule, "error", f"{what}「{name}」がありません", did_you_mean(name, every) or "")
            )
            continue
        without = [e for e, items in subject.items.items() if name not in {i.name for i in items}]
        if everywhere and without:
            scope = ", ".join(without)
            found.append(
                LintFinding(
                    place,
                    rule,
                    "error",
                    f"{what}「{name}」がない版があります（{scope}）",
                    "全部の版にある項目で書いてください。",
                )
            )
    return found


def _alike(item: Item) -> str:
    return _ALIKE.get(item.type, item.type)
