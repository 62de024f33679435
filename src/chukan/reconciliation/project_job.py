"""A project as a reconciliation: which file of the target system belongs to which delivered one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chukan.agreement import Agreement
from chukan.errors import InputError, LayoutNotFound, ProjectError, readable
from chukan.layouts.declaration import path_of
from chukan.layouts.model import Layout
from chukan.project.jobs import to_job
from chukan.project.project import Project
from chukan.project.project_file import Loaded
from chukan.reconciliation.files_job import loaded_kinds
from chukan.reconciliation.job import Pair, ReconcileJob
from chukan.reconciliation.rules_file import NO_RULES, Rules, load_rules
from chukan.reconciliation.sides.postgresql import TableAddress
from chukan.reconciliation.sides.side import SideSpec
from chukan.verification.job import Target
from chukan.yaml_text import Lines

_ITSELF = (
    "移行先のファイルとして指定されたものが、提出データそのものです。同じファイルどうしを比べても、移行したことになりません。"
    "移行先の事業者に出力を頼み、提出データとは別のフォルダに置いて --loaded か loaded の path に書いてください。"
)
"""A file held against itself is always alike."""
_OTHER_SUFFIXES = (".parquet", ".xlsx", ".txt", ".csv", ".zip")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the project says of one loaded file, and where."""

    loaded: Loaded | None
    lines: Lines


