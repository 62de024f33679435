"""A project as a job: which files are checked, against which layout, under which agreement."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import LayoutNotFound, ProjectError, did_you_mean
from chukan.intake.agreed_items import check_agreed_items
from chukan.layouts.declaration import path_of
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.pack_document import BusinessEntry
from chukan.output.text import listed
from chukan.project.folder import ProjectFolder
from chukan.project.project_file import BusinessPlan, Municipality
from chukan.project.secret import project_secret
from chukan.rules.catalogue import RULES
from chukan.severity import Severities
from chukan.verification.decisions.model import NO_DECISIONS, Decisions, Waiver
from chukan.verification.job import Job, Target
from chukan.verification.record_kinds import targets_of
from chukan.verification.result import Delivery
from chukan.verification.scope import Place
from chukan.yaml_text import Lines

JOURNAL = Path(".chukan/journal")
"""Where a project keeps what its runs worked out, beside its secret."""


def to_job(
    project: ProjectFolder,
    library: Library,
    *,
    municipality: str | None = None,
    business: str | None = None,
    waivers: tuple[Waiver, ...] = (),
    decisions: Decisions = NO_DECISIONS,
) -> Job:
    """Return what `verify` checks.

    Args:
        municipality: only this one, by code or name.
        business: only this one, by slug or name.
        waivers: acceptances of a whole rule and item.
        decisions: what was typed into earlier sheets of findings.

    Raises:
        ProjectError: something that the project names is not there.
    """
    for rule in project.file.rules:
        if rule not in RULES:
            hint = did_you_mean(rule, RULES) or "`chukan rules` で一覧を見られます。"
            raise ProjectError(f"検査項目「{rule}」はありません", place=project.lines.at("rules", rule), hint=hint)
    base = project.agreement()
    targets: list[tuple[Target, Lines]] = []
    deliveries: list[Delivery] = []
    for planned in _plans(project, library, municipality, business):
        deliveries.append(_delivery(project, planned))
        targets += _targets(project, library, planned, base)
    _must_be_listed_once(targets)
    _check_agreed_items(project, targets)
    return Job(
        targets=[target for target, _ in targets],
        deliveries=deliveries,
        local_rules=_local_rules(project, library),
        waivers=waivers,
        decisions=decisions,
        secret=partial(project_secret, project.folder),
        places=[*_places(project, library)] if waivers else (),
        severities=Severities(project.file.rules),
        agreement=base,
        group=project.file.group.name,
        project_sha256=project.sha256,
        local_rules_sha256=project.local_rules_sha256(),
        journal=project.folder / JOURNAL,
        project=project.path.name,
    )


@dataclass(frozen=True, slots=True)
class _Planned:
    """One business of one municipality, with where the project says so."""

    town: Municipality
    plan: BusinessPlan
    entry: BusinessEntry
    lines: Lines


def _places(project: ProjectFolder, library: Library) -> Iterator[Place]:
    """Yield all that the project delivers, whatever part of it is checked: a scope may name what this run leaves out."""
    for town in project.file.municipalities:
        for plan in town.businesses:
            name = (plan.layout or project.file.layout).partition("@")[0]
            try:
                entry = library.pack(name).business(plan.business)
            except LayoutNotFound:
                continue  # whatever is checked of it, says so
            names = (town.code, town.name), (entry.business, entry.name)
            yield Place((*names, ()), ())
            for file in plan.files:
                with contextlib.suppress(LayoutNotFound):  # `_targets` reports it where it is checked
                    layout = library.layout(
                        path_of(file.layout, plan.business), default=plan.layout or project.file.layout
                    )
                    yield Place((*names, (layout.slug, layout.name)), layout.names)


def _must_be_listed_once(targets: Sequence[tuple[Target, Lines]]) -> None:
    """Refuse a file that stands in the project twice under one layout, however its path is written: no result could be told apart."""
    seen: set[tuple[str, str, str]] = set()
    for target, lines in targets:
        key = (target.municipality, target.layout.path, os.path.normcase(os.path.normpath(target.path)))
        if key in seen:
            raise ProjectError(
                f"ファイル「{target.shown}」が、{target.municipality_name}の{target.layout.business_name}"
                f" {target.layout.name}として二度書かれています",
                place=lines.at("path"),
                hint="files のどちらかの行を消してください。二つに分けて提出されたのなら、それぞれのパスを書いてください。",
            )
        seen.add(key)


def _check_agreed_items(project: ProjectFolder, targets: Sequence[tuple[Target, Lines]]) -> None:
    """Refuse agreements that name items which no layout has."""
    layouts = {target.layout.address: target.layout for target, _ in targets}
    for target, lines in targets:
        business = replace(lines, within=lines.within[:-2])

        def places(file: Lines = lines, business: Lines = business) -> tuple[Lines, ...]:
            return file.below("agreement"), business.below("agreement"), project.agreement_lines()

        known = [target.layout, *layouts.values()]
        check_agreed_items(target.agreement, known, others=target.others, places=places)


def _plans(
    project: ProjectFolder, library: Library, municipality: str | None, business: str | None
) -> Iterator[_Planned]:
    towns = [(i, m) for i, m in enumerate(project.file.municipalities) if municipality in (None, m.code, m.name)]
    if not project.file.municipalities:
        raise ProjectError(
            "municipalities に市区町村がありません",
            place=project.lines.at("municipalities"),
            hint="移行する市区町村を「- code:」「name:」「businesses:」で書き足してください。",
        )
    if not towns:
        known = [t for m in project.file.municipalities for t in (m.code, m.name)]
        hint = did_you_mean(municipality or "", known) or f"ある市区町村: {', '.join(known)}"
        raise ProjectError(f"市区町村「{municipality}」はプロジェクトにありません", place=str(project.path), hint=hint)
    plans = [
        _planned(project, library, m, b, project.lines.below("municipalities", i, "businesses", j))
        for i, m in towns
        for j, b in enumerate(m.businesses)
    ]
    chosen = [p for p in plans if business in (None, p.plan.business, p.entry.business, p.entry.name)]
    if not chosen and business is not None:
        known = list(dict.fromkeys(t for p in plans for t in (p.entry.business, p.entry.name)))
        hint = did_you_mean(business, known) or f"ある業務: {', '.join(known)}"
        raise ProjectError(f"業務「{business}」はプロジェクトにありません", place=str(project.path), hint=hint)
    yield from chosen


def _planned(
    project: ProjectFolder, library: Library, town: Municipality, plan: BusinessPlan, lines: Lines
) -> _Planned:
    """Return a plan with what the pack says of its business."""
    name = (plan.layout or project.file.layout).partition("@")[0]
    try:
        return _Planned(town, plan, library.pack(name).business(plan.business), lines)
    except LayoutNotFound as e:
        place = e.place or f"{lines.at('business')}（{town.name} {plan.business}）"
        raise ProjectError(e.message, place=place, hint=e.hint) from None


def _delivery(project: ProjectFolder, planned: _Planned) -> Delivery:
    town, plan, entry = planned.town, planned.plan, planned.entry
    name = project.file.vendor_name
    return Delivery(
        municipality=town.code,
        municipality_name=town.name,
        business=entry.business,
        business_name=entry.name,
        method=plan.method,
        reason=plan.reason,
        from_vendor=name(plan.from_),
        to_vendor=name(plan.to),
    )


def _targets(
    project: ProjectFolder, library: Library, planned: _Planned, base: Agreement
) -> Iterator[tuple[Target, Lines]]:
    town, plan = planned.town, planned.plan
    default = plan.layout or project.file.layout
    agreement = base.merged(plan.agreement, place=planned.lines.below("agreement"))
    for number, file in enumerate(plan.files):
        lines = planned.lines.below("files", number)
        layout = _layout(library, path_of(file.layout, plan.business), default, lines, f"{town.name} {plan.business}")
        for item in file.totals:
            if item not in layout.by_name:
                amounts = [i.name for i in layout.items if i.is_amount]
                hint = did_you_mean(item, amounts) or (
                    f"金額の項目: {listed(amounts, 8)}"
                    if amounts
                    else "この定義に金額の項目はありません。totals を消してください。"
                )
                raise ProjectError(
                    f"totals の項目「{item}」は {layout.address} にありません",
                    place=lines.at("totals", item),
                    hint=hint,
                )
        target = Target(
            path=project.resolve(file.path, *lines.within, "path"),
            shown=file.path.replace("\\", "/"),
            layout=layout,
            agreement=agreement.merged(file.agreement, place=lines.below("agreement")),
            municipality=town.code,
            municipality_name=town.name,
            from_vendor=project.file.vendor_name(plan.from_),
            to_vendor=project.file.vendor_name(plan.to),
            expected_records=file.records,
            expected_totals=file.totals,
            others=partial(library.siblings, layout),
        )
        yield from ((part, lines) for part in targets_of(target, library))


def _layout(library: Library, address: str, default: str, lines: Lines, what: str) -> Layout:
    """Return the layout of a file; one that does not exist is the project's mistake."""
    try:
        return library.layout(address, default=default)
    except LayoutNotFound as e:
        raise ProjectError(e.message, place=e.place or f"{lines.at('layout')}（{what}）", hint=e.hint) from None


def _local_rules(project: ProjectFolder, library: Library) -> dict[str, tuple]:  # type: ignore[type-arg]
    """Return the municipality's own rules by "business/layout", whatever short form it used."""
    rules = {}
    for address, own in project.local_rules().items():
        layout = library.layout(address, default=project.file.layout)
        rules[layout.path] = own
    return rules
