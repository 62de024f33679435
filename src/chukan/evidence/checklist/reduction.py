"""The figures of optional item ウ (データ移行対象の削減), as `chukan reduce` left them: cited with their digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from chukan.errors import InputError, reason
from chukan.project.project import Project


@dataclass(frozen=True, slots=True)
class ReductionFigures:
    """What a reduction report counts."""

    sha256: str
    """Of `reduction.json`."""
    as_of: str
    records: int
    candidates: int
    current: bool
    """True when it was made of this very project file."""

    @property
    def words(self) -> str:
        """The figures in one sentence."""
        old = "" if self.current else "。今のプロジェクトから作られたものではない"
        return (
            f"削減の報告: 全 {self.records:,} 件のうち削減候補 {self.candidates:,} 件（基準日 {self.as_of}、"
            f"reduction.json の SHA-256 {self.sha256}）{old}。"
        )


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
        totals = found["totals"]
        return ReductionFigures(
            sha256=hashlib.sha256(data).hexdigest(),
            as_of=str(found["as_of"]),
            records=int(totals["total"]["records"]),
            candidates=int(totals["candidate"]["records"]),
            current=found["project_sha256"] == project.sha256,
        )
    except OSError as e:
        raise InputError(f"移行対象削減の報告を読めません: {reason(e)}", place=str(path), hint=hint) from None
    except (ValueError, KeyError, TypeError):
        raise InputError("移行対象削減の報告ではありません", place=str(path), hint=hint) from None
