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
from chukan.rules.own import must_stay
from chukan.severity import Severity
from chukan.verification.across import AcrossOutcome, as_findings, listed_in, not_run_by_file, spilled_file
from chukan.verification.assemble import Assembled, assemble, file_result, now
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.outcome import last_day, no_secret
from chukan.verification.decisions.settled import settle
from chukan.verification.decisions.watch import Watch
from chukan.verification.file import FileCheck, FileOutcome, size_of
from chukan.verification.files import OpenFile, check_files
from chukan.verification.findings import about_whole, findings_of, report
from chukan.verification.job import Job, Options, Target
from chukan.verification.journal.journal import Journal, JournalUse
from chukan.verification.known import KnownFile, SettledFile
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

    Args:
        job: what is checked.
        options: how.
        reject: takes every record that could not be read, byte for byte.

    Raises:
        InputError: there is only one target (`check`) and it could not be read. In a project a file
            that can't be read is an F01 finding, and the others are still checked.
        StoreFailure: the store that a file is in can't be asked: nobody knows what the file is like.
        UsageError: a check of the user's own must stay in this process, and others were asked for.
        Bug: the account of a file does not add up.
    """
    return _JobRun(job, options, reject).result()


class _JobRun:
    """One run on its way: its files, then what lies between them, then what was decided of it all.

    Attributes that end in s have one entry a target, in their order.
    """

    def __init__(self, job: Job, options: Options, reject: Reject | None) -> None:
        self._started = now()
        self._job, self._options, self._reject = job, options, reject
        self._ledger = job.ledger()
        self._watches = [self._ledger.watch(t.layout, t.municipality, t.shown, keys=options.keys) for t in job.targets]
        self._sizes = [size_of(target.path) for target in job.targets]
        self._follower = Follower(self._sizes, options.progress, options.follow)
        self._journal = Journal(job, options, self._ledger.secret, self._watches, self._started)
        self._known = self._journal.known(self._follower)
        self._across = self._journal.across()
        self._layouts = list({t.layout.address: t.layout for t in job.targets}.values())
        self._outcomes: list[FileOutcome] = []

    def result(self) -> RunResult:
        """Run, and return what was found."""
        unread = [0 if self._known[i] and self._across is not None else size for i, size in enumerate(self._sizes)]
        self._follower.reads(unread)
        with _engine(unread, self._options) as engine, Spill() as spill:
            self._check_files(engine, spill)
            across = self._check_across(spill) if self._across is None else self._across
        self._journal.close()
        for index, found in across.tallies.items():
            self._outcomes[index].tally.merge(found)
        return self._decided(across)

    def _check_files(self, engine: Engine, spill: Spill) -> None:
        for layout in self._layouts if self._across is None else ():
            prepare(layout)
        kept = 0
        begin = [partial(self._begin, index, engine, spill) for index in range(len(self._job.targets))]
        for outcome in check_files(begin, engine, self._unreadable):
            index = len(self._outcomes)
            self._outcomes.append(outcome)
            if not self._known[index]:
                outcome.profile = profile_rows(outcome, self._job, self._options, self._watches[index])
                outcome.profiler = None
                self._journal.keep(index, outcome)
            kept += _shared_out(outcome.tally, kept)
            how = "引継" if self._known[index] else "検査"
            _LOG.info("%s %s %s", how, outcome.target.shown, _counted(outcome))

    def _begin(self, index: int, engine: Engine, spill: Spill) -> OpenFile:
        """Open a file; one whose findings are known only where something else is needed of its records."""
        job, options, target = self._job, self._options, self._job.targets[index]
        progress = self._follower.begins(index, target.shown)
        spilled, sink = needed(target.layout, self._layouts), spill.writer(index)
        reject = partial(self._reject, target) if self._reject else None
        if self._known[index]:
            outcome = self._journal.outcome(index)
            if self._across is not None and not (reject and outcome.account["rejected_records"]):
                progress.examined(outcome.account["total_records"])
                return SettledFile(outcome)
            return KnownFile(outcome, options, sink=sink, spilled=spilled, reject=reject, progress=progress)
        check = FileCheck(
            self._journal.target(index),
            options,
            severities=job.severities,
            local_rules=job.local_rules.get(target.layout.path, ()),
            sink=sink,
            spilled=spilled,
            profile=options.profile and not job.severities.is_off("S02"),
            reject=reject,
            watch=self._watches[index],
            progress=progress,
        )
        if check.stays and engine.travels and (options.jobs != "auto" or options.engine != "local"):
            raise must_stay()
        return check

    def _unreadable(self, index: int, error: InputError) -> FileOutcome:
        relied_on = self._across is not None  # what is known of its records
        if not self._job.across or relied_on or isinstance(error, StoreFailure):
            raise error
        return _unreadable(self._job.targets[index], error, self._options, self._watches[index])

    def _check_across(self, spill: Spill) -> AcrossOutcome:
        """Check what needs more than one record or file."""
        job, options, outcomes, watches = self._job, self._options, self._outcomes, self._watches
        self._follower.goes_on("ファイル間の検査")
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
        self._journal.keep_across(across, [o.sha256 for o in outcomes])
        return across

    def _decided(self, across: AcrossOutcome) -> RunResult:
        """Return what was found, under all that people decided."""
        job, options, outcomes, secret = self._job, self._options, self._outcomes, self._ledger.secret
        not_run = not_run_by_file(across.skipped, outcomes)
        fingerprints = Fingerprints(secret)
        settled = settle(
            [file_result(o, not_run.get(i, ())) for i, o in enumerate(outcomes)],
            [o.tally for o in outcomes],
            [o.target.place for o in outcomes],
            job,
            today=last_day(options.as_of.isoformat(), self._started),
            fingerprints=fingerprints,
        )
        verification = assemble(
            job,
            options,
            self._started,
            Assembled(
                files=settled.files,
                waivers=settled.uses,
                extra=[*settled.problems, *(no_secret(job.severities) if job.secret and not secret else ())],
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
        return RunResult(verification, findings, self._ledger, self._journal.use)


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


def _counted(outcome: FileOutcome) -> str:
    """Return what the log says of a file: numbers only."""
    account = outcome.account
    return f"読取 {account['read_records']:,} 件 読取不可 {account['rejected_records']:,} 件 {outcome.sha256 or '-'}"


def _unreadable(target: Target, error: InputError, options: Options, watch: Watch) -> FileOutcome:
    """Return a file of a project that is missing or no text: a finding, and the other files are still checked."""
    tally = Tally(options.sample_limit)
    message = f"{error.message}。{error.hint or 'ファイルとプロジェクトの記載を確かめてください。'}"
    report(tally, watch, about_whole("F01", Severity.ERROR, message, watch.fingerprints))
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
