"""A reconciliation as the reports' building blocks see it: a verification whose rules are those of the family M."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.reconciliation.result import Reconciled, Reconciliation
from chukan.rules.catalogue import RULES
from chukan.rules.rule import RECONCILIATION_FAMILY
from chukan.verification.assemble import totals_of
from chukan.verification.result import FileResult, Records, RuleRun, Verification


def as_verification(reconciliation: Reconciliation) -> Verification:
    """Return the findings of a reconciliation as a verification: what lists findings and decisions needs no second form.

    Args:
        reconciliation: its files, counts and decisions are taken over; figures of columns are not.
    """
    r = reconciliation
    files = tuple(map(as_file, r.files))
    return Verification(
        schema_version=r.schema_version,
        tool=r.tool,
        layout=r.layout,
        agreement={},
        as_of=r.as_of,
        started=r.started,
        finished=r.finished,
        files=files,
        totals=totals_of(files, r.general),
        verdict=r.verdict,
        rules=tuple(_rules(r)),
        general=r.general,
        waivers=r.waivers,
        group=r.group,
        project_sha256=r.project_sha256,
        sample_limit=r.sample_limit,
        values_shown=r.values_shown,
        keys_shown=r.keys_shown,
        fingerprint_key=r.fingerprint_key,
        decisions=r.decisions,
    )


def as_file(pair: Reconciled) -> FileResult:
    """Return a pair as decisions and waivers see it: the delivered file, with the counts of the comparison."""
    f, d = pair, pair.delivered
    return FileResult(
        municipality=f.municipality,
        municipality_name=f.municipality_name,
        business=f.business,
        business_name=f.business_name,
        layout=f.layout,
        path=d.path,
        sha256=d.sha256,
        bytes=d.bytes,
        encoding=d.encoding,
        encoding_reason="",
        newline="",
        records=Records(d.records, d.rejected, d.records + d.rejected),
        account={},
        verdict=f.verdict,
        counts=f.counts,
        not_run=f.not_run,
        agreement=d.agreement,
        from_vendor=f.from_vendor,
        to_vendor=f.to_vendor,
    )


def _rules(r: Reconciliation) -> Iterator[RuleRun]:
    for rule in RULES.values():
        if rule.family != RECONCILIATION_FAMILY and rule.id != "W01":
            continue
        why = sorted({n.why for f in r.files for n in f.not_run if n.rule == rule.id})
        yield RuleRun(rule.id, rule.title, rule.severity, "could_not_run" if why else "ran", " / ".join(why))
