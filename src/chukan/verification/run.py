"""Running a job: every file, then what needs more than one, then the verdict."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from chukan.errors import InputError
from chukan.intake.batch import FileFacts, Rejected
from chukan.integrity.columns import needed
from chukan.integrity.model import Answer, Part
from chukan.integrity.run import ask
from chukan.integrity.spill import Spill
from chukan.layouts.model import Item, Layout, Severity
from chukan.rules.catalogue import RULES
from chukan.verification.file import FileOutcome, check_file
from chukan.verification.result import (
    SCHEMA_VERSION,
    Delivery,
    FileResult,
    Finding,
    GaijiCount,
    ItemProfile,
    LayoutRef,
    NotRun,
    Records,
    RuleRun,
    Totals,
    Verification,
    WaiverUse,
    verdict_of,
    worst,
)
from chukan.verification.shown import shown, told
from chukan.verification.tally import Place, Tally
from chukan.verification.target import Job, Options, Target
from chukan.verification.waivers import apply_waivers

#: Rules that need the delivery note; nothing to ask when the project has no figure.
_OF_THE_NOTE = {"F09": "expected_records", "S01": "expected_totals"}
#: Rules that need other files than the one at hand.
_ACROSS = ("F01", "F10", "K02", "K04")

Reject = Callable[[Target, Rejected], None]


@dataclass
class Outcome:
    """A verification, and the findings that its samples keep."""

    verification: Verification
    findings: list[Finding] = field(default_factory=list)


def run(job: Job, options: Options, *, reject: Reject | None = None) -> Outcome:
    """Check all the targets of a job.

    Raises:
        InputError: there is only one target (`check`) and it could not be read. In a project a file
            that can't be read is an F01 finding, and the others are still checked.
        Bug: the account of a file does not add up.
    """
    started = _now()
    outcomes: list[FileOutcome] = []
    with Spill() as spill:
        layouts = {t.layout.address: t.layout for t in job.targets}
        for index, target in enumerate(job.targets):
            writer = spill.writer(index)
            with _closing(writer):
                outcomes.append(_check(job, target, options, writer, list(layouts.values()), reject))
        parts = [_part(i, o, spill.path(i)) for i, o in enumerate(outcomes)]
        if options.progress:
            options.progress("ファイル間の検査", 0, 0)
        answer = ask(
            parts,
            severities=job.severities,
            as_of=options.as_of,
            sample_limit=options.sample_limit,
            memory_limit=options.memory_limit,
            spill_folder=spill.folder,
            across=job.across,
            expected=[(d.municipality, d.business) for d in job.deliveries if d.method == "layout"],
        )
    _take_in(answer, outcomes, options)
    profiles = {index: _profile(o, job, options) for index, o in enumerate(outcomes)}
    not_run = _not_run(answer, outcomes)
    files = [_result(o, not_run.get(i, ()), profiles.get(i, ())) for i, o in enumerate(outcomes)]
    files, waivers, extra = apply_waivers(files, [o.target for o in outcomes], job.waivers, job.severities)
    verification = _verification(job, options, started, files, waivers, extra)
    findings = [f for o in outcomes for f in _findings(o)] + _of_the_whole(verification, extra)
    return Outcome(verification, findings)


def _check(
    job: Job, target: Target, options: Options, writer: object, layouts: list[Layout], reject: Reject | None
) -> FileOutcome:
    layout = target.layout
    try:
        return check_file(
            target,
            options,
            severities=job.severities,
            sink=writer,  # type: ignore[arg-type]
            local_rules=job.local_rules.get(f"{layout.business}/{layout.slug}", ()),
            spilled=needed(layout, layouts),
            profile=options.profile and job.severities.get("S02") != "off",
            reject=(lambda rejected: reject(target, rejected)) if reject else None,
        )
    except InputError as e:
        if not job.across:
            raise
        return _unreadable(target, e, options)


def _unreadable(target: Target, error: InputError, options: Options) -> FileOutcome:
    """A file of a project that is missing or no text: a finding, and the other files are still checked."""
    tally = Tally(options.sample_limit)
    message = f"{error.message}。{error.hint or 'ファイルとプロジェクトの記載を確かめてください。'}"
    tally.add(("F01", "", "error"), 1, [Place(0, 0, "", "F01", "error", "", message)])
    facts = FileFacts("", 0.0, "読めませんでした", "", None, False, ())
    account = {"total_bytes": 0, "read_records": 0, "rejected_records": 0, "total_records": 0}
    why = {"*": "ファイルを読めませんでした"}
    return FileOutcome(target, facts, "", tally, account, {}, (), could_not_run=why)


def _part(index: int, outcome: FileOutcome, spill: Path | None) -> Part:
    target = outcome.target
    return Part(
        index=index,
        municipality=target.municipality,
        layout=target.layout,
        file=target.shown,
        columns=outcome.facts.columns,
        spill=spill,
        dates=outcome.facts.dates,
        sha256=outcome.sha256,
        unknown_dates=target.agreement.unknown_dates,
        records=outcome.account["total_records"],
        rejected=outcome.account["rejected_records"],
        totals=outcome.totals,
        expected_records=target.expected_records,
        expected_totals=target.expected_totals,
    )


def _profile(outcome: FileOutcome, job: Job, options: Options) -> tuple[ItemProfile, ...]:
    """What each item of a file looks like, masked. What is not plausible about it becomes a finding (S02)."""
    if outcome.profiler is None:
        return ()
    severity: Severity = job.severities.get("S02", RULES["S02"].severity)  # type: ignore[assignment]
    suspicions = dict(outcome.profiler.flags())
    for item, message in suspicions.items():
        outcome.tally.add(("S02", item, severity), 1, [Place(0, 0, item, "S02", severity, "", told(message))])
    by_name = outcome.target.layout.by_name
    rows = []
    for p in outcome.profiler.items():
        visible = partial(shown, item=by_name.get(p.item), show=options.show_values)
        end = partial(_end, item=by_name.get(p.item), show=options.show_values)
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


def _end(value: str, item: Item | None, *, show: bool) -> str:
    """The smallest or largest value: of a day that tells of no person by itself, the year is not masked."""
    if value and item is not None and not show and item.type in ("DATE", "YM", "YEAR") and not item.has("personal"):
        return f"{value[:4]}年"
    return shown(value, item, show=show)


def _take_in(answer: Answer, outcomes: Sequence[FileOutcome], options: Options) -> None:
    """Integrity's outcomes become findings of the files they speak of."""
    for o in answer.outcomes:
        outcome = outcomes[o.part]
        item = outcome.target.layout.by_name.get(o.item)
        places = [
            Place(
                h.record,
                h.line,
                o.item,
                o.rule,
                o.severity,
                shown(h.value, item, show=options.show_values),
                told(f"{o.message}{h.note}"),
            )
            for h in o.hits
        ]
        outcome.tally.add((o.rule, o.item, o.severity), o.count, places)


