"""The rules of equality as people write them: one YAML file, beside it the tables that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from chukan.agreement import Agreement, load_agreement
from chukan.documents import Document, load_lines, refusal
from chukan.errors import ProjectError, did_you_mean, reason
from chukan.expressions.conditions import check_types
from chukan.expressions.vetting import unknown_item, vet
from chukan.layouts.model import Layout
from chukan.output.text import listed
from chukan.reconciliation.equalities import KINDS, Equality, ItemEquality
from chukan.reconciliation.equalities.added import Added
from chukan.reconciliation.equalities.base import EVERY
from chukan.reconciliation.equalities.codes import Codes
from chukan.reconciliation.equalities.left_out import LeftOut
from chukan.reconciliation.equalities.renumbering import Renumbering
from chukan.reconciliation.equalities.tables import sha256_of
from chukan.yaml_text import Lines


class RulesDocument(Document):
    """`reconciliation.yaml`.

    Attributes:
        agreement: how the files of the target system are written: a file beside this one, or single keys that differ from
            the delivered side's.
        key: BUSINESS/LAYOUT -> the items by which its records are found on both sides, where not the layout's key.
        count_by: BUSINESS/LAYOUT -> items of codes by which records are counted.
        rules: see `chukan.reconciliation.equalities`.
    """

    agreement: str | dict[str, Any] = {}
    key: dict[str, tuple[str, ...]] = {}
    count_by: dict[str, tuple[str, ...]] = {}
    rules: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Rules:
    """The rules of equality in force, their tables read.

    Attributes:
        folder: where the paths in them begin.
        sha256: of the file.
        sources: path in the file -> SHA-256 of the table or manifest.
    """

    rules: tuple[Equality, ...] = ()
    key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agreement: str | Mapping[str, Any] = field(default_factory=dict)
    folder: Path = Path()
    sha256: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    lines: Lines = field(default_factory=lambda: Lines("突合の規則"))

    def of(self, layout: Layout) -> tuple[Equality, ...]:
        """Return the rules that are about a layout, in their order."""
        return tuple(rule for rule in self.rules if rule.covers(layout.path))

    def must_fit(self, layouts: Iterable[Layout]) -> None:
        """Refuse what names nothing: a rule that is silently about nothing explains nothing.

        Args:
            layouts: of the delivered sides.

        Raises:
            ProjectError: a layout or an item that a rule names is not there, a condition is wrong, or two conversion
                tables are about one item; names the nearest.
        """
        layouts = list({layout.path: layout for layout in layouts}.values())
        for number, rule in enumerate(self.rules):
            _must_fit(rule, layouts, self.lines.below("rules", number))
        for name, given in (("key", self.key), ("count_by", self.count_by)):
            for address, items in given.items():
                _names_must_fit(address, items, layouts, name, self.lines)
        for layout in layouts:
            _one_table_an_item(self.of(layout), layout, self.lines)

    def loaded(self, delivered: Agreement) -> Agreement:
        """Return how the files of the target system are written, as far as the rules file says.

        Args:
            delivered: the delivered side's agreement; what is not said is as there.

        Raises:
            AgreementError: it is wrong; names the line and the nearest key.
        """
        if isinstance(self.agreement, str):
            return load_agreement(self.folder / self.agreement)
        return delivered.merged(self.agreement, place=self.lines.below("agreement"))

    def named(self, given: Mapping[str, tuple[str, ...]], layout: Layout) -> tuple[str, ...]:
        """Return what is said of a layout, by its path or its short name; () = nothing."""
        return given.get(layout.path) or given.get(layout.slug) or ()


NO_RULES = Rules()
"""Nothing was agreed: only what is alike character by character is equal."""


def load_rules(path: Path, *, within: Path | None = None) -> Rules:
    """Return the rules in a YAML file, with the tables that they name.

    Args:
        path: the file.
        within: the folder that the tables may not leave; None = they may lie anywhere.

    Raises:
        ProjectError: the file, a rule or a table is wrong; names the line and the nearest key.
    """
    document, lines = load_lines(path, RulesDocument, ProjectError)
    folder = path.parent
    rules: list[Equality] = []
    sources: dict[str, str] = {}
    for number, given in enumerate(document.rules):
        here = lines.below("rules", number)
        rule = _rule(given, here)
        if rule.id in {r.id for r in rules}:
            raise ProjectError(
                f"規則の id「{rule.id}」が二度あります", place=here.at("id"), hint="別の名前を付けてください。"
            )
        for name in rule.files:
            there = folder / name
            if within is not None and not there.resolve().is_relative_to(within.resolve()):
                raise ProjectError(
                    f"「{name}」はプロジェクトのフォルダの外です",
                    place=here.at(),
                    hint="フォルダの中に置くか、--allow-outside を付けてください。",
                )
            sources[name] = sha256_of(there)
        if hasattr(rule, "load"):
            rule.load(folder)
        rules.append(rule)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as e:
        raise ProjectError(f"突合の規則を読めません: {reason(e)}", place=str(path)) from None
    return Rules(
        rules=tuple(rules),
        key=document.key,
        count_by=document.count_by,
        agreement=document.agreement,
        folder=folder,
        sha256=digest,
        sources=sources,
        lines=lines,
    )


def _rule(given: Mapping[str, Any], lines: Lines) -> Equality:
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        hint = did_you_mean(str(kind), KINDS) if kind else None
        raise ProjectError(
            f"規則の kind「{kind}」は使えません" if kind else "規則に kind（種類）がありません",
            place=lines.at("kind"),
            hint=hint or f"使える値: {'、'.join(KINDS)}",
        )
    model = KINDS[kind]
    try:
        return model.model_validate(given)
    except ValidationError as e:
        raise refusal(e, model, ProjectError, lines) from None


def _must_fit(rule: Equality, layouts: list[Layout], lines: Lines) -> None:
    """Refuse a rule that names a layout or an item that is not there, or whose condition is wrong."""
    covered = [layout for layout in layouts if rule.covers(layout.path)]
    if rule.layout and not covered:
        raise _no_layout(f"規則「{rule.id}」", rule.layout, layouts, lines.at("layout"))
    if isinstance(rule, ItemEquality):
        _items_must_be_there(rule, covered, lines)
    if not isinstance(rule, Added | LeftOut) or not rule.when:
        return
    if not rule.layout and len(layouts) > 1:
        raise ProjectError(
            f"規則「{rule.id}」の条件（when）がどの定義のことか分かりません",
            place=lines.at("when"),
            hint="layout に 業務/定義 を書いてください。",
        )
    for layout in covered:
        _vetted(rule.when, layout, lines.at("when"))


def _names_must_fit(address: str, items: Sequence[str], layouts: list[Layout], name: str, lines: Lines) -> None:
    """Refuse a layout or an item of `key` or `count_by` that is not there."""
    covered = next((x for x in layouts if address in (x.path, x.slug)), None)
    if covered is None:
        raise _no_layout(name, address, layouts, lines.at(name, address))
    if not items:
        raise ProjectError(
            f"{name} の「{address}」に項目がありません",
            place=lines.at(name, address),
            hint="項目の名前を書くか、この行を除いてください。",
        )
    for item in items:
        must_be_item(item, covered, name, lines.at(name, address), coded=name == "count_by")


def must_be_item(item: str, layout: Layout, name: str, place: str, *, coded: bool) -> None:
    """Refuse an item that a layout does not have, or that has no codes though records are counted by them.

    Args:
        item: as it was written.
        layout: of the delivered side.
        name: the key or option that names it.
        place: where it was written.
        coded: True = it must have a code list.

    Raises:
        ProjectError: it is so; names the nearest.
    """
    if item not in layout.by_name:
        raise ProjectError(
            f"{name} の項目「{item}」は {layout.address} にありません",
            place=place,
            hint=did_you_mean(item, layout.names) or "項目の名前を確かめてください。",
        )
    if coded and layout.code_list(layout.by_name[item]) is None:
        known = [one.name for one in layout.items if layout.code_list(one) is not None]
        raise ProjectError(
            f"{name} の項目「{item}」にはコード表がないため、コード別に数えられません",
            place=place,
            hint=f"コード表のある項目: {listed(known, 8)}"
            if known
            else f"{layout.address} にコード表のある項目はありません。",
        )


def _no_layout(what: str, address: str, layouts: list[Layout], place: str) -> ProjectError:
    known = [layout.path for layout in layouts]
    return ProjectError(
        f"{what} の定義「{address}」は突合の対象にありません",
        place=place,
        hint=did_you_mean(address, known) or f"ある定義: {'、'.join(known)}",
    )


def _items_must_be_there(rule: ItemEquality, layouts: list[Layout], lines: Lines) -> None:
    """Refuse an item that is not there, or about whose values the kind says nothing: no difference would ever be under it."""
    names = [name for layout in layouts for name in layout.names]
    for number, name in enumerate(rule.items):
        if name != EVERY and name not in names:
            raise ProjectError(
                f"規則「{rule.id}」の項目「{name}」は、突合する定義にありません",
                place=lines.at("items", number),
                hint=did_you_mean(name, dict.fromkeys(names)) or "項目の名前を確かめてください。",
            )
        meant = [item for layout in layouts for item in layout.items if name in (EVERY, item.name)]
        if layouts and not any(rule.fits(item) if name == EVERY else rule.may_name(item) for item in meant):
            what = "突合する定義のどの項目にも" if name == EVERY else f"項目「{name}」（型 {meant[0].type}）には"
            raise ProjectError(
                f"規則「{rule.id}」の種類 {rule.kind}（{rule.label}）は、{what}使えません",
                place=lines.at("items", number),
                hint="kind か items を確かめてください。種類ごとに使える項目は docs/reconciliation.md にあります。",
            )


def _one_table_an_item(rules: Iterable[Equality], layout: Layout, lines: Lines) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if not isinstance(rule, Codes | Renumbering):
            continue
        for item in layout.items:
            if rule.applies(item) and seen.setdefault(item.name, rule.id) != rule.id:
                raise ProjectError(
                    f"項目「{item.name}」に変換表が二つあります（規則「{seen[item.name]}」と「{rule.id}」）",
                    place=lines.at("rules"),
                    hint="一つの表にまとめてください。",
                )


def _vetted(when: str, layout: Layout, place: str) -> None:
    expression = vet(when, layout.names, ProjectError, place)
    for name in expression.unknown:
        message, hint = unknown_item(name, layout.names)
        raise ProjectError(message, place=place, hint=hint)
    check_types(expression, layout.by_name, ProjectError, place)
