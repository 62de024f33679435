"""Checking one file: read, check, count, spill what integrity needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.intake.batch import FileFacts, Gaiji, Rejected
from chukan.intake.reader import FileReader, open_file
from chukan.intake.source.open_source import Source
from chukan.layouts.declarations import RecordRule
from chukan.rules.catalogue import RULES
from chukan.rules.compile import compile_rules
from chukan.rules.own import NO_OWN_CHECKS
from chukan.rules.settings import Settings
from chukan.severity import Severities, Severity
from chukan.verification.batch import BatchChecker
from chukan.verification.decisions.watch import Watch
from chukan.verification.examine import BlockResult, Examiner
from chukan.verification.findings import about_whole, report
from chukan.verification.in_order import InOrder, Sink
from chukan.verification.job import Options, Target
from chukan.verification.mended import Mended, mended
from chukan.verification.progress import FileProgress
from chukan.verification.result import ItemProfile, TakenOver
from chukan.verification.tally import Key, Tally
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


@dataclass
class FileOutcome:
    """What one file turned out to be; `run` makes the `FileResult` of it.

    Attributes:
        in_force: What the findings of each compiled rule weigh: the gravest of its checks.
        profile: What each item looks like, as results show it; () = no profile was made.
        mended: What the note beside a corrected copy says; None = there is none.
        taken_over: The earlier run that found all this; None = this one did.
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
    profile: tuple[ItemProfile, ...] = ()
    mended: Mended | None = None
    taken_over: TakenOver | None = None


class FileCheck:
    """One file while its blocks are examined: read once, checked as far as one record at a time goes.

    It opens the file, gives its blocks away, takes their results as they come, and says what came of it all.

    Args:
        target: the file.
        options: how to run.
        severities: what the project says of the rules.
        local_rules: record rules of the municipality's own.
        sink: takes the `spilled` columns of every batch.
        spilled: the columns that integrity needs.
        reject: takes every record that could not be read, byte for byte.
        profile: also describe every item (S02).
        watch: makes fingerprints, and knows which of them a sheet lists; None = nobody asks for any.
        progress: is told how far the work is.

    Raises:
        InputError: the file could not be read at all.
        PackError, UsageError: a rule cannot be compiled.
    """

    def __init__(
        self,
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
        progress: FileProgress | None = None,
    ) -> None:
        self._target, self._severities = target, severities
        self._progress, self._watch = progress or FileProgress(), watch or Watch()
        self._reader = open_target(target, options, self._progress)
        facts = self._reader.facts
        settings = Settings(
            agreement=target.agreement,
            dates=facts.dates,
            encoding=facts.encoding,
            as_of=options.as_of,
            severities=severities.with_estimates(target.agreement.estimates),
        )
        own = target.own_checks or NO_OWN_CHECKS
        self.stays = not own.can_travel
        self._rules = compile_rules(target.layout, settings, local_rules, own)
        self._tally = Tally(options.sample_limit)
        self._checker = BatchChecker(self._rules, options.show_values, self._watch)
        kept = tuple(c for c in spilled if c in facts.columns)
        self._in_order = InOrder(sink, kept, reject)
        self.examine = Examiner(
            plan=self._reader.plan,
            rules=self._rules,
            columns=facts.columns,
            limit=options.sample_limit,
            show=options.show_values,
            spilled=kept,
            profile=profile,
            watch=self._watch,
        )
        self._totals: dict[str, int] = {}
        self._profiler: Profiler | None = None
        self.blocks, self.elsewhere = self._reader.blocks, self._reader.elsewhere

    def state(self) -> frozenset[Key]:
        """Return the keys that need no more places."""
        return self._tally.full_keys()

    def take(self, result: BlockResult) -> None:
        """Take in what one block left behind; in any order."""
        self._tally.merge(result.tally)
        for item, amount in result.sums.items():
            self._totals[item] = self._totals.get(item, 0) + amount
        if result.profiler is not None:
            self._profiler = result.profiler if self._profiler is None else self._profiler
            if self._profiler is not result.profiler:
                self._profiler.merge(result.profiler)
        self._in_order.take(result)
        self._reader.absorb(result.summary)
        self._progress.examined(self._reader.account.total_records)

    def close(self) -> None:
        """Take nothing more."""
        self._in_order.close()

    def outcome(self) -> FileOutcome:
        """Return what the file turned out to be, once every block was taken in.

        Raises:
            InputError: it was written to meanwhile.
            Bug: the account of the file does not add up.
        """
        reader, facts, rules, tally = self._reader, self._reader.facts, self._rules, self._tally
        self.close()
        reader.check_unchanged()
        for anomaly in reader.anomalies:
            self._checker.add_anomaly(anomaly, tally)
        _report_undecided(self._target, facts, self._severities, tally, self._watch)
        reader.account.check()
        return FileOutcome(
            target=self._target,
            facts=facts,
            sha256=reader.sha256,
            tally=tally,
            account=reader.account.by_name,
            totals=self._totals,
            gaiji=reader.gaiji,
            could_not_run={**unexamined(rules, facts), **rules.could_not_run, **_not_looked_at(facts)},
            profiler=self._profiler,
            in_force=rules.in_force,
            mended=mended(self._target.path, reader.sha256),
        )


def open_target(target: Target, options: Options, progress: FileProgress) -> FileReader:
    """Return the reader of a target.

    Args:
        target: what is read.
        options: how.
        progress: is told how far it is.

    Raises:
        InputError: it can't be read.
    """
    return open_file(
        target.path,
        target.layout,
        target.agreement,
        block_size=options.block_size,
        progress=progress.read,
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
    report(tally, watch, about_whole("A01", severity, message, watch.fingerprints))


def size_of(path: Path) -> int:
    """Return the bytes of a file as delivered; 0 where nobody can tell beforehand: `open_file` says what is wrong with it.

    Raises:
        StoreFailure: the store that it is in can't be asked.
    """
    return Source.of(path).size()
