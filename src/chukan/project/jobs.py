"""A project as a job: which files are checked, against which layout, under which agreement."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.agreement import Agreement
from chukan.errors import LayoutNotFound, ProjectError, did_you_mean
from chukan.layouts.library import Library
from chukan.layouts.pack import BusinessEntry
from chukan.project.project_file import BusinessPlan, LoadedProject, Municipality, agreement_of
from chukan.rules.catalogue import RULES
from chukan.severity import Severities
from chukan.verification.job import Job, Target, Waiver
from chukan.verification.result import Delivery


def to_job(
    loaded: LoadedProject,
    library: Library,
    *,
    municipality: str | None = None,
    business: str | None = None,
    waivers: tuple[Waiver, ...] = (),
) -> Job:
    """What `verify` checks.

    Args:
        municipality: only this one, by code or name.
        business: only this one, by slug or name.

    Raises:
        ProjectError: something that the project names is not there.
    """
    project = loaded.project
    for rule in project.rules:
        if rule not in RULES:
            hint = did_you_mean(rule, RULES) or "`chukan rules` で一覧を見られます。"
            raise ProjectError(f"検査項目「{rule}」はありません", place=f"{loaded.path} の rules", hint=hint)
    base = loaded.agreement()
    targets: list[Target] = []
    deliveries: list[Delivery] = []
    for town, plan in _plans(loaded, municipality, business):
        try:
            entry = _entry(loaded, library, plan)
            deliveries.append(_delivery(loaded, town, plan, entry))
            targets += _targets(loaded, library, town, plan, base)
        except LayoutNotFound as e:
            place = e.place or f"{loaded.path}（{town.name} {plan.business}）"
            raise ProjectError(e.message, place=place, hint=e.hint) from None
    return Job(
        targets=targets,
        deliveries=deliveries,
        local_rules=_local_rules(loaded, library),
        waivers=waivers,
        severities=Severities(project.rules),
        agreement=base,
        group=project.group.name,
        project_sha256=loaded.sha256,
        local_rules_sha256=loaded.local_rules_sha256(),
    )


def _plans(
    loaded: LoadedProject, municipality: str | None, business: str | None
) -> Iterator[tuple[Municipality, BusinessPlan]]:
    towns = [m for m in loaded.project.municipalities if municipality in (None, m.code, m.name)]
    if not towns:
        known = [t for m in loaded.project.municipalities for t in (m.code, m.name)]
        hint = did_you_mean(municipality or "", known) or f"ある市区町村: {', '.join(known)}"
        raise ProjectError(f"市区町村「{municipality}」はプロジェクトにありません", place=str(loaded.path), hint=hint)
    plans = [(m, b) for m in towns for b in m.businesses if business in (None, b.business)]
    if not plans and business is not None:
        known = sorted({b.business for m in towns for b in m.businesses})
        hint = did_you_mean(business, known) or f"ある業務: {', '.join(known)}"
        raise ProjectError(f"業務「{business}」はプロジェクトにありません", place=str(loaded.path), hint=hint)
    yield from plans


def _entry(loaded: LoadedProject, library: Library, plan: BusinessPlan) -> BusinessEntry:
    name = (plan.layout or loaded.project.layout).partition("@")[0]
    return library.pack(name).business(plan.business)


def _delivery(loaded: LoadedProject, town: Municipality, plan: BusinessPlan, entry: BusinessEntry) -> Delivery:
    name = loaded.project.vendor_name
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
    loaded: LoadedProject, library: Library, town: Municipality, plan: BusinessPlan, base: Agreement
) -> Iterator[Target]:
    default = plan.layout or loaded.project.layout
    place = f"{loaded.path}（{town.name} {plan.business}）"
    agreement = agreement_of(base, plan.agreement, place)
    for file in plan.files:
        address = file.layout if "/" in file.layout else f"{plan.business}/{file.layout}"
        layout = library.layout(address, default=default)
        for item in file.totals:
            if item not in layout.by_name:
                hint = did_you_mean(item, [i.name for i in layout.items if i.is_amount]) or ""
                raise ProjectError(f"totals の項目「{item}」は {layout.address} にありません", place=place, hint=hint)
        yield Target(
            path=loaded.resolve(file.path),
            shown=file.path.replace("\\", "/"),
            layout=layout,
            agreement=agreement_of(agreement, file.agreement, f"{place} {file.path}"),
            municipality=town.code,
            municipality_name=town.name,
            from_vendor=loaded.project.vendor_name(plan.from_),
            to_vendor=loaded.project.vendor_name(plan.to),
            expected_records=file.records,
            expected_totals=file.totals,
        )


def _local_rules(loaded: LoadedProject, library: Library) -> dict[str, tuple]:  # type: ignore[type-arg]
    """The municipality's own rules by "business/layout", whatever short form it used."""
    rules = {}
    for address, own in loaded.local_rules().items():
        layout = library.layout(address, default=loaded.project.layout)
        rules[f"{layout.business}/{layout.slug}"] = own
    return rules
