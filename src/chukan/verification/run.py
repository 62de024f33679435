"""Running a job: every file, then what needs more than one, then the verdict."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from chukan.errors import InputError
from chukan.expressions.types import DateForms
from chukan.intake.batch import FileFacts, Rejected
from chukan.integrity.columns import needed
from chukan.integrity.model import IntegrityResult, Location, SpilledFile, Violation
from chukan.integrity.run import check_integrity
from chukan.integrity.spill import Spill
from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.assemble import Assembled, assemble, file_result, findings_of, now
from chukan.verification.decisions.apply import apply_decisions
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.keys import blanks_in_key, key_items, shown_key
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.decisions.outcome import last_day, no_secret
from chukan.verification.decisions.waivers import apply_waivers
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.file import FileOutcome, Sink, check_file, report_whole
from chukan.verification.job import Job, Options, Target
from chukan.verification.result import Finding, ItemProfile, NotRun, Verification
from chukan.verification.tally import Recognised, SampledFinding, Tally
from chukan.verification.weights import gravest

_LOG = logging.getLogger(__name__)
Reject = Callable[[Target, Rejected], None]


@dataclass
class RunResult:
    """A verification, and the findings that its samples keep.

    Attributes:
        ledger: What people decided so far, and the secret that seals the next sheet.
    """

    verification: Verification
    findings: list[Finding] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)


def run(job: Job, options: Options, *, reject: Reject | None = None) -> RunResult:
    """Check all the targets of a job.

    Raises:
        InputError: there is only one target (`check`) and it could not be read. In a project a file
            that can't be read is an F01 finding, and the others are still checked.
        Bug: the account of a file does not add up.
    """
    started = now()
    outcomes: list[FileOutcome] = []
    ledger = Ledger(job.secret() if job.secret else b"", job.decisions)
    watches = [_watch(t, ledger, options) for t in job.targets]
    with Spill() as spill:
        layouts = {t.layout.address: t.layout for t in job.targets}
        for index, target in enumerate(job.targets):
            writer = spill.writer(index)
            with closing(writer):
                outcomes.append(_check(job, target, options, writer, list(layouts.values()), reject, watches[index]))
                _LOG.info("検査 %s %s", target.shown, _counted(outcomes[-1]))
        spilled = [_spilled(i, o, spill.path(i), watches[i]) for i, o in enumerate(outcomes)]
        if options.progress:
            options.progress("ファイル間の検査", 0, 0)
        integrity = check_integrity(
            spilled,
            severities=job.severities,
            as_of=options.as_of,
            sample_limit=options.sample_limit,
            memory_limit=options.memory_limit,
            spill_folder=spill.folder,
            across=job.across,
            expected=[(d.municipality, d.business) for d in job.deliveries if d.method == "layout"],
            listed=partial(_listed, watches),
        )
    _take_in(integrity, outcomes, options, watches)
    profiles = {index: _profile(o, job, options, watches[index]) for index, o in enumerate(outcomes)}
    not_run = _not_run(integrity, outcomes)
    files = [file_result(o, not_run.get(i, ()), profiles.get(i, ())) for i, o in enumerate(outcomes)]
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
        ),
    )
    findings = [*verification.general]
    for outcome, result in zip(outcomes, bulk.files, strict=True):
        findings += findings_of(outcome, result, singly.covered)
        outcome.tally = Tally()  # its places are findings now: both together would be twice the memory
    return RunResult(verification, findings, ledger)


def _watch(target: Target, ledger: Ledger, options: Options) -> Watch:
    """Return what to look out for in a file."""
    name = target.shown.rsplit("/", 1)[-1]
    fingerprints = Fingerprints(
        ledger.secret, target.municipality, target.layout.path, name, blanks_in_key(target.layout)
    )
    return Watch(fingerprints, ledger.decisions.listed(), keys=options.keys)


def _listed(
    watches: Sequence[Watch], file: int, rule: str, item: str, check: str
) -> Callable[[tuple[str, ...]], bool] | None:
    """See `chukan.integrity.model.Listed`."""
    watch = watches[file]
    listed = watch.of(rule, item)
    if not listed:
        return None
    return lambda values: watch.fingerprint(rule, item, check, watch.fingerprints.record(values)) in listed


def _counted(outcome: FileOutcome) -> str:
    """Return what the log says of a file: numbers only."""
    account = outcome.account
    return f"読取 {account['read_records']:,} 件 読取不可 {account['rejected_records']:,} 件 {outcome.sha256 or '-'}"


def _check(
    job: Job,
    target: Target,
    options: Options,
    writer: Sink,
    layouts: list[Layout],
    reject: Reject | None,
    watch: Watch,
) -> FileOutcome:
    layout = target.layout
    try:
        return check_file(
            target,
            options,
            severities=job.severities,
            sink=writer,
            local_rules=job.local_rules.get(layout.path, ()),
            spilled=needed(layout, layouts),
            profile=options.profile and not job.severities.is_off("S02"),
            reject=(lambda rejected: reject(target, rejected)) if reject else None,
            watch=watch,
        )
    except InputError as e:
        if not job.across:
            raise
        return _unreadable(target, e, options, watch)


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
    return FileOutcome(target, facts, "", tally, account, {}, (), could_not_run=why)


def _spilled(index: int, outcome: FileOutcome, spill: Path | None, watch: Watch) -> SpilledFile:
    target = outcome.target
    return SpilledFile(
        index=index,
        municipality=target.municipality,
        layout=target.layout,
        name=target.shown,
        columns=outcome.facts.columns,
        spill=spill,
        sha256=outcome.sha256,
        forms=DateForms(outcome.facts.dates, target.agreement.unknown_dates),
        records=outcome.account["total_records"],
        rejected=outcome.account["rejected_records"],
        totals=outcome.totals,
        expected_records=target.expected_records,
        expected_totals=target.expected_totals,
        key=key_items(target.layout, outcome.facts.columns)
        if spill and (watch.keys or watch.fingerprints.secret)
        else (),
        estimates=target.agreement.estimates,
    )


def _profile(outcome: FileOutcome, job: Job, options: Options, watch: Watch) -> tuple[ItemProfile, ...]:
    """Return what each item of a file looks like, masked. What is not plausible about it becomes a finding (S02)."""
    if outcome.profiler is None:
        return ()
    suspicions = dict(outcome.profiler.flags(outcome.target.municipality))
    severity = job.severities.of("S02", RULES["S02"].severity)
    if severity is not None:
        for item, message in suspicions.items():
            report_whole(outcome.tally, watch, "S02", severity, truncate(message), item=item)
    by_name = outcome.target.layout.by_name
    rows = []
    for p in outcome.profiler.items():
        known = by_name.get(p.item)
        codes = _open_codes(outcome.target.layout, known)
        visible = partial(_shown, item=known, codes=codes, show=options.show_values)
        end = partial(_end, item=known, codes=codes, show=options.show_values)
        rows.append(
            ItemProfile(
                p.item,
                p.filled,
                p.blank,
                p.distinct,
                minimum=end(p.minimum),
                maximum=end(p.maximum),
                frequent=tuple((visible(value), count) for value, count in p.frequent),
                note=suspicions.get(p.item, p.note),
            )
        )
    return tuple(rows)


def _open_codes(layout: Layout, item: Item | None) -> Collection[str]:
    """Return the codes that tell of nobody: how often each occurs in a file may be shown, unless the item is personal."""
    if item is None or item.is_secret or item.has("personal"):
        return ()
    codes = layout.code_list(item)
    return codes.codes if codes else ()


def _shown(value: str, item: Item | None, codes: Collection[str], *, show: bool) -> str:
    """Return a code of the item's list as it is; any other value as it may be shown."""
    return value if value in codes else display(value, item, show=show)


