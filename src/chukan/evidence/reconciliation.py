"""The reconciliation (突合) as `chukan reconcile` left it: what is known of the loading, file by file, recomputed before it is believed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chukan.errors import InputError, ProjectError, reason
from chukan.output.text import wareki_day
from chukan.project.project import Project
from chukan.reconciliation.document import FILE_NAME, from_json, is_as_written
from chukan.reconciliation.equalities.tables import sha256_of
from chukan.reconciliation.result import OF_RECORDS, Reconciled, Reconciliation, verdict_of_whole
from chukan.severity import Severity
from chukan.verification.result import FileResult, verdict_of
from chukan.verification.verdict import VERDICT_JA, Verdict, worst

Key = tuple[str, str, str, str]
"""Municipality, business, layout and path of a delivered file."""
_AGAIN = "chukan reconcile PROJECT --loaded DIR --out をやり直してください。"


@dataclass(frozen=True, slots=True)
class ReconciledFile:
    """What a reconciliation says of one delivered file.

    Attributes:
        sha256: Of the delivered file that was compared.
        loaded: Records that the target system holds.
        open: Findings of weight error that nobody waived.
        migrated: Every delivered record is in the target system as agreed, and nothing is there that belongs to no file.
        day: On which it was compared.
        elsewhere: What belongs to no file is open: such as a file of the target system that nobody delivered.
        alone: Nothing was compared: it has no counterpart, or one side can't be read.
    """

    sha256: str
    loaded: int
    open: int
    verdict: Verdict
    migrated: bool
    day: dt.date
    elsewhere: bool = False
    alone: bool = False

    @property
    def words(self) -> str:
        """The result in words."""
        if self.alone:
            return "移行先のデータと突き合わせていない（相手のファイルがないか、読めない）"
        more = f"（了承していない違い {self.open:,} 件）" if self.open else ""
        elsewhere = "（どの提出データにも属さない指摘がある）" if self.elsewhere else ""
        return f"{VERDICT_JA[self.verdict]}{more}{elsewhere}"


@dataclass(frozen=True, slots=True)
class ReconciliationFigures:
    """What a reconciliation says of the files of a project.

    Attributes:
        sha256: Of `reconciliation.json`.
    """

    sha256: str
    as_of: str
    verdict: Verdict
    rules_sha256: str
    files: Mapping[Key, ReconciledFile] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the papers say of it, in one sentence."""
        return (
            f"移行先が保有するデータとの突合: {VERDICT_JA[self.verdict]}（基準日 {wareki_day(self.as_of)}、"
            f"reconciliation.json の SHA-256 {self.sha256}）"
        )

    def of(self, file: FileResult) -> ReconciledFile | None:
        """Return what it says of a verified file; None where it says nothing, or is about other bytes."""
        found = self.files.get((file.municipality, file.business, file.layout.layout or "", file.path))
        return found if found is not None and found.sha256 == file.sha256 else None


def reconciliation_figures(project: Project, folder: Path | None) -> ReconciliationFigures | None:
    """Return what a reconciliation says; None where none is given.

    Args:
        project: the project that the evidence is about.
        folder: what `chukan reconcile --out` left.

    Raises:
        InputError: it is not there, or no reconciliation.
        ProjectError: it is another project's, or of another state of it, or was changed since it was written.
    """
    if folder is None:
        return None
    path = folder / FILE_NAME if folder.is_dir() else folder
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except FileNotFoundError:
        raise InputError("突合の結果がありません", place=str(path), hint=_AGAIN) from None
    except OSError as e:
        raise InputError(f"突合の結果を読めません: {reason(e)}", place=str(path)) from None
    except UnicodeDecodeError:
        raise InputError("突合の結果を UTF-8 で読めません", place=str(path), hint=_AGAIN) from None
    found = from_json(text, place=str(path))
    _must_be_sound(found, text, path, project)
    return ReconciliationFigures(
        sha256=hashlib.sha256(data).hexdigest(),
        as_of=found.as_of,
        verdict=found.verdict,
        rules_sha256=found.rules_sha256,
        files={_key(f): _file(f, found) for f in found.files},
    )


def _must_be_sound(found: Reconciliation, text: str, path: Path, project: Project) -> None:
    """Refuse what is not as it was written, does not follow from its own numbers, or is about something else.

    Raises:
        ProjectError: it is so.
    """
    differences = path.with_name("differences.parquet")
    try:
        with differences.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        digest = ""
    if not is_as_written(text, beside=digest):
        raise ProjectError("突合の結果が、書かれたあとで変わっています", place=str(path), hint=_AGAIN)
    if found.project_sha256 != project.sha256:
        raise ProjectError("別のプロジェクト、または直す前のプロジェクトの突合です", place=str(path), hint=_AGAIN)
    for f in found.files:
        if f.verdict != verdict_of(f.counts, f.not_run) or not f.records.closes or _untold(f):
            raise ProjectError(f"突合の判定が件数と合いません（{f.delivered.path}）", place=str(path), hint=_AGAIN)
    if found.verdict != verdict_of_whole(found.files, found.general):
        raise ProjectError("突合の全体の判定が、ファイルの判定と合いません", place=str(path), hint=_AGAIN)
    if found.rules_sha256 != _rules_sha256(project):
        raise ProjectError(
            "プロジェクトが名指す突合の規則とは違う規則での突合です",
            place=str(path),
            hint=f"合意した規則をプロジェクトの reconciliation に書き、--rules を付けずに {_AGAIN}",
        )


def _untold(f: Reconciled) -> bool:
    """Return whether a file is called migrated though records differ or lack their counterpart, and no finding says so."""
    r = f.records
    open_ = r.different + r.only_delivered + r.only_loaded + r.unmatched_delivered + r.unmatched_loaded
    return f.migrated and open_ > 0 and not any(c.count for c in f.counts if c.rule in OF_RECORDS)


def _rules_sha256(project: Project) -> str:
    """Return the SHA-256 of the rules of equality that a project names; "" = none.

    Raises:
        ProjectError: they can't be read.
    """
    named = project.file.reconciliation
    return sha256_of(project.document(named, "reconciliation")) if named else ""


def _open(f: Reconciled) -> int:
    return sum(c.count - c.waived for c in f.counts if c.severity == Severity.ERROR)


def _file(f: Reconciled, found: Reconciliation) -> ReconciledFile:
    elsewhere = found.verdict != worst([one.verdict for one in found.files])
    return ReconciledFile(
        sha256=f.delivered.sha256,
        loaded=f.loaded.records,
        open=_open(f),
        verdict=worst([f.verdict, found.verdict]) if elsewhere else f.verdict,
        migrated=f.migrated and not elsewhere,
        day=dt.date.fromisoformat(found.finished[:10]),
        elsewhere=elsewhere,
        alone=f.alone,
    )


def _key(f: Reconciled) -> Key:
    return f.municipality, f.business, f.layout.layout or "", f.delivered.path
