"""Checking one file: read, check, count, spill what integrity needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from chukan.intake.batch import FileFacts, Gaiji, Rejected
from chukan.intake.reader import open_file
from chukan.layouts.declarations import RecordRule
from chukan.rules.catalogue import RULES
from chukan.rules.check import Settings
from chukan.rules.compile import compile_rules
from chukan.severity import Severities
from chukan.verification.batch import BatchChecker
from chukan.verification.examine import Examiner, pieces
from chukan.verification.job import Options, Target
from chukan.verification.tally import Place, Tally

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
    """What one file turned out to be; `run` makes the `FileResult` of it."""

    target: Target
    facts: FileFacts
    sha256: str
    tally: Tally
    account: dict[str, int]
    totals: dict[str, int]
    gaiji: tuple[Gaiji, ...]
    could_not_run: Mapping[str, str] = field(default_factory=dict)
    profiler: Profiler | None = None


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
) -> FileOutcome:
    """Read `target` once and check all that can be told from one record at a time.

    Args:
        severities: what the project says of the rules.
        sink: takes the `spilled` columns of every batch.
        reject: takes every record that could not be read, byte for byte.
        profile: also describe every item (S02).

    Raises:
        InputError: the file could not be read at all.
        Bug: the account of the file does not add up.
    """
    size = _size(target.path)
    progress = options.progress
    report = (lambda done: progress(target.shown, done, size)) if progress else None
    reader = open_file(target.path, target.layout, target.agreement, block_size=options.block_size, progress=report)
    facts = reader.facts
    settings = Settings(
        agreement=target.agreement,
        dates=facts.dates,
        encoding=facts.encoding,
        as_of=options.as_of,
        severities=severities.with_estimates(target.agreement.estimates),
    )
    rules = compile_rules(target.layout, settings, local_rules)
    tally = Tally(options.sample_limit)
    checker = BatchChecker(rules, options.show_values, frozenset(facts.missing))
    kept = tuple(c for c in spilled if c in facts.columns)
    examiner = Examiner(reader.plan, rules, facts.columns, options.sample_limit, options.show_values, kept, profile)
    totals: dict[str, int] = {}
    profiler: Profiler | None = None
    for piece in pieces(reader, examiner, tally, options.jobs):
        tally.merge(piece.tally)
        for item, amount in piece.sums.items():
            totals[item] = totals.get(item, 0) + amount
        if piece.profiler is not None:
            profiler = piece.profiler if profiler is None else profiler
            if profiler is not piece.profiler:
                profiler.merge(piece.profiler)
        if sink is not None:
            sink.write(piece.spilled, piece.records, piece.lines, kept)
        if reject is not None:
            for rejected in piece.rejected:
                reject(rejected)
        reader.absorb(piece.summary)
    for anomaly in reader.anomalies:
        checker.add_anomaly(anomaly, tally)
    _tell_undecided(facts, severities, tally)
    reader.account.check()
    account = {f.name: getattr(reader.account, f.name) for f in fields(reader.account)}
    return FileOutcome(
        target=target,
        facts=facts,
        sha256=reader.sha256,
        tally=tally,
        account=account,
        totals=totals,
        gaiji=reader.gaiji,
        could_not_run=rules.could_not_run,
        profiler=profiler,
    )


def _tell_undecided(facts: FileFacts, severities: Severities, tally: Tally) -> None:
    """A01: what nobody agreed on was detected or guessed, and says so."""
    severity = severities.of("A01", RULES["A01"].severity)
    if not facts.undecided or severity is None:
        return
    keys = "、".join(AGREEMENT_JA.get(key, key) for key in facts.undecided)
    message = (
        f"移行条件が決まっていません: {keys}。読み取り結果から推定しました。移行条件ファイルに書いて合意してください。"
    )
    tally.add(("A01", "", severity, ""), 1, [Place(0, 0, "", "A01", severity, "", message)])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # open_file says what is wrong with it
