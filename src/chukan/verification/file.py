"""Checking one file: read, check, count, spill what integrity needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from chukan.engines.pool import Pool
from chukan.intake.batch import FileFacts, Gaiji, Rejected
from chukan.intake.reader import FileReader, open_file
from chukan.layouts.declarations import RecordRule
from chukan.rules.catalogue import RULES
from chukan.rules.compile import compile_rules
from chukan.rules.own import NO_OWN_CHECKS, OwnChecks
from chukan.rules.settings import Settings
from chukan.severity import Severities, Severity
from chukan.verification.batch import BatchChecker
from chukan.verification.decisions.watch import Watch
from chukan.verification.examine import Examiner
from chukan.verification.job import Options, Target
from chukan.verification.mended import Mended, mended
from chukan.verification.progress import Follower
from chukan.verification.tally import SampledFinding, Tally
from chukan.verification.unexamined import unexamined

if TYPE_CHECKING:
    from chukan.verification.profile import Profiler

#: What the keys of an agreement are called on screen.
AGREEMENT_JA = {
    "format": "形式",
    "encoding": "文字コード",
    "newline": "改行",
    "delimiter": "区切り文字",
    "quoting": "引用符の付け方",
    "header": "見出し行",
    "length_unit": "桁数の単位",
    "dates": "日付の形",
}


class Sink(Protocol):
    """Where the columns that integrity needs are spilled."""

    def write(self, table: pa.RecordBatch, records: pa.Array, lines: pa.Array, columns: Sequence[str]) -> None:
        """Append the named columns of some records."""
        ...


@dataclass
class FileOutcome:
    """What one file turned out to be; `run` makes the `FileResult` of it.

    Attributes:
        in_force: What the findings of each compiled rule weigh: the gravest of its checks.
        mended: What the note beside a corrected copy says; None = there is none.
    """

    target: Target
    facts: FileFacts
    sha256: str
    tally: Tally
    account: dict[str, int]
    totals: dict[str, int]
    gaiji: tuple[Gaiji, ...]
    could_not_run: Mapping[str, str] = field(default_factory=dict)
    profiler: Profiler | None = None
    in_force: Mapping[str, Severity] = field(default_factory=dict)
    mended: Mended | None = None


def check_file(
    target: Target,
    options: Options,
    *,
    severities: Severities,
    local_rules: Sequence[RecordRule] = (),
    sink: Sink | None = None,
    spilled: Sequence[str] = (),
    reject: Callable[[Rejected], None] | None = None,
    profile: bool = False,
    watch: Watch | None = None,
    pool: Pool | None = None,
    follower: Follower | None = None,
) -> FileOutcome:
    """Read `target` once and check all that can be checked from one record at a time.

    Args:
        severities: what the project says of the rules.
        sink: takes the `spilled` columns of every batch.
        reject: takes every record that could not be read, byte for byte.
        profile: also describe every item (S02).
        watch: makes fingerprints, and knows which of them a sheet lists; None = nobody asks for any.
        pool: the processes that share the work; None = there is only this one.
        follower: is told how far the work is.

    Raises:
        InputError: the file could not be read at all, or was written to meanwhile.
        WorkerLost: a process that shared the work was ended from outside.
        Bug: the account of the file does not add up.
    """
    follower, watch = follower or Follower(), watch or Watch()
    reader = _opened(target, options, follower)
    facts = reader.facts
    settings = Settings(
        agreement=target.agreement,
        dates=facts.dates,
        encoding=facts.encoding,
        as_of=options.as_of,
        severities=severities.with_estimates(target.agreement.estimates),
    )
    own = target.own_checks or NO_OWN_CHECKS
    pool = _sharing(pool or Pool(), own, options)
    schema = compile_rules(target.layout, settings, local_rules, own)
    tally = Tally(options.sample_limit)
    checker = BatchChecker(schema, options.show_values, watch)
    kept = tuple(c for c in spilled if c in facts.columns)
    examiner = Examiner(
        plan=reader.plan,
        schema=schema,
        columns=facts.columns,
        limit=options.sample_limit,
        show=options.show_values,
        spilled=kept,
        profile=profile,
        watch=watch,
    )
    totals: dict[str, int] = {}
    profiler: Profiler | None = None
    for result in pool.examine(reader.blocks(), examiner, tally.full_keys):
        tally.merge(result.tally)
        for item, amount in result.sums.items():
            totals[item] = totals.get(item, 0) + amount
        if result.profiler is not None:
            profiler = result.profiler if profiler is None else profiler
            if profiler is not result.profiler:
                profiler.merge(result.profiler)
        if sink is not None:
            sink.write(result.spilled, result.records, result.lines, kept)
        if reject is not None:
            for rejected in result.rejected:
                reject(rejected)
        reader.absorb(result.summary)
        follower.examined(reader.account.total_records)
    reader.check_unchanged()
    for anomaly in reader.anomalies:
        checker.add_anomaly(anomaly, tally)
    _report_undecided(target, facts, severities, tally, watch)
    reader.account.check()
    return FileOutcome(
        target=target,
        facts=facts,
        sha256=reader.sha256,
        tally=tally,
        account=reader.account.by_name,
        totals=totals,
        gaiji=reader.gaiji,
        could_not_run={**unexamined(schema, facts), **schema.could_not_run, **_not_looked_at(facts)},
        profiler=profiler,
        in_force=schema.in_force,
        mended=mended(target.path, reader.sha256),
    )


def _sharing(pool: Pool, own: OwnChecks, options: Options) -> Pool:
    """Return the processes that may share the work of a file: none where a check of the user's own must stay here."""
    if pool.jobs == 1 or own.can_travel:
        return pool
    if options.jobs != "auto":
        raise own.must_stay()
    return Pool()


