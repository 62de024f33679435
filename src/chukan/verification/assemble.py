"""From what was found in each file to the result: files, deliveries, totals, rules, the verdict."""

from __future__ import annotations

import datetime as dt
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from chukan import __version__
from chukan.rules.catalogue import RULES, of_a_verification
from chukan.severity import Severity
from chukan.values.masking import without_my_numbers
from chukan.verification.decisions.fingerprint import Fingerprints, public_id
from chukan.verification.decisions.use import DecisionsUse, WaiverUse
from chukan.verification.findings import about_whole, as_finding
from chukan.verification.result import (
    SCHEMA_VERSION,
    SWITCHED_OFF,
    Delivery,
    FileResult,
    Finding,
    GaijiCount,
    LayoutRef,
    NotRun,
    Records,
    RuleRun,
    RuleState,
    TakenOver,
    Totals,
    Verification,
    verdict_of,
)
from chukan.verification.tally import SampledFinding
from chukan.verification.verdict import worst

if TYPE_CHECKING:
    from chukan.verification.file import FileOutcome
    from chukan.verification.job import Job, Options

#: Rules that need the delivery note; nothing to ask when the project has no figure.
_OF_THE_NOTE = {"F09": "expected_records", "S01": "expected_totals"}
#: Rules that need other files than the one at hand.
_ACROSS = ("F01", "F10", "K02", "K04")


