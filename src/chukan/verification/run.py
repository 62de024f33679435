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
from chukan.integrity.model import IntegrityResult, SpilledFile
from chukan.integrity.run import check_integrity
from chukan.integrity.spill import Spill
from chukan.layouts.model import Item, Layout
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.assemble import assemble, file_result, findings_of, now
from chukan.verification.display import display, truncate
from chukan.verification.file import FileOutcome, Sink, check_file
from chukan.verification.job import Job, Options, Target
from chukan.verification.result import Finding, ItemProfile, NotRun, Verification
from chukan.verification.tally import SampledFinding, Tally
from chukan.verification.waivers import apply_waivers, last_day
from chukan.verification.weights import gravest

_LOG = logging.getLogger(__name__)
Reject = Callable[[Target, Rejected], None]


@dataclass
class RunResult:
    """A verification, and the findings that its samples keep."""

    verification: Verification
    findings: list[Finding] = field(default_factory=list)


def run(job: Job, options: Options, *, reject: Reject | None = None) -> RunResult:
    """Check all the targets of a job.

    Raises:
        InputError: there is only one target (`check`) and it could not be read. In a project a file
            that can't be read is an F01 finding, and the others are still checked.
        Bug: the account of a file does not add up.
    """
    started = now()
    outcomes: list[FileOutcome] = []
    with Spill() as spill:
        layouts = {t.layout.address: t.layout for t in job.targets}
        for index, target in enumerate(job.targets):
            writer = spill.writer(index)
            with closing(writer):
                outcomes.append(_check(job, target, options, writer, list(layouts.values()), reject))
                _LOG.info("検査 %s %s", target.shown, _counted(outcomes[-1]))
        spilled = [_spilled(i, o, spill.path(i)) for i, o in enumerate(outcomes)]
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
        )
    _take_in(integrity, outcomes, options)
    profiles = {index: _profile(o, job, options) for index, o in enumerate(outcomes)}
    not_run = _not_run(integrity, outcomes)
    files = [file_result(o, not_run.get(i, ()), profiles.get(i, ())) for i, o in enumerate(outcomes)]
    files, waivers, extra = apply_waivers(
        files,
        [o.target for o in outcomes],
        job.waivers,
        job.severities,
        today=last_day(options.as_of.isoformat(), started),
    )
    verification = assemble(job, options, started, files, waivers, extra, gravest(o.in_force for o in outcomes))
    findings = [*verification.general, *(f for o in outcomes for f in findings_of(o))]
    return RunResult(verification, findings)


def _counted(outcome: FileOutcome) -> str:
    """Return what the log says of a file: numbers only."""
    account = outcome.account
    return f"読取 {account['read_records']:,} 件 読取不可 {account['rejected_records']:,} 件 {outcome.sha256 or '-'}"


def _check(
    job: Job, target: Target, options: Options, writer: Sink, layouts: list[Layout], reject: Reject | None
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
        )
    except InputError as e:
        if not job.across:
            raise
        return _unreadable(target, e, options)


def _unreadable(target: Target, error: InputError, options: Options) -> FileOutcome:
    """Return a file of a project that is missing or no text: a finding, and the other files are still checked."""
    tally = Tally(options.sample_limit)
    message = f"{error.message}。{error.hint or 'ファイルとプロジェクトの記載を確かめてください。'}"
    tally.add(
        ("F01", "", Severity.ERROR, ""),
        1,
        [SampledFinding(record=0, line=0, item="", rule="F01", severity=Severity.ERROR, value="", message=message)],
    )
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


def _spilled(index: int, outcome: FileOutcome, spill: Path | None) -> SpilledFile:
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
        estimates=target.agreement.estimates,
    )


def _profile(outcome: FileOutcome, job: Job, options: Options) -> tuple[ItemProfile, ...]:
    """Return what each item of a file looks like, masked. What is not plausible about it becomes a finding (S02)."""
    if outcome.profiler is None:
        return ()
    suspicions = dict(outcome.profiler.flags())
    severity = job.severities.of("S02", RULES["S02"].severity)
    if severity is not None:
        for item, message in suspicions.items():
            found = SampledFinding(
                record=0, line=0, item=item, rule="S02", severity=severity, value="", message=truncate(message)
            )
            outcome.tally.add(("S02", item, severity, ""), 1, [found])
    by_name = outcome.target.layout.by_name
    rows = []
    for p in outcome.profiler.items():
        item = by_name.get(p.item)
        codes = _open_codes(outcome.target.layout, item)
        visible = partial(_shown, item=item, codes=codes, show=options.show_values)
        end = partial(_end, item=item, codes=codes, show=options.show_values)
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


def _take_in(result: IntegrityResult, outcomes: Sequence[FileOutcome], options: Options) -> None:
    """Add integrity's violations to the findings of their files."""
    for o in result.violations:
        outcome = outcomes[o.file]
        item = outcome.target.layout.by_name.get(o.item)
        places = [
            SampledFinding(
                record=h.record,
                line=h.line,
                item=o.item,
                rule=o.rule,
                severity=o.severity,
                value=display(h.value, item, show=options.show_values),
                message=truncate(f"{o.message}{h.note}"),
                ground=o.ground,
            )
            for h in o.locations
        ]
        outcome.tally.add((o.rule, o.item, o.severity, o.ground), o.count, places)


def _not_run(result: IntegrityResult, outcomes: Sequence[FileOutcome]) -> dict[int, tuple[NotRun, ...]]:
    not_run: dict[int, list[NotRun]] = {}
    for skipped in result.skipped:
        not_run.setdefault(skipped.file, []).append(NotRun(skipped.rule, skipped.why, skipped.counterparts))
    for index, outcome in enumerate(outcomes):
        not_run.setdefault(index, []).extend(NotRun(r, why) for r, why in outcome.could_not_run.items() if r != "*")
    return {index: tuple(sorted(set(rows), key=lambda n: (n.rule, n.why))) for index, rows in not_run.items()}