def _opened(target: Target, options: Options, follower: Follower) -> FileReader:
    """Return the reader of a target."""
    return open_file(
        target.path,
        target.layout,
        target.agreement,
        block_size=options.block_size,
        progress=follower.read,
        keep=max(1000, options.sample_limit),
        others=target.others,
        several=target.several,
    )


def _not_looked_at(facts: FileFacts) -> dict[str, str]:
    """Return the rules of values and records that say nothing, as the header is another layout's."""
    if facts.wrong_layout is None:
        return {}
    why = f"見出しが別の移行ファイル定義（{facts.wrong_layout}）のものです"
    return {rule: why for rule in RULES if rule[0] in "VR"}


def _report_undecided(target: Target, facts: FileFacts, severities: Severities, tally: Tally, watch: Watch) -> None:
    """A01: what nobody agreed on was detected or guessed, and says so."""
    severity = severities.of("A01", RULES["A01"].severity)
    if not facts.undecided or severity is None or target.is_part:
        return
    keys = "、".join(AGREEMENT_JA.get(key, key) for key in facts.undecided)
    message = (
        f"移行条件が決まっていません: {keys}。読み取り結果から推定しました。移行条件ファイルに書いて合意してください。"
    )
    report_whole(tally, watch, "A01", severity, message)


def report_whole(
    tally: Tally, watch: Watch, rule: str, severity: Severity, message: str, *, item: str = "", ground: str = ""
) -> None:
    """Count one finding about a file as a whole, or about one of its columns.

    Args:
        tally: takes it.
        watch: makes its fingerprint.
        rule: the rule.
        severity: what it weighs.
        message: holds no value of a record.
        item: the column; "" = none.
        ground: what it rests on, see `Finding.ground`.
    """
    found = SampledFinding(
        record=0,
        line=0,
        item=item,
        rule=rule,
        severity=severity,
        value="",
        message=message,
        ground=ground,
        fingerprint=watch.fingerprint(rule, item, "", watch.fingerprints.whole(message)),
    )
    tally.add_watched((rule, item, severity, ground), found, 1, watch.of(rule, item))


def size_of(path: Path) -> int:
    """Return the bytes of a file as delivered; 0 where nobody can tell beforehand."""
    try:
        return path.stat().st_size
    except OSError:
        return 0  # open_file says what is wrong with it