def _not_run(answer: Answer, outcomes: Sequence[FileOutcome]) -> dict[int, tuple[NotRun, ...]]:
    not_run: dict[int, list[NotRun]] = {}
    for asked in answer.not_asked:
        not_run.setdefault(asked.part, []).append(NotRun(asked.rule, asked.why))
    for index, outcome in enumerate(outcomes):
        not_run.setdefault(index, []).extend(NotRun(r, why) for r, why in outcome.could_not_run.items() if r != "*")
    return {index: tuple(sorted(set(rows), key=lambda n: (n.rule, n.why))) for index, rows in not_run.items()}


def _result(outcome: FileOutcome, not_run: tuple[NotRun, ...], profile: tuple[ItemProfile, ...]) -> FileResult:
    target, facts, account = outcome.target, outcome.facts, outcome.account
    counts = outcome.tally.as_counts()
    return FileResult(
        municipality=target.municipality,
        municipality_name=target.municipality_name,
        business=target.layout.business,
        business_name=target.layout.business_name,
        layout=LayoutRef.of(target.layout),
        path=target.shown,
        sha256=outcome.sha256,
        bytes=account["total_bytes"],
        encoding=facts.encoding,
        encoding_reason=facts.encoding_reason,
        newline=facts.newline,
        records=Records(account["read_records"], account["rejected_records"], account["total_records"]),
        account=account,
        verdict=verdict_of(counts, not_run),
        counts=counts,
        totals=dict(sorted(outcome.totals.items())),
        expected_records=target.expected_records,
        expected_totals=dict(target.expected_totals),
        gaiji=tuple(GaijiCount(g.source_code, g.code_point, g.count, g.items, g.first_record) for g in outcome.gaiji),
        undecided=facts.undecided,
        missing_items=facts.missing,
        extra_columns=facts.extra,
        not_run=not_run,
        profile=profile,
        agreement=target.agreement.model_dump(mode="json", exclude_unset=True),
        from_vendor=target.from_vendor,
        to_vendor=target.to_vendor,
    )


def _verification(
    job: Job,
    options: Options,
    started: str,
    files: list[FileResult],
    waivers: tuple[WaiverUse, ...],
    extra: Sequence[Place],
) -> Verification:
    deliveries = tuple(_delivery(d, files) for d in job.deliveries)
    verdicts = [f.verdict for f in files] + [d.verdict for d in deliveries if d.verdict is not None]
    if any(p.severity == "error" for p in extra):
        verdicts.append("fail")
    return Verification(
        schema_version=SCHEMA_VERSION,
        tool=tool(),
        layout=_common_layout(files),
        agreement=job.agreement.model_dump(mode="json", exclude_unset=True),
        as_of=options.as_of.isoformat(),
        started=started,
        finished=_now(),
        files=tuple(files),
        totals=_totals(files),
        verdict=worst(verdicts),
        rules=_rules(job, options, files),
        deliveries=deliveries,
        waivers=waivers,
        group=job.group,
        project_sha256=job.project_sha256,
        local_rules_sha256=job.local_rules_sha256,
        sample_limit=options.sample_limit,
        values_shown=options.show_values,
    )


