"""Running a job: every file, then what needs more than one, then the verdict."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from chukan.engines.choice import engine_of
from chukan.engines.engine import Engine
from chukan.errors import InputError, StoreFailure
from chukan.expressions.prepared import prepare
from chukan.intake.batch import FileFacts, Rejected
from chukan.integrity.columns import needed
from chukan.integrity.run import check_integrity
from chukan.integrity.spill import Spill
from chukan.layouts.model import Layout
from chukan.rules.own import must_stay
from chukan.severity import Severity
from chukan.verification.across import as_findings, listed_in, not_run_by_file, spilled_file
from chukan.verification.assemble import Assembled, assemble, file_result, now
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.keys import blanks_in_key
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.outcome import last_day, no_secret
from chukan.verification.decisions.settled import settle
from chukan.verification.decisions.watch import Watch
from chukan.verification.file import FileCheck, FileOutcome, size_of
from chukan.verification.files import OpenFile, check_files
from chukan.verification.findings import findings_of, report_whole
from chukan.verification.in_order import Sink
from chukan.verification.job import Job, Options, Target
from chukan.verification.journal.journal import Journal, JournalUse
from chukan.verification.known import KnownFile, SettledFile
from chukan.verification.profile_rows import profile_rows
from chukan.verification.progress import FileProgress, Follower
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
        StoreFailure: the store that a file is in can't be asked: nobody knows what the file is like.
        Bug: the account of a file does not add up.
    """
    started = now()
    outcomes: list[FileOutcome] = []
    kept = 0
    ledger = job.ledger()
    watches = [_watch(t, ledger, options) for t in job.targets]
    sizes = [size_of(target.path) for target in job.targets]
    follower = Follower(sizes, options.progress, options.follow)
    journal = Journal(job, options, ledger.secret, watches, started)
    known = journal.known(follower)
    across = journal.across()
    unread = [0 if known[index] and across else size for index, size in enumerate(sizes)]
    follower.reads(unread)
    with _engine(unread, options) as engine, Spill() as spill:
        layouts = {t.layout.address: t.layout for t in job.targets}
        for layout in layouts.values() if across is None else ():
            prepare(layout)

        def begin(index: int) -> OpenFile:
            return _begin(
                job=job,
                index=index,
                options=options,
                writer=spill.writer(index),
                layouts=list(layouts.values()),
                reject=reject,
                watch=watches[index],
                engine=engine,
                progress=follower.begins(index, job.targets[index].shown),
                journal=journal,
                is_known=known[index],
                spills=across is None,
            )

        def unreadable(index: int, error: InputError) -> FileOutcome:
            relied_on = across is not None  # what is known of its records
            if not job.across or relied_on or isinstance(error, StoreFailure):
                raise error
            return _unreadable(job.targets[index], error, options, watches[index])

        for outcome in check_files([partial(begin, i) for i in range(len(job.targets))], engine, unreadable):
            index = len(outcomes)
            outcomes.append(outcome)
            if not known[index]:
                outcome.profile, outcome.profiler = profile_rows(outcome, job, options, watches[index]), None
                journal.keep(index, outcome)
            kept += _shared_out(outcome.tally, kept)
            _LOG.info("%s %s %s", "引継" if known[index] else "検査", outcome.target.shown, _counted(outcome))
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
            journal.keep_across(across, [o.sha256 for o in outcomes])
    journal.close()
    for index, found in across.tallies.items():
        outcomes[index].tally.merge(found)
    not_run = not_run_by_file(across.skipped, outcomes)
    files = [file_result(o, not_run.get(i, ())) for i, o in enumerate(outcomes)]
    places, fingerprints = [o.target.place for o in outcomes], Fingerprints(ledger.secret)
    today = last_day(options.as_of.isoformat(), started)
    settled = settle(
        files,
        [o.tally for o in outcomes],
        places,
        job,
        today=today,
        fingerprints=fingerprints,
    )
    extra = [*settled.problems, *(no_secret(job.severities) if job.secret and not ledger.secret else ())]
    verification = assemble(
        job,
        options,
        started,
        Assembled(
            files=settled.files,
            waivers=settled.uses,
            extra=extra,
            weights=gravest(o.in_force for o in outcomes),
            decisions=settled.decisions,
            fingerprints=fingerprints,
            across_taken_over=across.taken_over,
        ),
    )
    findings = [*verification.general]
    for outcome, result in zip(outcomes, settled.files, strict=True):
        findings += findings_of(outcome.tally, result, settled.covered)
        outcome.tally = Tally()  # its places are findings now: both together would be twice the memory
    return RunResult(verification, findings, ledger, journal.use)


def _engine(sizes: Sequence[int], options: Options) -> Engine:
    """Return what examines the blocks."""
    return engine_of(
        options.engine,
        options.jobs,
        sizes,
        scheduler=options.scheduler,
        block_size=options.block_size,
        tell=options.tell,
    )


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


def _begin(
    *,
    job: Job,
    index: int,
    options: Options,
    writer: Sink,
    layouts: list[Layout],
    reject: Reject | None,
    watch: Watch,
    engine: Engine,
    progress: FileProgress,
    journal: Journal,
    is_known: bool,
    spills: bool,
) -> OpenFile:
    """Open a file; one whose findings are known only where something else is needed of its records.

    Raises:
        UsageError: a check of the user's own must stay in this process, and others were asked for.
    """
    target, layout = job.targets[index], job.targets[index].layout
    spilled = needed(layout, layouts)
    rejects = (lambda rejected: reject(target, rejected)) if reject else None
    if is_known:
        outcome = journal.outcome(index)
        if not spills and not (rejects and outcome.account["rejected_records"]):
            progress.examined(outcome.account["total_records"])
            return SettledFile(outcome)
        return KnownFile(outcome, options, sink=writer, spilled=spilled, reject=rejects, progress=progress)
    check = FileCheck(
        journal.target(index),
        options,
        severities=job.severities,
        local_rules=job.local_rules.get(layout.path, ()),
        sink=writer,
        spilled=spilled,
        profile=options.profile and not job.severities.is_off("S02"),
        reject=rejects,
        watch=watch,
        progress=progress,
    )
    if check.stays and engine.travels and (options.jobs != "auto" or options.engine != "local"):
        raise must_stay()
    return check


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