def to_reconcile_job(
    project: Project,
    folder: Path | None,
    *,
    municipality: str | None = None,
    business: str | None = None,
    sheets: Collection[Path] = (),
    rules: Rules | None = None,
) -> ReconcileJob:
    """Return what `reconcile` compares.

    Args:
        project: an opened project.
        folder: where the files of the target system are; each is looked for under ``loaded.path``, else where the delivered
            one is in the project. None = only where the project's ``loaded.path`` says.
        municipality: only this one, by code or name.
        business: only this one, by slug or name.
        sheets: sheets of findings of earlier reconciliations, with what was decided.
        rules: the rules of equality; None = those that the project names.

    Raises:
        ProjectError: something that the project names is not there, or is wrong.
        InputError: there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise InputError(
            "移行先のファイルを置くフォルダがありません", place=str(folder), hint="--loaded のパスを確かめてください。"
        )
    decided = project.with_sheets(sheets, reconciliation=True)
    job = to_job(
        project,
        project.library,
        municipality=municipality,
        business=business,
        waivers=decided.waivers,
        decisions=decided.decisions,
    )
    rules = rules if rules is not None else _rules(project)
    said = _said(project)
    pairs = [_pair(project, target, said, folder, rules) for target in job.targets]
    whole = municipality is None and business is None
    everything = job if whole else to_job(project, project.library)
    return ReconcileJob(
        pairs=pairs,
        rules=rules,
        strangers=tuple(_strangers(project, folder, pairs, rules)) if folder is not None and whole else (),
        severities=job.severities,
        waivers=job.waivers,
        decisions=job.decisions,
        secret=job.secret,
        places=job.places,
        group=job.group,
        project_sha256=job.project_sha256,
        layouts=[target.layout for target in everything.targets],
    )


def project_job(
    project: Project | str | Path,
    *,
    loaded: str | Path | None = None,
    rules: str | Path | None = None,
    municipality: str | None = None,
    business: str | None = None,
    as_of: dt.date | None = None,
    packs: Iterable[str | Path] = (),
    allow_outside: bool = False,
    decisions: Iterable[str | Path] = (),
) -> tuple[ReconcileJob, dt.date, Path]:
    """Return what compares a project, its day and its folder; the arguments are those of `chukan.reconcile`.

    Raises:
        ProjectError: the project, or something that it names, is wrong.
        InputError: the folder of loaded files is not there.
    """
    if not isinstance(project, Project):
        project = Project.open(project, packs=packs, allow_outside=allow_outside)
    job = to_reconcile_job(
        project,
        None if loaded is None else Path(loaded),
        municipality=municipality,
        business=business,
        sheets=[Path(sheet) for sheet in decisions],
        rules=None if rules is None else load_rules(Path(rules)),
    )
    return job, project.day(as_of), project.folder


def _rules(project: Project) -> Rules:
    named = project.file.reconciliation
    if not named:
        return NO_RULES
    path = project.document(named, "reconciliation")
    return load_rules(path, within=None if project.allow_outside else project.folder)


def _said(project: Project) -> dict[tuple[str, str, str], _Said]:
    """Return what the project says of the loaded side, by municipality, business and delivered path."""
    found = {}
    for i, town in enumerate(project.file.municipalities):
        for j, plan in enumerate(town.businesses):
            for k, file in enumerate(plan.files):
                lines = project.lines.below("municipalities", i, "businesses", j, "files", k)
                key = (town.code, plan.business, readable(file.path.replace("\\", "/")))
                found[key] = _Said(file.loaded, lines)
                found.setdefault((town.code, "", key[2]), found[key])  # the business may be written by its name
    return found


def _pair(
    project: Project, target: Target, said: dict[tuple[str, str, str], _Said], folder: Path | None, rules: Rules
) -> Pair:
    own = target.municipality, target.layout.business, target.shown
    known = said.get(own) or said[own[0], "", own[2]]
    delivered = SideSpec(
        path=target.path,
        shown=target.shown,
        layout=target.layout,
        agreement=target.agreement,
        expected_records=target.expected_records,
        others=target.others,
        several=target.several,
    )
    path, missing = _loaded_path(project, target.shown, known, folder)
    if path is not None and path.resolve() == target.path.resolve():
        path, missing = None, _ITSELF
    loaded = None
    if path is not None:
        layout = _layout(project, target.layout, known)
        declared = known.loaded.declared if known.loaded else None
        agreement = _agreement(target.agreement, known, rules)
        loaded = SideSpec(
            path=path,
            shown=_shown(path, folder, project),
            layout=layout,
            agreement=agreement,
            expected_records=declared.records if declared and not target.is_part else None,
            date=declared.date.isoformat() if declared else "",
            load_errors=declared.errors if declared else None,
            others=partial(project.library.siblings, layout),
            several=loaded_kinds(target, agreement, project.library),
        )
    return Pair(
        delivered=delivered,
        loaded=loaded,
        missing=missing,
        municipality=target.municipality,
        municipality_name=target.municipality_name,
        from_vendor=target.from_vendor,
        to_vendor=target.to_vendor,
    )


def _loaded_path(project: Project, shown: str, said: _Said, folder: Path | None) -> tuple[Path | None, str]:
    """Return where the loaded file is; None = nowhere, with the next step."""
    named = said.loaded.path if said.loaded else ""
    if TableAddress.of(named) is not None:
        return Path(named), ""
    if folder is None:
        if not named:
            return (
                None,
                "移行先の事業者に出力を頼み、--loaded か、プロジェクトの loaded の path に置き場所を書いてください。",
            )
        own = project.resolve(named, *said.lines.within, "loaded", "path")
        return (own, "") if _exists(own) else (None, f"プロジェクトの loaded の「{named}」がありません。")
    tried = [folder / named, *([project.folder / named] if project.allow_outside or _inside(project, named) else [])]
    if not named:
        tried = [folder / shown, *((folder / shown).with_suffix(suffix) for suffix in _OTHER_SUFFIXES)]
    found = next((path for path in tried if _exists(path)), None)
    where = named or shown
    return (
        found,
        "" if found else f"--loaded のフォルダに「{where}」がありません。移行先の事業者に出力を頼んでください。",
    )


def _inside(project: Project, named: str) -> bool:
    return (project.folder / named).resolve().is_relative_to(project.folder)


def _exists(path: Path) -> bool:
    """Return whether a file is there, or the archive or database that it is a part of."""
    return path.is_file() or path.parent.is_file()


def _layout(project: Project, delivered: Layout, said: _Said) -> Layout:
    named = said.loaded.layout if said.loaded else ""
    if not named:
        return delivered
    default = f"{delivered.origin.pack}@{delivered.edition}"
    try:
        return project.library.layout(path_of(named, delivered.business), default=default)
    except LayoutNotFound as e:
        raise ProjectError(e.message, place=e.place or said.lines.at("loaded", "layout"), hint=e.hint) from None


def _agreement(delivered: Agreement, said: _Said, rules: Rules) -> Agreement:
    own = said.loaded.agreement if said.loaded else {}
    return rules.loaded(delivered).merged(own, place=said.lines.below("loaded", "agreement"))


def _shown(path: Path, folder: Path | None, project: Project) -> str:
    """Return how results name a loaded file: within the folder that was named, or within the project's."""
    for base in (*([folder] if folder is not None else ()), project.folder):
        if path.resolve().is_relative_to(base.resolve()):
            return path.resolve().relative_to(base.resolve()).as_posix()
    return path.name


def _strangers(project: Project, folder: Path, pairs: Iterable[Pair], rules: Rules) -> Iterator[str]:
    """Yield the files of the target system that belong to no delivered file."""
    used = {project.path.resolve(), *((rules.folder / name).resolve() for rule in rules.rules for name in rule.files)}
    if project.file.reconciliation:
        used.add((project.folder / project.file.reconciliation).resolve())
    for pair in pairs:
        for spec in (pair.delivered, pair.loaded):
            if spec is not None:
                used |= {spec.path.resolve(), spec.path.resolve().parent}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in relative.parts) or path.resolve() in used:
            continue
        yield readable(relative.as_posix())