def file_result(outcome: FileOutcome, not_run: tuple[NotRun, ...]) -> FileResult:
    """Return the result of one file: its account, counts, verdict and what could not run.

    Args:
        outcome: What the reader and the tallies of the file hold.
        not_run: The rules that could not run on it.
    """
    target, facts, account = outcome.target, outcome.facts, outcome.account
    counts, filled = outcome.tally.as_counts(), outcome.tally.filled
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
        extra_columns=tuple(without_my_numbers(name) for name in facts.extra_shown),
        not_run=not_run,
        profile=outcome.profile,
        agreement=target.agreement.model_dump(mode="json", exclude_unset=True),
        from_vendor=target.from_vendor,
        to_vendor=target.to_vendor,
        mended=outcome.mended,
        taken_over=outcome.taken_over,
        filled={c.item: filled[c.item] for c in counts if c.item in filled},
        layout_chosen=target.layout_chosen,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What a run found.

    Attributes:
        files: the results of the files, waivers applied.
        waivers: what became of the waivers.
        extra: findings about no file.
        weights: what the findings of the compiled rules weigh.
        decisions: the findings beside those of earlier sheets.
        fingerprints: makes those of findings about no file.
        across_taken_over: see `Verification.across_taken_over`.
    """

    files: Sequence[FileResult]
    waivers: tuple[WaiverUse, ...]
    extra: Sequence[SampledFinding]
    weights: Mapping[str, Severity]
    decisions: DecisionsUse | None
    fingerprints: Fingerprints
    across_taken_over: TakenOver | None = None


def assemble(job: Job, options: Options, started: str, found: Assembled) -> Verification:
    """Return the result of a job.

    Args:
        job: what was checked.
        options: how.
        started: when the run began.
        found: the results of its files, and what belongs to none of them.
    """
    files, extra = found.files, found.extra
    deliveries = tuple(_delivery(d, files) for d in job.deliveries)
    general = tuple(_general(job, deliveries, found))
    verdicts = [f.verdict for f in files] + [d.verdict for d in deliveries if d.verdict is not None]
    if any(
        p.severity == "error" for p in extra
    ):  # a delivery that did not come is not checked, as its own verdict says
        verdicts.append("fail")
    return Verification(
        schema_version=SCHEMA_VERSION,
        tool=tool(own=any(t.own_checks for t in job.targets)),
        layout=common_layout([f.layout for f in files]),
        agreement=job.agreement.model_dump(mode="json", exclude_unset=True),
        as_of=options.as_of.isoformat(),
        started=started,
        finished=now(),
        files=tuple(files),
        totals=totals_of(files, general),
        verdict=worst(verdicts),
        rules=_rules(job, options, files, found.weights),
        general=general,
        deliveries=deliveries,
        waivers=found.waivers,
        group=job.group,
        project_sha256=job.project_sha256,
        local_rules_sha256=job.local_rules_sha256,
        sample_limit=options.sample_limit,
        values_shown=options.show_values,
        keys_shown=options.keys,
        fingerprint_key=public_id(found.fingerprints.secret),
        decisions=found.decisions,
        across_taken_over=found.across_taken_over,
    )


def _delivery(delivery: Delivery, files: Sequence[FileResult]) -> Delivery:
    """Return a delivery; its verdict is the worst of its files, and one without a file was not checked."""
    own = [f.verdict for f in files if (f.municipality, f.business) == (delivery.municipality, delivery.business)]
    if own or delivery.method == "layout":
        return replace(delivery, verdict=worst(own))
    return delivery


def totals_of(files: Sequence[FileResult], general: Sequence[Finding]) -> Totals:
    """Return the sums over files, and over the findings that belong to none."""
    records = Records(
        sum(f.records.read for f in files), sum(f.records.rejected for f in files), sum(f.records.total for f in files)
    )
    of_no_file = Counter(f.severity for f in general)
    return Totals(
        files=len(files),
        bytes=sum(f.bytes for f in files),
        records=records,
        errors=sum(f.number(Severity.ERROR) for f in files) + of_no_file[Severity.ERROR],
        warnings=sum(f.number(Severity.WARNING) for f in files) + of_no_file[Severity.WARNING],
        infos=sum(f.number(Severity.INFO) for f in files) + of_no_file[Severity.INFO],
        waived=sum(c.waived for f in files for c in f.counts),
        estimates=sum(f.estimates for f in files),
    )


def _rules(
    job: Job, options: Options, files: Sequence[FileResult], weights: Mapping[str, Severity]
) -> tuple[RuleRun, ...]:
    """Every rule of the catalogue: ran, switched off, or could not run, and why. U01 only where it was used, no M rule."""
    rows = []
    state: RuleState
    for rule in of_a_verification(own=any(t.own_checks for t in job.targets)):
        severity = job.severities.of(rule.id, weights.get(rule.id, rule.severity))
        failed = sorted({n.why for f in files for n in f.not_run if n.rule == rule.id})
        note = _OF_THE_NOTE.get(rule.id)
        if severity is None:
            state, why = "switched_off", SWITCHED_OFF
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
        rows.append(RuleRun(rule.id, rule.title, severity or rule.severity, state, why))
    return tuple(rows)


def common_layout(layouts: Sequence[LayoutRef]) -> LayoutRef:
    """Return the one layout of a `check`; for many files what they share, with a digest over all of theirs.

    Args:
        layouts: of each file.
    """
    import hashlib

    refs = list(dict.fromkeys(layouts))
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


def _general(job: Job, deliveries: Sequence[Delivery], found: Assembled) -> Iterator[Finding]:
    """Yield the findings that belong to no file: deliveries that did not come, waivers that do not hold."""
    came = {(f.municipality, f.business) for f in found.files}
    severity = job.severities.of("F01", RULES["F01"].severity)
    for d in deliveries:
        if severity is None or d.method != "layout" or (d.municipality, d.business) in came:
            continue
        message = (
            f"{d.municipality_name}の{d.business_name}は中間標準レイアウトで移行する予定ですが、ファイルがありません。"
        )
        absent = about_whole("F01", severity, message, found.fingerprints)
        yield as_finding(absent, municipality=d.municipality, business=d.business)
    yield from map(as_finding, found.extra)


def tool(*, own: bool = False) -> dict[str, str]:
    """Return the versions of what did the checking, for reports.

    Args:
        own: a user's own checks ran, over columns of pandas.
    """
    # as they say themselves: they are loaded, and the files of an installation take long to read
    names = ("pandera", *(("pandas",) if own else ()), "pyarrow", "duckdb", "numpy")
    parts = {name: str(import_module(name).__version__) for name in names}
    return {
        "name": "chukan",
        "version": __version__,
        **parts,
        "python": platform.python_version(),
    }


def now() -> str:
    """Return the time of day, with its offset, in seconds."""
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")