def _delivery(delivery: Delivery, files: Sequence[FileResult]) -> Delivery:
    """A delivery's verdict is its files' worst; a promised one without a file was not checked."""
    own = [f.verdict for f in files if (f.municipality, f.business) == (delivery.municipality, delivery.business)]
    if own or delivery.method == "layout":
        return replace(delivery, verdict=worst(own))
    return delivery


def _totals(files: Sequence[FileResult]) -> Totals:
    records = Records(
        sum(f.records.read for f in files), sum(f.records.rejected for f in files), sum(f.records.total for f in files)
    )
    return Totals(
        files=len(files),
        bytes=sum(f.bytes for f in files),
        records=records,
        errors=sum(f.number("error") for f in files),
        warnings=sum(f.number("warning") for f in files),
        infos=sum(f.number("info") for f in files),
        waived=sum(c.waived for f in files for c in f.counts),
    )


def _rules(job: Job, options: Options, files: Sequence[FileResult]) -> tuple[RuleRun, ...]:
    """Every rule of the catalogue: ran, switched off, or could not run, and why."""
    rows = []
    for rule in RULES.values():
        chosen = job.severities.get(rule.id)
        severity: Severity = chosen if chosen in ("error", "warning", "info") else rule.severity  # type: ignore[assignment]
        failed = sorted({n.why for f in files for n in f.not_run if n.rule == rule.id})
        note = _OF_THE_NOTE.get(rule.id)
        if chosen == "off":
            state, why = "switched_off", "プロジェクトの rules で切っています"
        elif not job.across and rule.id in _ACROSS:
            state, why = "switched_off", "check は1ファイルの検査です。ファイル間の検査は verify で行います"
        elif rule.id == "S02" and not options.profile:
            state, why = "switched_off", "項目の分布は --profile を付けたときに調べます"
        elif failed:
            state, why = "could_not_run", " / ".join(failed)
        elif note and not any(getattr(t, note) for t in job.targets):
            state, why = "switched_off", "プロジェクトに納品書の件数・合計の記載がありません"
        else:
            state, why = "ran", ""
        rows.append(RuleRun(rule.id, rule.title, severity, state, why))  # type: ignore[arg-type]
    return tuple(rows)


def _common_layout(files: Sequence[FileResult]) -> LayoutRef:
    """The one layout of a `check`; for many files what they share, with a digest over all of theirs."""
    import hashlib

    refs = list(dict.fromkeys(f.layout for f in files))
    if len(refs) == 1:
        return refs[0]
    digest = hashlib.sha256("\n".join(sorted({r.digest for r in refs})).encode()).hexdigest()
    packs, editions, authorities = ({getattr(r, a) for r in refs} for a in ("pack", "edition", "authority"))
    first = refs[0] if refs else None
    same = first is not None and len(packs) == 1
    return LayoutRef(
        pack="、".join(sorted(packs)),
        edition="、".join(sorted(editions)),
        business=None,
        layout=None,
        authority="、".join(sorted(authorities)),
        digest=digest,
        declared_by=first.declared_by if same and first else None,
        statement=first.statement if same and first else "",
    )


def _findings(outcome: FileOutcome) -> Iterator[Finding]:
    target = outcome.target
    for p in outcome.tally:
        yield Finding(
            target.municipality,
            target.layout.business,
            target.layout.slug,
            target.shown,
            p.record or None,
            p.line or None,
            p.item or None,
            p.rule,
            p.severity,
            p.value,
            p.message,
        )


def _of_the_whole(verification: Verification, extra: Sequence[Place]) -> list[Finding]:
    """Findings about no file: waivers that no longer hold, deliveries that did not come."""
    rows = [Finding("", "", "", "", None, None, p.item or None, p.rule, p.severity, "", p.message) for p in extra]
    for d in verification.deliveries:
        if d.method == "layout" and not any(
            (f.municipality, f.business) == (d.municipality, d.business) for f in verification.files
        ):
            message = f"{d.municipality_name}の{d.business_name}は中間標準レイアウトで移行する予定ですが、ファイルがありません。"
            rows.append(Finding(d.municipality, d.business, "", "", None, None, None, "F01", "error", "", message))
    return rows


def tool() -> dict[str, str]:
    """What did the checking: the versions a report names."""
    names = ("chukan", "pandera", "pandas", "pyarrow", "duckdb")
    return {
        "name": "chukan",
        **{n if n != "chukan" else "version": version(n) for n in names},
        "python": platform.python_version(),
    }


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")


@contextmanager
def _closing(writer: object) -> Iterator[None]:
    with ExitStack() as stack:
        stack.callback(writer.close)  # type: ignore[attr-defined]
        yield
