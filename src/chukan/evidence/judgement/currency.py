"""Whether a verification is about this project and these files as they are now; if not, it proves nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from chukan.errors import InputError, ProjectError, StoreFailure, reason
from chukan.evidence.judgement.consistency import must_agree
from chukan.intake.source.open_source import Source
from chukan.intake.source.workbook import split_sheet
from chukan.project.project import Project
from chukan.verification.decisions.model import together
from chukan.verification.job import Job, Target
from chukan.verification.result import FileResult, LayoutRef, Verification

_AGAIN = "chukan verify をやり直し、その結果で証跡を作ってください。"
_SHOWN = 8
"""Differences that a message lists."""

Progress = Callable[[str, int, int], None]


def must_be_current(
    project: Project, job: Job, verification: Verification, place: str, *, progress: Progress | None = None
) -> None:
    """Refuse a verification that was made of something else.

    Args:
        job: what the project checks now, the waivers of its sheet with it.
        place: the folder of the verification, for messages.
        progress: called with (what, done bytes, total bytes) while the files are read.

    Raises:
        ProjectError: made from another project file, agreement, edition, pack or waiver sheet; names each difference.
        InputError: the verification contradicts itself, or delivered files are missing or have changed since.
    """
    differences = [
        *_layouts(job.targets, verification),
        *_agreements(job, verification),
        *_waivers(job, verification),
        *_strangers(job.targets, verification),
        *_project(project, verification),
        *_local_rules(job, verification),
    ]
    if differences:
        raise ProjectError(
            f"検証結果は、今のプロジェクトを検証したものではありません。\n{_listed(differences)}",
            place=place,
            hint=_AGAIN,
        )
    must_agree(job, verification, place)
    changed = list(_files(job.targets, verification, progress))
    if changed:
        raise InputError(
            f"検証のあとで提出データが変わっています。\n{_listed(changed)}", place=str(project.folder), hint=_AGAIN
        )


def result_of(target: Target, verification: Verification) -> FileResult | None:
    """Return the result for one delivered file; None = this verification did not look at it.

    Args:
        target: One delivered file.
        verification: The verification that the papers rest on.
    """
    key = (target.municipality, target.layout.business, target.layout.slug, target.shown)
    return next((f for f in verification.files if _key(f) == key), None)


def digest_of(path: Path, seen: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a delivered file; of a member of a ZIP, that of the archive.

    Raises:
        OSError: it can't be read.
        StoreFailure: the store that it is in can't be asked: nobody knows whether it has changed.
    """
    if (source := Source.of(path)).is_remote:
        try:
            return source.sha256()
        except StoreFailure:
            raise
        except InputError as e:
            raise OSError(e.message) from None
    digest = hashlib.sha256()
    with file_on_disk(path).open("rb") as file:
        while chunk := file.read(4 << 20):
            digest.update(chunk)
            if seen:
                seen(len(chunk))
    return digest.hexdigest()


def file_on_disk(path: Path) -> Path:
    """Return the file on disk that a path means: ``ARCHIVE.zip/NAME`` is in ``ARCHIVE.zip``, a sheet in its workbook."""
    if (book := split_sheet(str(path))) is not None:
        return book[0]
    return next((p for p in path.parents if p.suffix.lower() == ".zip" and p.is_file()), path)


def _layouts(targets: Sequence[Target], v: Verification) -> Iterator[str]:
    for target in targets:
        found = result_of(target, v)
        if found is None:
            continue
        made, wanted = f"{found.layout.pack}@{found.layout.edition}", target.layout.address.partition("/")[0]
        if made != wanted:
            yield f"{target.shown}: 検証に使った版は {made}、プロジェクトの版は {wanted}"
        elif found.layout.digest != target.layout.digest:
            yield (
                f"{target.shown}: 検証のあとで定義 {target.layout.address} の中身が変わっています"
                f"（digest {found.layout.digest[:12]} → {target.layout.digest[:12]}）"
            )
        elif found.layout.grounds_digest != target.layout.grounds_digest:
            yield f"{target.shown}: 検証のあとで定義 {target.layout.address} の根拠（推定・法令などの別）が変わっています"
        elif found.layout != LayoutRef.of(target.layout):
            yield f"{target.shown}: 検証のあとで定義 {target.layout.address} の由来（取込元・申告者など）が変わっています"


def _agreements(job: Job, v: Verification) -> Iterator[str]:
    if v.agreement != job.agreement.model_dump(mode="json", exclude_unset=True):
        yield "移行条件（agreement）が検証のときと違います"
        return
    for target in job.targets:
        found = result_of(target, v)
        if found and found.agreement != target.agreement.model_dump(mode="json", exclude_unset=True):
            yield f"{target.shown}: 移行条件が検証のときと違います"


def _waivers(job: Job, v: Verification) -> Iterator[str]:
    now = [(w.rule, w.item, w.scope, w.limit, w.reason, w.who, w.when) for w in job.waivers]
    then = [(w.rule, w.item, w.scope, w.limit, w.reason, w.who, w.when) for w in v.waivers if w.bulk]
    if now != then:
        yield f"了承シートが検証のときと違います（検証のとき {len(then)} 行、今 {len(now)} 行）"
    if job.decisions:
        decided = {*together(row for row in job.decisions.rows if row.is_accepted)}
        used = {(w.rule, w.item, w.scope, w.reason, w.who, w.when, w.until) for w in v.waivers if not w.bulk}
        if decided != used:
            yield "課題管理表の了承が検証のときと違います"


def _strangers(targets: Sequence[Target], v: Verification) -> Iterator[str]:
    known = {(t.municipality, t.layout.business, t.layout.slug, t.shown) for t in targets}
    for f in v.files:
        if _key(f) not in known:
            yield f"{f.path}: プロジェクトにないファイルの結果が入っています"


def _project(project: Project, v: Verification) -> Iterator[str]:
    if v.project_sha256 != project.sha256:
        yield (
            f"プロジェクトファイル {project.path.name} が検証のときと違います"
            f"（SHA-256 {v.project_sha256[:12] or 'なし'} → {project.sha256[:12]}）"
        )
    day = project.file.as_of
    if day is not None and v.as_of != day.isoformat():
        yield f"検証の基準日 {v.as_of} が、プロジェクトの基準日（as_of）{day.isoformat()} と違います"


def _local_rules(job: Job, v: Verification) -> Iterator[str]:
    if v.local_rules_sha256 != job.local_rules_sha256:
        yield "団体独自の検査（local_rules）が検証のときと違います"


def _files(targets: Sequence[Target], v: Verification, progress: Progress | None) -> Iterator[str]:
    results = [(t, f) for t in targets if (f := result_of(t, v)) is not None]
    total, done = sum(f.bytes for _, f in results), 0

    def seen(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress("提出データの照合", done, total)

    for target, found in results:
        if not found.sha256:
            continue  # it could not be read then: F01 says so, and the verdict is a fail
        try:
            digest = digest_of(target.path, seen)
        except OSError as e:
            yield f"{target.shown}: 読めません（{reason(e)}）"
            continue
        if digest != found.sha256:
            yield f"{target.shown}: SHA-256 が違います（検証のとき {found.sha256[:12]}、今 {digest[:12]}）"


def _key(f: FileResult) -> tuple[str, str | None, str | None, str]:
    return f.municipality, f.business, f.layout.layout, f.path


def _listed(lines: Sequence[str]) -> str:
    more = [f"・ほかに {len(lines) - _SHOWN} 件"] if len(lines) > _SHOWN else []
    return "\n".join([*(f"・{line}" for line in lines[:_SHOWN]), *more])
