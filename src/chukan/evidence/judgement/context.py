"""What the files of a project are judged by, and what is said of a delivery: the parts that a judgement is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from chukan.evidence.judgement.standing import Standing
from chukan.evidence.reconciliation import ReconciledFile, ReconciliationFigures
from chukan.evidence.reduction import ReducedFile, ReductionFigures
from chukan.project.project_file import Counterpart, Declared
from chukan.verification.job import Job
from chukan.verification.result import FileResult, Verification


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a business stands no better than it does."""

    standing: Standing
    text: str


@dataclass(frozen=True, slots=True)
class Loading:
    """A verified file, and what the target system says of it.

    Attributes:
        loaded: None = nobody said that it was loaded.
        split: What was left of it to be loaded by optional item ウ; None = all of it.
        is_reconciled: A reconciliation was given: nothing counts as loaded without it.
        reconciled: What it says of the file; None = nothing.
    """

    file: FileResult
    loaded: Declared | None
    split: ReducedFile | None
    is_reconciled: bool = False
    reconciled: ReconciledFile | None = None

    @property
    def expected(self) -> int:
        """The records that the target system should hold."""
        return self.file.records.total if self.split is None else self.split.migrated

    @property
    def complete(self) -> bool:
        """True when all of them were loaded, without an error: found in the target system, or declared where nobody looked."""
        declared = self.loaded is not None and not self.loaded.errors and self.loaded.records == self.expected
        if not self.is_reconciled:
            return declared
        found = self.reconciled is not None and self.reconciled.migrated and not self.looked_too_early
        return found and (self.loaded is None or declared)

    @property
    def looked_too_early(self) -> bool:
        """True when the target system says that it was loaded after somebody looked: an earlier trial was compared."""
        return self.reconciled is not None and self.loaded is not None and self.loaded.date > self.reconciled.day

    @property
    def records(self) -> int | None:
        """The records that the target system holds; None = nobody knows."""
        if self.reconciled is not None:
            return self.reconciled.loaded
        return self.loaded.records if self.loaded is not None else None


@dataclass(frozen=True)
class JudgementContext:
    """What the files of a whole project are judged by; made once.

    Attributes:
        loaded: (municipality, path) -> what the target system says of it.
        reduction: What was split off by optional item ウ; None = nothing is known of it.
        reconciliation: What was found in the target system; None = nobody looked.
    """

    job: Job
    verification: Verification
    loaded: Mapping[tuple[str, str], Declared] = field(default_factory=dict)
    reduction: ReductionFigures | None = None
    reconciliation: ReconciliationFigures | None = None

    @property
    def day(self) -> dt.date:
        """The day of the check: what ran out before it holds no more."""
        return dt.date.fromisoformat(self.verification.as_of)

    @property
    def last_day(self) -> dt.date:
        """The day of the check, or the one on which it ended, if that is later: what is dated after it is not yet so."""
        v = self.verification
        return dt.date.fromisoformat(max(v.as_of, v.finished[:10]))

    def loading(self, found: FileResult) -> Loading:
        """Return what is known of the loading of a file."""
        split = self.reduction.of(found) if self.reduction is not None else None
        known = self.reconciliation
        return Loading(
            file=found,
            loaded=self.loaded.get((found.municipality, found.path)),
            split=split,
            is_reconciled=known is not None,
            reconciled=known.of(found) if known is not None else None,
        )

    def promised(self, municipality: str, business: str) -> bool:
        """Return True when the project promises a delivery of a business, and no file of it."""
        wanted = (municipality, business)
        return any(
            (d.municipality, d.business) == wanted for d in self.job.deliveries if d.method == "layout"
        ) and not any((t.municipality, t.layout.business) == wanted for t in self.job.targets)

    def same_elsewhere(self, found: FileResult) -> tuple[str, ...]:
        """Return the other municipalities that delivered the very bytes of a file."""
        same = (
            f.municipality_name
            for f in self.verification.files
            if found.sha256 and f.sha256 == found.sha256 and f.municipality != found.municipality and f.records.total
        )
        return tuple(dict.fromkeys(same))


@dataclass(frozen=True, slots=True)
class Vouched:
    """A counterpart that somebody vouches for, and what could not be checked because of it."""

    business: str
    counterpart: Counterpart
    rules: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def words(self) -> str:
        """The vouching as the papers print it: who, why, until when."""
        c = self.counterpart
        return (
            f"参照先 {c.layout} は今回の移行に含まれない（{'、'.join(self.rules)} を確かめていない）。"
            f"{c.who}が確認した旨の申告（理由: {c.why}。期限: {c.until.isoformat()}）"
        )