def _end(value: str, item: Item | None, codes: Collection[str], *, show: bool) -> str:
    """Return the smallest or largest value: of a day that identifies no person by itself, the year is not masked."""
    if value and item is not None and not show and item.type in ("DATE", "YM", "YEAR") and not item.has("personal"):
        return f"{value[:4]}年"
    return _shown(value, item, codes, show=show)


def _take_in(
    result: IntegrityResult, outcomes: Sequence[FileOutcome], options: Options, watches: Sequence[Watch]
) -> None:
    """Add integrity's violations to the findings of their files."""
    for o in result.violations:
        tally, watch = outcomes[o.file].tally, watches[o.file]
        key = (o.rule, o.item, o.severity, o.ground)
        names = key_items(outcomes[o.file].target.layout, outcomes[o.file].facts.columns)
        item = outcomes[o.file].target.layout.by_name.get(o.item)

        def found(
            h: Location,
            o: Violation = o,
            watch: Watch = watch,
            names: tuple[str, ...] = names,
            item: Item | None = item,
        ) -> SampledFinding:
            message = truncate(f"{o.message}{h.note}")
            identity = watch.fingerprints.record(h.key) if h.record else watch.fingerprints.whole(message)
            return SampledFinding(
                record=h.record,
                line=h.line,
                item=o.item,
                rule=o.rule,
                severity=o.severity,
                value=display(h.value, item, show=options.show_values),
                message=message,
                ground=o.ground,
                fingerprint=watch.fingerprint(o.rule, o.item, o.check, identity),
                key=shown_key(names, h.key) if watch.keys and h.key else "",
            )

        places = [found(h) for h in o.locations]
        tally.add(key, o.count, places)
        for location, count in o.listed:
            tally.recognise(key, Recognised(found(location), count, count))
        if places and not places[0].record and places[0].fingerprint in watch.of(o.rule, o.item):
            tally.recognise(key, Recognised(places[0], 1, o.count))


def _not_run(result: IntegrityResult, outcomes: Sequence[FileOutcome]) -> dict[int, tuple[NotRun, ...]]:
    not_run: dict[int, list[NotRun]] = {}
    for skipped in result.skipped:
        not_run.setdefault(skipped.file, []).append(NotRun(skipped.rule, skipped.why, skipped.counterparts))
    for index, outcome in enumerate(outcomes):
        not_run.setdefault(index, []).extend(NotRun(r, why) for r, why in outcome.could_not_run.items() if r != "*")
    return {index: tuple(sorted(set(rows), key=lambda n: (n.rule, n.why))) for index, rows in not_run.items()}
