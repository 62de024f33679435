"""Building the evidence (証跡): judge, make the papers, seal, write whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chukan import __version__
from chukan.errors import InputError, OutputError, UsageError, reason
from chukan.evidence.checklist.checklist import make_checklist
from chukan.evidence.judgement.consistency import must_be_as_written
from chukan.evidence.judgement.currency import digest_of, file_on_disk, must_be_current, result_of
from chukan.evidence.judgement.judge import judge
from chukan.evidence.judgement.judgement import Judgement
from chukan.evidence.papers.context import Case
from chukan.evidence.papers.make import make_papers
from chukan.evidence.papers.templates import Templates
from chukan.evidence.papers.texts import judgement_json, readme
from chukan.evidence.proposal import nothing_verified
from chukan.evidence.reconciliation import reconciliation_figures
from chukan.evidence.reduction import reduction_figures
from chukan.evidence.sealing import seal
from chukan.evidence.sealing.folder import opened
from chukan.layouts.model import Layout
from chukan.output import reproducible as repack
from chukan.output.folder import whole_file, whole_folder
from chukan.project.project import Project
from chukan.reports.summary import summarise
from chukan.verification.document import FILE_NAME, from_json
from chukan.verification.job import Job, Target
from chukan.verification.result import Verification

README = "はじめにお読みください.txt"
JUDGEMENT = seal.JUDGEMENT


@dataclass(frozen=True)
class Built:
    """An evidence that was built.

    Attributes:
        seal: SHA-256 of manifest.json.
    """

    folder: Path
    archive: Path | None
    judgement: Judgement
    manifest: seal.Manifest
    seal: str


def build(
    project: Project,
    verification_dir: Path | None,
    out: Path,
    *,
    reconciliation_dir: Path | None = None,
    templates: Path | None = None,
    sign: Path | None = None,
    archive: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Built:
    """Judge mandatory item 1 and leave its papers, sealed, in `out` (and in `out`.zip).

    The same project, verification, files, templates and key give the same bytes.

    Args:
        project: the project, opened.
        verification_dir: what `chukan verify --out` left; None at the stage of the proposal, which has none.
        out: the folder for the evidence.
        reconciliation_dir: what `chukan reconcile --out` left; None = nobody looked into the target system.
        templates: a folder with templates of the municipality's own.
        sign: an Ed25519 private key (PEM).
        archive: also write the folder as a ZIP archive beside it.

    Raises:
        ProjectError: the verification is of another project, edition or waiver sheet; a template is wrong.
        InputError: files are missing or have changed since; the verification can't be read.
        UsageError: no verification was named, and the project is at the stage of the report.
        OutputError: `out` can't be written, or holds something that is not an untouched evidence.
    """
    key = None
    if sign is not None:
        from chukan.evidence.sealing.signing import load_private

        key = load_private(sign)
    chosen = Templates(templates)
    _must_be_free(out)
    job = project.job()
    if project.file.stage == "proposal":
        verification, digest = nothing_verified(project, job), ""
    else:
        verification, digest = _verified(project, job, verification_dir, progress)

    reduction = reduction_figures(project)
    reconciliation = reconciliation_figures(project, reconciliation_dir)
    judgement = judge(project, job, verification, reduction, reconciliation)
    made = make_checklist(project.file, judgement, reduction)
    case = Case(
        project=project,
        verification=verification,
        verification_sha256=digest,
        judgement=judgement,
        checklist=made,
        summary=summarise(verification),
        reduction=reduction,
    )
    files = {**make_papers(case, chosen), JUDGEMENT: judgement_json(case), README: readme(case)}
    if key is not None:
        from chukan.evidence.sealing.signing import public_of

        files[seal.PUBLIC_KEY] = public_of(key)
    manifest = _manifest(case, job, chosen, files, signed=key is not None)
    files[seal.MANIFEST] = seal.to_json(manifest)
    if key is not None:
        from chukan.evidence.sealing.signing import sign as signed

        files[seal.SIGNATURE] = signed(files[seal.MANIFEST], key)
    written = _write(out, files, archive=archive)
    return Built(out, written, judgement, manifest, hashlib.sha256(files[seal.MANIFEST]).hexdigest())


def check(path: Path, *, key: Path | None = None, project: Project | None = None) -> seal.SealCheck:
    """Recompute the seal of a folder or ZIP; with a project, also the digests of the delivered files.

    Raises:
        InputError: it is no evidence, or can't be read.
        MissingExtra: it is signed and `cryptography` is not installed.
        UsageError: the key is none.
    """
    public = None
    if key is not None:
        from chukan.evidence.sealing.signing import load_public

        public = load_public(key)
    with opened(path) as members:
        found = seal.check_members(members, key=public)
    if project is None:
        return found
    changed = tuple(_delivered_since(found.manifest, project))
    return replace(found, delivered_changed=changed, delivered_checked=len(found.manifest.delivered))


def _delivered_since(manifest: seal.Manifest, project: Project) -> Iterator[str]:
    if manifest.project["sha256"] != project.sha256:
        yield f"{project.path.name}（プロジェクトファイル）"
    for f in manifest.delivered:
        if not f.sha256:
            continue
        try:
            same = digest_of(project.resolve(f.path)) == f.sha256
        except OSError:
            yield f"{f.path}（読めません）"
            continue
        if not same:
            yield f.path


def _verified(
    project: Project, job: Job, folder: Path | None, progress: Callable[[str, int, int], None] | None
) -> tuple[Verification, str]:
    """Return the verification with its SHA-256, once it is known to be about this project and these files."""
    if folder is None:
        raise UsageError(
            "検証結果のフォルダ（--verification）がありません",
            hint="chukan verify --out の結果を指定してください。提案の段階の書類なら、プロジェクトに stage: proposal と書いてください。",
        )
    text, verification = _load(folder)
    must_be_current(project, job, verification, str(folder), progress=progress)
    must_be_as_written(text, verification, folder if folder.is_dir() else folder.parent)
    return verification, hashlib.sha256(text.encode()).hexdigest()


def _load(folder: Path) -> tuple[str, Verification]:
    path = folder / FILE_NAME if folder.is_dir() else folder
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except FileNotFoundError:
        raise InputError(
            "検証結果がありません", place=str(path), hint="先に chukan verify --out を実行してください。"
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            "検証結果を UTF-8 で読めません", place=str(path), hint="chukan verify をやり直してください。"
        ) from None
    except OSError as e:
        raise InputError(f"検証結果を読めません: {reason(e)}", place=str(path)) from None
    return text, from_json(text, place=str(path))


def _must_be_free(out: Path) -> None:
    """Raise unless `out` is free, or holds an evidence that nobody has touched."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    hint = "--out に別のフォルダを指定してください。"
    if not out.is_dir():
        raise OutputError("出力先と同じ名前のファイルがあります", place=str(out), hint=hint)
    try:
        with opened(out) as members:
            old = seal.check_members(members)
    except InputError:
        raise OutputError("出力先に証跡でないファイルがあります", place=str(out), hint=hint) from None
    touched = [*old.changed, *old.added]
    if touched:
        raise OutputError(
            f"出力先の証跡に手が加えられています: {'、'.join(touched[:5])}",
            place=str(out),
            hint=f"上書きしません。{hint}",
        )


