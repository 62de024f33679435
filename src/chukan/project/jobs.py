"""A project as a job: which files are checked, against which layout, under which agreement."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial

from chukan.agreement import Agreement
from chukan.errors import LayoutNotFound, ProjectError, did_you_mean
from chukan.layouts.declaration import path_of
from chukan.layouts.library import Library
from chukan.layouts.pack_document import BusinessEntry
from chukan.project.folder import ProjectFolder
from chukan.project.project_file import BusinessPlan, Municipality
from chukan.project.secret import project_secret
from chukan.rules.catalogue import RULES
from chukan.severity import Severities
from chukan.verification.decisions.model import NO_DECISIONS, Decisions, Waiver
from chukan.verification.decisions.waivers import Place
from chukan.verification.job import Job, Target
from chukan.verification.record_kinds import targets_of
from chukan.verification.result import Delivery


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
            raise ProjectError(f"検査項目「{rule}」はありません", place=f"{project.path} の rules", hint=hint)
    base = project.agreement()
    targets: list[Target] = []
    deliveries: list[Delivery] = []
    for town, plan in _plans(project, municipality, business):
        try:
            entry = _entry(project, library, plan)
            deliveries.append(_delivery(project, town, plan, entry))
            targets += _targets(project, library, town, plan, base)
        except LayoutNotFound as e:
            place = e.place or f"{project.path}（{town.name} {plan.business}）"
            raise ProjectError(e.message, place=place, hint=e.hint) from None
    _must_be_listed_once(project, targets)
    return Job(
        targets=targets,
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
    )


def _places(project: ProjectFolder, library: Library) -> Iterator[Place]:
    """Yield all that the project delivers, whatever part of it is checked: a scope may name what this run leaves out."""
    for town in project.file.municipalities:
        for plan in town.businesses:
            entry = _entry(project, library, plan)
            names = (town.code, town.name), (entry.business, entry.name)
            yield Place((*names, ()), ())
            for file in plan.files:
                with contextlib.suppress(LayoutNotFound):  # `_targets` reports it where it is checked
                    layout = library.layout(
                        path_of(file.layout, plan.business), default=plan.layout or project.file.layout
                    )
                    yield Place((*names, (layout.slug, layout.name)), layout.names)


def _must_be_listed_once(project: ProjectFolder, targets: Sequence[Target]) -> None:
    """Refuse a file that stands in the project twice under one layout: its results could not be told apart."""
    seen: set[tuple[str, str, str]] = set()
    for target in targets:
        key = (target.municipality, target.layout.path, target.shown)
        if key in seen:
            raise ProjectError(
                f"ファイル「{target.shown}」が、{target.municipality_name}の{target.layout.business_name}"
                f" {target.layout.name}として二度書かれています",
                place=str(project.path),
                hint="files のどちらかの行を消してください。二つに分けて提出されたのなら、それぞれのパスを書いてください。",
            )
        seen.add(key)


def _plans(
    project: ProjectFolder, municipality: str | None, business: str | None
) -> Iterator[tuple[Municipality, BusinessPlan]]:
    towns = [m for m in project.file.municipalities if municipality in (None, m.code, m.name)]
    if not towns:
        known = [t for m in project.file.municipalities for t in (m.code, m.name)]
        hint = did_you_mean(municipality or "", known) or f"ある市区町村: {', '.join(known)}"
        raise ProjectError(f"市区町村「{municipality}」はプロジェクトにありません", place=str(project.path), hint=hint)
    plans = [(m, b) for m in towns for b in m.businesses if business in (None, b.business)]
    if not plans and business is not None:
        known = sorted({b.business for m in towns for b in m.businesses})
        hint = did_you_mean(business, known) or f"ある業務: {', '.join(known)}"
        raise ProjectError(f"業務「{business}」はプロジェクトにありません", place=str(project.path), hint=hint)
    yield from plans


def _entry(project: ProjectFolder, library: Library, plan: BusinessPlan) -> BusinessEntry:
    name = (plan.layout or project.file.layout).partition("@")[0]
    return library.pack(name).business(plan.business)


def _delivery(project: ProjectFolder, town: Municipality, plan: BusinessPlan, entry: BusinessEntry) -> Delivery:
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
    project: ProjectFolder, library: Library, town: Municipality, plan: BusinessPlan, base: Agreement
) -> Iterator[Target]:
    default = plan.layout or project.file.layout
    place = f"{project.path}（{town.name} {plan.business}）"
    agreement = base.merged(plan.agreement, place=place)
    for file in plan.files:
        address = path_of(file.layout, plan.business)
        layout = library.layout(address, default=default)
        for item in file.totals:
            if item not in layout.by_name:
                hint = did_you_mean(item, [i.name for i in layout.items if i.is_amount]) or ""
                raise ProjectError(f"totals の項目「{item}」は {layout.address} にありません", place=place, hint=hint)
        target = Target(
            path=project.resolve(file.path),
            shown=file.path.replace("\\", "/"),
            layout=layout,
            agreement=agreement.merged(file.agreement, place=f"{place} {file.path}"),
            municipality=town.code,
            municipality_name=town.name,
            from_vendor=project.file.vendor_name(plan.from_),
            to_vendor=project.file.vendor_name(plan.to),
            expected_records=file.records,
            expected_totals=file.totals,
            others=partial(library.siblings, layout),
        )
        yield from targets_of(target, library)


def _local_rules(project: ProjectFolder, library: Library) -> dict[str, tuple]:  # type: ignore[type-arg]
    """Return the municipality's own rules by "business/layout", whatever short form it used."""
    rules = {}
    for address, own in project.local_rules().items():
        layout = library.layout(address, default=project.file.layout)
        rules[layout.path] = own
    return rules
