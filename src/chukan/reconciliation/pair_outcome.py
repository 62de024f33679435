"""What came of one pair of files, before it is a result."""

from __future__ import annotations

from dataclasses import dataclass, field

from chukan.reconciliation.agreed_records import Agreed
from chukan.reconciliation.causes import CommonCause
from chukan.reconciliation.comparing import Compared
from chukan.reconciliation.job import Pair
from chukan.reconciliation.plan import Plan
from chukan.reconciliation.result import CodeCount, CodeFold, ColumnPair, RecordCounts, SideFile, Unmapped
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.side import SideSpec
from chukan.verification.decisions.watch import Watch
from chukan.verification.result import LayoutRef, NotRun
from chukan.verification.tally import Tally


@dataclass
class PairOutcome:
    """What came of one pair; `run` makes the `Reconciled` of it."""

    pair: Pair
    delivered: SideFile
    loaded: SideFile
    tally: Tally
    watch: Watch
    plan: Plan | None = None
    records: RecordCounts = field(default_factory=RecordCounts)
    compared: Compared = field(default_factory=Compared)
    columns: tuple[ColumnPair, ...] = ()
    codes: tuple[CodeCount, ...] = ()
    folds: tuple[CodeFold, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    agreed: Agreed = field(default_factory=Agreed)
    causes: tuple[CommonCause, ...] = ()


def side_file(spec: SideSpec, facts: Facts | None) -> SideFile:
    """Return what results say of a side; without facts it was not read."""
    read = facts or Facts("", 0, "", 0, 0)
    return SideFile(
        path=spec.shown,
        sha256=read.sha256,
        bytes=read.bytes,
        encoding=read.encoding,
        records=read.read,
        rejected=read.rejected,
        layout=LayoutRef.of(spec.layout),
        agreement=spec.agreement.model_dump(mode="json", exclude_unset=True),
        expected_records=spec.expected_records,
        date=spec.date,
        load_errors=spec.load_errors,
        undecided=read.undecided,
    )
