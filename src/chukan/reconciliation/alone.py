"""A pair of which one side is missing or can't be read: its records are counted, and it is never a pass."""

from __future__ import annotations

import contextlib

from chukan.errors import InputError
from chukan.reconciliation.job import ReconcileJob
from chukan.reconciliation.pair_outcome import PairOutcome, side_file
from chukan.reconciliation.result import OF_RECORDS, RecordCounts
from chukan.reconciliation.sides.side import OpenSide, parts_of
from chukan.reconciliation.uncompared import weaker
from chukan.rules.catalogue import RULES
from chukan.verification.display import truncate
from chukan.verification.findings import about_whole, report
from chukan.verification.result import NotRun


def count_alone(outcome: PairOutcome, delivered: OpenSide | None, loaded: OpenSide | None) -> None:
    """Count the records of the one side that is there: they are not on the other one, and no total may leave them out."""
    pair = outcome.pair
    with contextlib.suppress(InputError):  # the finding says that nothing was compared
        for side in (delivered, loaded):
            for _ in parts_of(side) if side is not None else ():
                pass
        if delivered is not None:
            outcome.delivered = side_file(pair.delivered, delivered.facts)
        if loaded is not None and pair.loaded is not None:
            outcome.loaded = side_file(pair.loaded, loaded.facts)
    here, there = outcome.delivered.records, outcome.loaded.records
    outcome.records = RecordCounts(delivered=here, loaded=there, only_delivered=here, only_loaded=there)


def report_alone(outcome: PairOutcome, job: ReconcileJob, why: str) -> None:
    """Report a pair of which nothing could be compared: a finding, and never a pass."""
    severity = job.severities.of("M06", RULES["M06"].severity)
    message = f"移行元と移行先を突き合わせられません。{why}"
    if severity is not None:
        found = about_whole("M06", severity, truncate(message), outcome.watch.fingerprints)
        report(outcome.tally, outcome.watch, found)
    how = weaker(job.severities, "M06")
    said = f"{how}、{why or 'このファイルは突き合わせていません'}" if how else "対になるファイルがないか、読めません"
    outcome.not_run = tuple(NotRun(rule, said) for rule in OF_RECORDS)
