"""Optional item ウ (データ移行対象の削減), as `chukan reduce` left it: its figures, cited with their digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chukan.errors import InputError, reason
from chukan.output.text import wareki_day
from chukan.project.project import Project
from chukan.verification.result import FileResult
from chukan.verification.verdict import VERDICT_JA, Verdict

Key = tuple[str, str, str, str]
"""Municipality, business, layout and path of a delivered file."""


@dataclass(frozen=True, slots=True)
class ReducedFile:
    """What the split made of one delivered file, in records.

    Attributes:
        sha256: Of the file as it was split.
        verdict: Of the verification of what is to be migrated.
    """

    sha256: str
    migrated: int
    archived: int
    rejected: int
    verdict: Verdict = "not_checked"

    @property
    def total(self) -> int:
        """The records of the file as delivered."""
        return self.migrated + self.archived + self.rejected


@dataclass(frozen=True, slots=True)
class ReductionFigures:
    """What a reduction report counts.

    Attributes:
        sha256: Of `reduction.json`.
        current: True when it was made of this very project file.
        files: What a split made of each file; none where nothing was split.
    """

    sha256: str
    as_of: str
    records: int
    candidates: int
    current: bool
    files: Mapping[Key, ReducedFile] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The figures in one sentence."""
        old = "" if self.current else "。今のプロジェクトから作られたものではない"
        return (
            f"削減の報告: 全 {self.records:,} 件のうち削減候補 {self.candidates:,} 件（基準日 {wareki_day(self.as_of)}、"
            f"reduction.json の SHA-256 {self.sha256}）{old}。"
        )

    def of(self, file: FileResult) -> ReducedFile | None:
        """Return what the split made of a verified file; None where it split none, or another state of it."""
        found = self.files.get(_key(file))
        return found if found is not None and found.sha256 == file.sha256 else None

    def is_of_another_state(self, file: FileResult) -> bool:
        """Return True when it split a file of this name, but not these bytes."""
        return _key(file) in self.files and self.of(file) is None


def reduction_figures(project: Project) -> ReductionFigures | None:
    """Return the figures of the report that the declarations name; None where they name none.

    Raises:
        InputError: the report is not there, or is none.
    """
    given = project.file.declarations.optional.reduction
    if given is None or not given.report:
        return None
    path = project.resolve(given.report)
    hint = "chukan reduce の結果の reduction.json を declarations の optional.reduction.report に書いてください。"
    try:
        data = path.read_bytes()
        found = json.loads(data)
        totals, split = found["totals"], found.get("split") or {}
        return ReductionFigures(
            sha256=hashlib.sha256(data).hexdigest(),
            as_of=str(found["as_of"]),
            records=int(totals["total"]["records"]),
            candidates=int(totals["candidate"]["records"]),
            current=found["project_sha256"] == project.sha256,
            files=dict(_files(split)),
        )
    except OSError as e:
        raise InputError(f"移行対象削減の報告を読めません: {reason(e)}", place=str(path), hint=hint) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError("移行対象削減の報告ではありません", place=str(path), hint=hint) from None


def _files(split: Mapping[str, Any]) -> Iterator[tuple[Key, ReducedFile]]:
    migration = split.get("migration") or {}
    verdicts = {(f["municipality"], f["path"]): f["verdict"] for f in migration.get("files", ())}
    for f in split.get("files", ()):
        verdict = verdicts.get((f["municipality"], f["migrate"]), "not_checked")
        if verdict not in VERDICT_JA:
            raise ValueError(verdict)
        key = (f["municipality"], f["business"], f["layout"], f["source"])
        migrated, archived, rejected = (int(f[f"{name}_records"]) for name in ("migrate", "archive", "rejected"))
        yield key, ReducedFile(f["source_sha256"], migrated, archived, rejected, verdict)


def _key(file: FileResult) -> Key:
    return file.municipality, file.business, file.layout.layout or "", file.path
