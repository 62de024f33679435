"""Running a job: every file, then what needs more than one, then the verdict."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from chukan.engines.cores import processes
from chukan.engines.pool import Pool
from chukan.errors import InputError
from chukan.expressions.prepared import prepare
from chukan.intake.batch import FileFacts, Rejected
from chukan.integrity.columns import needed
from chukan.integrity.run import check_integrity
from chukan.integrity.spill import Spill
from chukan.layouts.model import Layout
from chukan.severity import Severity
from chukan.verification.across import as_findings, listed_in, not_run_by_file, spilled_file
from chukan.verification.assemble import Assembled, assemble, file_result, findings_of, now
from chukan.verification.decisions.apply import apply_decisions
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.keys import blanks_in_key
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.outcome import last_day, no_secret
from chukan.verification.decisions.waivers import apply_waivers
from chukan.verification.decisions.watch import Watch
from chukan.verification.file import FileOutcome, Sink, check_file, report_whole, size_of
from chukan.verification.job import Job, Options, Target
from chukan.verification.journal.journal import Journal, JournalUse
from chukan.verification.known import KnownFile
from chukan.verification.profile_rows import profile_rows
from chukan.verification.progress import Follower
from chukan.verification.result import Finding, Verification
from chukan.verification.tally import Tally
from chukan.verification.weights import gravest

_LOG = logging.getLogger(__name__)
#: Findings of a run that are kept as `Options.sample_limit` says; the files behind them keep fewer of each rule and item.
_MOST_KEPT, _FEW = 300_000, 100
Reject = Callable[[Target, Rejected], None]


@dataclass
class RunResult:
    """A verification, and the findings that its samples keep.

    Attributes:
        ledger: What people decided so far, and the secret that seals the next sheet.
        journal_use: What became of the journal.
    """

    verification: Verification
    findings: list[Finding] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    journal_use: JournalUse = field(default_factory=JournalUse)


def run(job: Job, options: Options, *, reject: Reject | None = None) -> RunResult:
    """Check all the targets of a job.

    Raises:
        InputError: there is only one target (`check`) and it could not be read. In a project a file
            that can't be read is an F01 finding, and the others are still checked.
        Bug: the account of a file does not add up.
    """
    started = now()
    outcomes: list[FileOutcome] = []
    kept = 0
    ledger = Ledger(job.secret() if job.secret else b"", job.decisions)
    watches = [_watch(t, ledger, options) for t in job.targets]
    sizes = [size_of(target.path) for target in job.targets]
    follower = Follower(sizes, options.progress, options.follow)
    journal = Journal(job, options, ledger.secret, watches, started)
    follower.prepares("前の検査との照合")
    known = [journal.finds(index) for index in range(len(job.targets))]
    across = journal.across()
    with _pool([0 if known[i] and across else size for i, size in enumerate(sizes)], options) as pool, Spill() as spill:
        layouts = {t.layout.address: t.layout for t in job.targets}
        for layout in layouts.values() if across is None else ():
            prepare(layout)
        for index, target in enumerate(job.targets):
            writer = spill.writer(index)
            follower.begins(index, target.shown)
            with closing(writer):
                outcomes.append(
                    _check(
                        job=job,
                        index=index,
                        options=options,
                        writer=writer,
                        layouts=list(layouts.values()),
                        reject=reject,
                        watch=watches[index],
                        pool=pool,
                        follower=follower,
                        journal=journal,
                        known=journal.outcome(index) if known[index] else None,
                        spills=across is None,
                    )
                )
                kept += _shared_out(outcomes[-1].tally, kept)
                _LOG.info("%s %s %s", "引継" if known[index] else "検査", target.shown, _counted(outcomes[-1]))
        if across is None:
            follower.goes_on("ファイル間の検査")
            integrity = check_integrity(
                [spilled_file(i, o, spill.path(i), watches[i]) for i, o in enumerate(outcomes)],
                severities=job.severities,
                as_of=options.as_of,
                sample_limit=options.sample_limit,
                memory_limit=options.memory_limit,
                spill_folder=spill.folder,
                across=job.across,
                expected=[(d.municipality, d.business) for d in job.deliveries if d.method == "layout"],
                listed=partial(listed_in, watches),
            )
            across = as_findings(integrity, outcomes, options, watches)
            journal.keep_across(across)
    journal.close()
    for index, found in across.tallies.items():
        outcomes[index].tally.merge(found)
    not_run = not_run_by_file(across.skipped, outcomes)
    files = [file_result(o, not_run.get(i, ())) for i, o in enumerate(outcomes)]
    places, fingerprints = [o.target.place for o in outcomes], Fingerprints(ledger.secret)
    today = last_day(options.as_of.isoformat(), started)
    singly, decided = apply_decisions(
        files,
        [o.tally for o in outcomes],
        job.decisions,
        places,
        job.severities,
        today=today,
        fingerprints=fingerprints,
    )
    bulk = apply_waivers(
        singly.files,
        places,
        job.waivers,
        job.severities,
        today=today,
        known=job.places,
        fingerprints=fingerprints,
    )
    extra = [*singly.problems, *bulk.problems, *(no_secret(job.severities) if job.secret and not ledger.secret else ())]
    verification = assemble(
        job,
        options,
        started,
        Assembled(
            files=bulk.files,
            waivers=(*singly.uses, *bulk.uses),
            extra=extra,
            weights=gravest(o.in_force for o in outcomes),
            decisions=decided,
            fingerprints=fingerprints,
            across_taken_over=across.taken_over,
        ),
    )
    findings = [*verification.general]
    for outcome, result in zip(outcomes, bulk.files, strict=True):
        findings += findings_of(outcome, result, singly.covered)
        outcome.tally = Tally()  # its places are findings now: both together would be twice the memory
    return RunResult(verification, findings, ledger, journal.use)


def _pool(sizes: Sequence[int], options: Options) -> Pool:
    """Return the processes of a run, started where one of its files is sure to need them."""
    pool = Pool(processes(options.jobs, sizes))
    if any(size > options.block_size for size in sizes):
        pool.start()
    return pool


def _shared_out(tally: Tally, kept: int) -> int:
    """Return how many findings a file keeps, given how many the files before it do.

    A delivery in which everything is wrong would take memory and time for every file of it, to say the same again. It
    depends on the order of the files only, never on how they are cut; the counts are exact all the same.
    """
    room = max(0, _MOST_KEPT - kept)
    if tally.kept > room:
        tally.shrink(max(_FEW, room // len(tally.places)))
    return tally.kept


def _watch(target: Target, ledger: Ledger, options: Options) -> Watch:
    """Return what to look out for in a file."""
    name = target.shown.rsplit("/", 1)[-1]
    fingerprints = Fingerprints(
        ledger.secret, target.municipality, target.layout.path, name, blanks_in_key(target.layout)
    )
    return Watch(fingerprints, ledger.decisions.listed(), keys=options.keys)


def _counted(outcome: FileOutcome) -> str:
    """Return what the log says of a file: numbers only."""
    account = outcome.account
    return f"読取 {account['read_records']:,} 件 読取不可 {account['rejected_records']:,} 件 {outcome.sha256 or '-'}"


def _check(
    *,
    job: Job,
    index: int,
    options: Options,
    writer: Sink,
    layouts: list[Layout],
    reject: Reject | None,
    watch: Watch,
    pool: Pool,
    follower: Follower,
    journal: Journal,
    known: FileOutcome | None,
    spills: bool,
) -> FileOutcome:
    """Check a file, or read of one that is known what the rest of the run needs.

    Raises:
        InputError: it can't be read, and it is by itself, or what is known of its records has been relied on already.
    """
    target, layout = job.targets[index], job.targets[index].layout
    spilled = needed(layout, layouts)
    take = (lambda rejected: reject(target, rejected)) if reject else None
    try:
        if known is not None:
            if spills or (reject and known.account["rejected_records"]):
                file = KnownFile(known, options, sink=writer, spilled=spilled, reject=take, follower=follower)
                for result in pool.examine(file.blocks(), file.examine, file.state):
                    file.take(result)
                file.must_be_known()
            return known
        outcome = check_file(
            journal.target(index),
            options,
            severities=job.severities,
            sink=writer,
            local_rules=job.local_rules.get(layout.path, ()),
            spilled=spilled,
            profile=options.profile and not job.severities.is_off("S02"),
            reject=take,
            watch=watch,
            pool=pool,
            follower=follower,
        )
    except InputError as e:
        if not job.across or not spills:
            raise
        return _unreadable(target, e, options, watch)
    outcome.profile, outcome.profiler = profile_rows(outcome, job, options, watch), None
    journal.keep(index, outcome)
    return outcome


def _unreadable(target: Target, error: InputError, options: Options, watch: Watch) -> FileOutcome:
    """Return a file of a project that is missing or no text: a finding, and the other files are still checked."""
    tally = Tally(options.sample_limit)
    message = f"{error.message}。{error.hint or 'ファイルとプロジェクトの記載を確かめてください。'}"
    report_whole(tally, watch, "F01", Severity.ERROR, message)
    facts = FileFacts(
        encoding="",
        encoding_confidence=0.0,
        encoding_reason="読めませんでした",
        newline="",
        delimiter=None,
        header=False,
        columns=(),
    )
    account = {"total_bytes": 0, "read_records": 0, "rejected_records": 0, "total_records": 0}
    why = {"*": "ファイルを読めませんでした"}
    return FileOutcome(
        target=target, facts=facts, sha256="", tally=tally, account=account, totals={}, gaiji=(), could_not_run=why
    )
