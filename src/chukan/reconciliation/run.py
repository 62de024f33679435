"""Running a reconciliation: every pair, then what people decided, then the verdict."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from chukan.engines.pool import pool_for
from chukan.reconciliation.as_verification import as_file
from chukan.reconciliation.equalities import Equality, ItemEquality
from chukan.reconciliation.findings import SampledDifference
from chukan.reconciliation.job import ReconcileJob, ReconcileOptions
from chukan.reconciliation.pair import reconcile_pair
from chukan.reconciliation.pair_outcome import PairOutcome
from chukan.reconciliation.result import (
    SCHEMA_VERSION,
    Difference,
    EqualityUse,
    Reconciled,
    Reconciliation,
    RecordCounts,
    Total,
    verdict_of_whole,
)
from chukan.reconciliation.uncompared import weaker
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.values.masking import without_my_numbers
from chukan.verification.assemble import common_layout, now, tool
from chukan.verification.decisions.fingerprint import Fingerprints, public_id
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.outcome import last_day
from chukan.verification.decisions.settled import settle
from chukan.verification.findings import about_whole, as_finding, findings_of
from chukan.verification.result import FileResult, Finding, LayoutRef, verdict_of
from chukan.verification.tally import SampledFinding
from chukan.verification.verdict import worst

_LOG = logging.getLogger(__name__)


@dataclass
class ReconcileResult:
    """A reconciliation, and the differences that its samples keep.

    Attributes:
        ledger: What people decided so far, and the secret that seals the next sheet.
    """

    reconciliation: Reconciliation
    differences: list[Difference] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def findings(self) -> list[Finding]:
        """The findings of the differences, and those that belong to no pair before them."""
        return [*self.reconciliation.general, *(d.finding for d in self.differences)]


def run(job: ReconcileJob, options: ReconcileOptions) -> ReconcileResult:
    """Compare all the pairs of a job.

    Raises:
        InputError: a side of a single pair can't be read; in a project that is a finding (M06).
        ProjectError: the rules of equality, or what they name, are wrong.
        Bug: the account of the records of a pair does not add up.
    """
    started = now()
    job.rules.must_fit(job.layouts or [pair.layout for pair in job.pairs])
    ledger = job.ledger()
    # two files by themselves: the digests are comparable with each other, and tell nothing to anybody else
    keyed = ledger.secret or secrets.token_bytes(32)
    outcomes = []
    sizes = [spec.size for pair in job.pairs for spec in (pair.delivered, pair.loaded) if spec is not None]
    with pool_for(sizes, options.jobs, options.block_size) as pool:
        for pair in job.pairs:
            outcomes.append(reconcile_pair(pair, job, options, ledger=ledger, keyed=keyed, pool=pool))
            _LOG.info("突合 %s %s", pair.delivered.shown, outcomes[-1].records)
    fingerprints = Fingerprints(ledger.secret)
    places = [o.pair.place for o in outcomes]
    today = last_day(options.as_of.isoformat(), started)
    found = [_reconciled(o) for o in outcomes]
    settled = settle(
        [as_file(pair) for pair in found],
        [o.tally for o in outcomes],
        places,
        job,
        today=today,
        fingerprints=fingerprints,
    )
    general = tuple(map(as_finding, (*_strangers(job, fingerprints), *settled.problems)))
    files = tuple(replace(p, verdict=f.verdict, counts=f.counts) for p, f in zip(found, settled.files, strict=True))
    reconciliation = Reconciliation(
        schema_version=SCHEMA_VERSION,
        tool=tool(),
        layout=common_layout([f.layout for f in files]),
        as_of=options.as_of.isoformat(),
        started=started,
        finished=now(),
        files=files,
        verdict=verdict_of_whole(files, general),
        rules=tuple(_used(job, outcomes)),
        rules_sha256=job.rules.sha256,
        totals=tuple(_totals(files)),
        general=general,
        waivers=settled.uses,
        decisions=settled.decisions,
        group=job.group,
        project_sha256=job.project_sha256,
        sample_limit=options.sample_limit,
        values_shown=options.show_values,
        keys_shown=options.keys,
        fingerprint_key=public_id(ledger.secret),
    )
    kept = [d for o, f in zip(outcomes, settled.files, strict=True) for d in _differences(o, f, settled.covered)]
    return ReconcileResult(reconciliation, kept, ledger)


def _reconciled(o: PairOutcome) -> Reconciled:
    """Return a pair as it is before anything that was decided is looked at."""
    layout, counts = o.pair.layout, o.tally.as_counts()
    return Reconciled(
        municipality=o.pair.municipality,
        municipality_name=o.pair.municipality_name,
        business=layout.business,
        business_name=layout.business_name,
        layout=LayoutRef.of(layout),
        delivered=o.delivered,
        loaded=o.loaded,
        records=o.records,
        verdict=verdict_of(counts, o.not_run),
        key=o.plan.key if o.plan and not o.plan.by_content else (),
        compared=o.plan.compared if o.plan else (),
        not_compared=o.plan.not_compared if o.plan else (),
        items=tuple(o.compared.items),
        columns=o.columns,
        codes=o.codes,
        folds=o.folds,
        unmapped=o.unmapped,
        counts=counts,
        not_run=o.not_run,
        from_vendor=o.pair.from_vendor,
        to_vendor=o.pair.to_vendor,
        causes=tuple(cause.message for cause in o.causes),
    )


def _strangers(job: ReconcileJob, fingerprints: Fingerprints) -> Iterator[SampledFinding]:
    """Yield a finding for each file of the target system that belongs to no delivered file (M06), whatever a project chose."""
    severity = job.severities.of("M06", RULES["M06"].severity) or Severity.INFO
    how = weaker(job.severities, "M06")
    for name in job.strangers:
        message = (
            f"{f'{how}、' if how else ''}移行先のファイル「{name}」は、どの提出データのものか分かりません。突き合わせていません。"
            "要らなければ除き、要るならプロジェクトの loaded の path に書いてください。"
        )
        yield about_whole("M06", severity, message, fingerprints)


def _differences(o: PairOutcome, file: FileResult, covered: frozenset[str]) -> Iterator[Difference]:
    places = list(o.tally)
    for p, finding in zip(places, findings_of(places, file, covered), strict=True):
        one = p if isinstance(p, SampledDifference) else None
        there = one is not None and one.side == "loaded"
        yield Difference(
            replace(finding, file=o.loaded.path) if there else finding,
            o.loaded.path,
            (one.loaded_record or None) if one else None,
            (one.loaded_line or None) if one else None,
            without_my_numbers(one.loaded_value) if one else "",
        )


def _used(job: ReconcileJob, outcomes: Sequence[PairOutcome]) -> Iterator[EqualityUse]:
    """Yield every rule of equality with what it explained, over all pairs."""
    counts: Counter[str] = Counter()
    archives: dict[str, dict[str, str]] = {}
    for o in outcomes:
        for item in o.compared.items:
            counts.update(item.explained)
        counts.update(o.agreed.left_out)
        counts.update(o.agreed.added)
        for rule in o.plan.rules if o.plan else ():
            if rule.kind == "left_out" and o.agreed.left_out.get(rule.id, 0) + o.agreed.taken_in.get(rule.id, 0):
                archives.setdefault(rule.id, {}).update(o.agreed.sources)
    for rule in job.rules.rules:
        yield EqualityUse(
            id=rule.id,
            kind=rule.kind,
            kind_name=rule.label,
            items=rule.items if isinstance(rule, ItemEquality) else (),
            layout=rule.layout,
            agreed_by=rule.agreed_by,
            agreed_on=rule.agreed_on.isoformat() if rule.agreed_on else "",
            why=rule.why,
            count=counts[rule.id],
            sources=_sources(job, rule) | archives.get(rule.id, {}),
        )


def _sources(job: ReconcileJob, rule: Equality) -> dict[str, str]:
    return {name: job.rules.sources[name] for name in rule.files if name in job.rules.sources}


def _totals(files: Sequence[Reconciled]) -> Iterator[Total]:
    for key in dict.fromkeys((f.municipality, f.business) for f in files):
        own = [f for f in files if (f.municipality, f.business) == key]
        counts = [c for f in own for c in f.counts]
        yield Total(
            municipality=own[0].municipality,
            municipality_name=own[0].municipality_name,
            business=own[0].business,
            business_name=own[0].business_name,
            files=len(own),
            records=sum((f.records for f in own), RecordCounts()),
            verdict=worst([f.verdict for f in own]),
            open=sum(c.count - c.waived for c in counts if c.severity == Severity.ERROR),
            waived=sum(c.waived for c in counts),
        )