def _manifest(case: Case, job: Job, templates: Templates, files: dict[str, bytes], *, signed: bool) -> seal.Manifest:
    v, judgement = case.verification, case.judgement
    layouts = {t.layout.address: t.layout for t in job.targets}
    return seal.Manifest(
        schema_version=seal.SCHEMA_VERSION,
        tool={"name": "chukan", "version": __version__},
        verified_by=v.tool,
        as_of=v.as_of,
        group=case.project.file.group.name,
        standing=judgement.standing,
        clause=judgement.clause,
        statement="。".join(case.summary.statements),
        project={"name": case.project.path.name, "sha256": case.project.sha256},
        verification={"name": FILE_NAME, "sha256": case.verification_sha256, "verdict": v.verdict},
        agreement=v.agreement,
        layouts=tuple(_layout(layouts[a]) for a in sorted(layouts)),
        templates=templates.own,
        signed=signed,
        files=tuple(seal.sealed(name, files[name]) for name in sorted(files)),
        delivered=tuple(_delivered(job, v)),
    )


def _layout(layout: Layout) -> dict[str, Any]:
    origin = layout.origin
    return {
        "address": layout.address,
        "digest": layout.digest,
        "grounds_digest": layout.grounds_digest,
        "authority": origin.authority,
        "declared_by": origin.declared_by,
        "workbook": origin.workbook,
        "workbook_sha256": origin.workbook_sha256,
        "extends": origin.extends,
        "statement": origin.statement,
    }


def _delivered(job: Job, v: Verification) -> Iterator[seal.DeliveredFile]:
    """Yield every file that the project names, those that nobody verified too."""
    for t in job.targets:
        f = result_of(t, v)
        digest, size, records = (f.sha256, f.bytes, f.records.total) if f else (*_unverified(t), None)
        yield seal.DeliveredFile(
            t.municipality,
            t.layout.business,
            t.layout.address,
            t.layout.digest,
            t.shown,
            digest,
            size,
            records,
            f.verdict if f else "not_checked",
        )


def _unverified(target: Target) -> tuple[str, int]:
    """Return digest and size of a file that was not verified; blank when it is not there."""
    try:
        return digest_of(target.path), file_on_disk(target.path).stat().st_size
    except OSError:
        return "", 0


def _write(out: Path, files: dict[str, bytes], *, archive: bool) -> Path | None:
    """Write whole or not at all; what only an earlier evidence had goes away."""
    with whole_folder(out, sometimes=[p.name for p in out.iterdir()] if out.exists() else []) as folder:
        for name in sorted(files):
            (folder / name).write_bytes(files[name])
    if not archive:
        return None
    target = out.with_name(f"{out.name}.zip")
    with whole_file(target) as file:
        file.write(repack.archive((name, files[name]) for name in sorted(files)))
    return target
