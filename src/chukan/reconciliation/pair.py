"""Reconciling one pair of files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from chukan.engines.pool import Pool
from chukan.errors import Bug, InputError
from chukan.expressions.session import Session
from chukan.expressions.types import DateForms
from chukan.integrity.spill import Spill
from chukan.layouts.model import Layout
from chukan.reconciliation.agreed_records import Agreed, account_for, archives_of, reads_of, set_aside
from chukan.reconciliation.causes import CommonCause, causes_of
from chukan.reconciliation.comparing import Compared, Unknowns, compare_items, folds_of
from chukan.reconciliation.equalities.base import SideName
from chukan.reconciliation.equalities.characters import Characters
from chukan.reconciliation.equalities.left_out import LeftOut
from chukan.reconciliation.figures import codes_of, columns_of
from chukan.reconciliation.findings import Reporter, SampledDifference
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.lacking import Lacking
from chukan.reconciliation.matching import Matched, match
from chukan.reconciliation.plan import Plan, plan_of
from chukan.reconciliation.renumbered import renumbered
from chukan.reconciliation.result import CodeCount, CodeFold, ColumnPair, RecordCounts, SideFile, Unmapped
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.side import OpenSide, SideSpec, open_side, parts_of
from chukan.reconciliation.store import Stored, store
from chukan.reconciliation.uncompared import (
    OF_RECORDS,
    not_compared,
    not_read,
    nothing_there,
    of_files,
    of_records,
    weakened,
    weaker,
)
from chukan.rules.catalogue import RULES
from chukan.verification.decisions.fingerprint import Fingerprints
from chukan.verification.decisions.keys import blanks_in_key
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.result import LayoutRef, NotRun
from chukan.verification.tally import Tally

_PURPOSE = "移行元と移行先の突合"
_MORE = "ほかの値"


@dataclass
class PairOutcome:
    """What came of one pair; `run` makes the `Reconciled` of it."""

    pair: Pair
    delivered: SideFile
    loaded: SideFile
    tally: Tally
    watch: Watch
    plan: Plan | None = None
    records: RecordCounts = field(default_factory=RecordCounts)
    compared: Compared = field(default_factory=Compared)
    columns: tuple[ColumnPair, ...] = ()
    codes: tuple[CodeCount, ...] = ()
    folds: tuple[CodeFold, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    agreed: Agreed = field(default_factory=Agreed)
    causes: tuple[CommonCause, ...] = ()


def reconcile_pair(
    pair: Pair, job: ReconcileJob, options: ReconcileOptions, *, secret: bytes, keyed: bytes, pool: Pool
) -> PairOutcome:
    """Compare one delivered file with what the target system holds.

    Args:
        pair: the two sides.
        job: has the rules of equality, and what was decided so far.
        options: how.
        secret: the project's, for fingerprints; b"" = there is none.
        keyed: the key of the digests of columns.
        pool: the processes of the run.

    Raises:
        InputError: a side of a single pair can't be read. In a project that is a finding (M06).
        ProjectError: a table or manifest that a rule names is wrong.
        Bug: the account of the records does not add up.
    """
    watch = _watch(pair, job, options, secret)
    sides: list[OpenSide | None] = []
    why = [pair.missing] if pair.loaded is None else []
    for spec, name in ((pair.delivered, "移行元"), (pair.loaded, "移行先")):
        try:
            opened = open_side(spec, block_size=options.block_size, progress=options.progress) if spec else None
            sides.append(opened)
        except InputError as e:
            if job.single:
                raise
            sides.append(None)
            why.append(f"{name}の「{spec.shown if spec else ''}」を読めません（{e.message}）。{e.hint or ''}")
    outcome = PairOutcome(
        pair,
        _side_file(pair.delivered, None),
        _side_file(pair.loaded, None) if pair.loaded else SideFile(""),
        Tally(options.sample_limit),
        watch,
    )
    delivered, loaded = sides
    if delivered is None or loaded is None:
        _count_alone(outcome, delivered, loaded)
        _report_alone(outcome, job, "".join(why))
        return outcome
    plan = outcome.plan = plan_of(pair.layout, delivered.columns, loaded.columns, job.rules)
    try:
        with Spill() as spill:
            _compare(
                outcome=outcome,
                plan=plan,
                sides=[delivered, loaded],
                spill=spill,
                job=job,
                options=options,
                keyed=keyed,
                pool=pool,
            )
    except InputError as e:
        if job.single:
            raise
        outcome.plan, outcome.tally = None, Tally(options.sample_limit)
        _report_alone(outcome, job, f"途中で読めなくなりました（{e.message}）。{e.hint or ''}")
    return outcome


def _compare(
    outcome: PairOutcome,
    plan: Plan,
    sides: list[OpenSide],
    spill: Spill,
    job: ReconcileJob,
    options: ReconcileOptions,
    keyed: bytes,
    pool: Pool,
) -> None:
    pair = outcome.pair
    reads = (*plan.layout.key, *reads_of(plan.rules, plan.layout))
    both: tuple[SideName, SideName] = ("delivered", "loaded")
    folders = [(side, name, spill.folder / name) for side, name in zip(sides, both, strict=True)]
    stored, lacking = store(folders, plan, reads, pool)
    facts = [side.facts for side in sides]
    outcome.delivered = _side_file(pair.delivered, facts[0])
    outcome.loaded = _side_file(pair.loaded or pair.delivered, facts[1])
    reporter_watch = outcome.watch
    with Session(spill.folder, options.memory_limit, purpose=_PURPOSE) as session:
        folder = job.rules.folder
        stored[0] = renumbered(
            session=session, stored=stored[0], plan=plan, unknown=sides[0].unknown, folder=folder, lacking=lacking
        )
        reporter = Reporter(
            session,
            (stored[0], stored[1]),
            plan,
            severities=job.severities,
            watch=reporter_watch,
            limit=options.sample_limit,
            show=options.show_values,
        )
        outcome.tally = reporter.tally
        reporter.report_reading("delivered", facts[0].problems)
        reporter.report_reading("loaded", facts[1].problems)
        outcome.not_run = (*not_compared(plan, sides), *not_read(outcome.delivered, outcome.loaded))
        outcome.not_run += tuple(nothing_there(outcome.delivered, outcome.loaded))
        outcome.not_run += tuple(weakened(job.severities, of_files(outcome.loaded, facts[1].problems)))
        if plan.items:
            if options.progress:
                options.progress(_PURPOSE, 0, 0)
            outcome.columns = columns_of(session, stored[0], stored[1], plan, secret=keyed, show=options.show_values)
            outcome.codes = codes_of(session, stored[0], stored[1], plan)
        if plan.key and not any(side.unread for side in sides):
            archives = _Archives(
                outcome=outcome, plan=plan, spill=spill, session=session, options=options, pool=pool, folder=folder
            )
            set_aside(
                session=session,
                plan=plan,
                sides=(stored[0], stored[1]),
                forms=_forms(pair),
                as_of=options.as_of,
                archived=archives.of,
            )
            matched = match(session, stored[0], stored[1], plan)
            outcome.agreed = account_for(session, plan)
            outcome.agreed.sources.update(archives.sources)
            outcome.records = _counted(outcome, matched)
            taken_in = sum(outcome.agreed.taken_in.values())
            outcome.not_run += tuple(weakened(job.severities, of_records(outcome.records, taken_in)))
            unknown = Unknowns(sides[0].unknown, sides[1].unknown)
            outcome.compared = compare_items(session, stored[0], stored[1], plan, unknown)
            outcome.causes = tuple(causes_of(session, (stored[0], stored[1]), plan, outcome.compared, unknown))
            outcome.folds = tuple(folds_of(session, stored[0], plan, sides[0].unknown, show=options.show_values))
            reporter.report_records()
            reporter.report_items(outcome.compared)
            reporter.report_causes(outcome.causes)
            _must_bear_out(outcome)
        else:
            outcome.records = RecordCounts(delivered=outcome.delivered.records, loaded=outcome.loaded.records)
        outcome.unmapped = tuple(_unmapped(lacking, plan, show=options.show_values))
        reporter.report_tables(list(outcome.unmapped), list(outcome.folds))
        _report_counts(outcome, reporter)


class _Archives:
    """Reads the archives of a reduction, each once."""

    def __init__(
        self,
        outcome: PairOutcome,
        plan: Plan,
        spill: Spill,
        session: Session,
        options: ReconcileOptions,
        pool: Pool,
        folder: Path,
    ) -> None:
        self._outcome, self._plan, self._spill, self._session = outcome, plan, spill, session
        self._options, self._pool, self._folder = options, pool, folder
        self._next = 0
        self.sources: dict[str, str] = {}

    def of(self, rule: LeftOut) -> list[Stored]:
        """Return the archives of a rule, on disk like the delivered side."""
        pair, found = self._outcome.pair, []
        spec = pair.delivered
        for archive in archives_of(rule, self._folder, spec.shown, pair.layout, pair.municipality_name):
            side = open_side(replace(spec, path=archive.path, shown=archive.name), block_size=self._options.block_size)
            into = self._spill.folder / f"archive{self._next}"
            self._next += 1
            (stored,), _ = store([(side, "delivered", into)], self._plan, (), self._pool)
            found.append(
                renumbered(
                    session=self._session,
                    stored=stored,
                    plan=self._plan,
                    unknown=side.unknown,
                    folder=self._folder,
                    lacking=Lacking(),
                )
            )
            self.sources[archive.name] = archive.sha256
        return found


def _forms(pair: Pair) -> tuple[DateForms, DateForms]:
    agreed = [spec.agreement for spec in (pair.delivered, pair.loaded or pair.delivered)]
    one, other = (DateForms(a.date_form or "yyyymmdd", a.unknown_dates) for a in agreed)
    return one, other


def _counted(outcome: PairOutcome, m: Matched) -> RecordCounts:
    agreed = outcome.agreed
    left_out, added = sum(agreed.left_out.values()), sum(agreed.added.values())
    counts = RecordCounts(
        delivered=outcome.delivered.records,
        loaded=outcome.loaded.records,
        same=m.same,
        explained=m.explained,
        different=m.different,
        only_delivered=m.only_delivered - left_out + agreed.loose_left_out,
        only_loaded=m.only_loaded - added + agreed.loose_added,
        left_out=left_out,
        added=added,
        duplicate_keys=m.duplicate_keys,
        unmatched_delivered=m.loose_delivered - agreed.loose_left_out,
        unmatched_loaded=m.loose_loaded - agreed.loose_added,
    )
    if not counts.closes:
        raise Bug(f"突合の収支が合いません: {counts}", hint="この突合結果は使わず、開発元に知らせてください。")
    return counts


def _must_bear_out(outcome: PairOutcome) -> None:
    """Raise Bug where all records are alike and yet a column is not: two computations that know nothing of each other."""
    r = outcome.records
    if r.same == r.delivered == r.loaded and not all(column.same for column in outcome.columns):
        raise Bug("レコードの突合と列の突合の結果が合いません", hint="この突合結果は使わず、開発元に知らせてください。")


def _unmapped(lacking: Lacking, plan: Plan, *, show: bool) -> Iterator[Unmapped]:
    kinds = {rule.id: rule for rule in plan.rules}
    for (rule, name), values in sorted(lacking.found.items()):
        item = plan.by_name[name].item
        codes = plan.layout.code_list(item)
        known = codes.codes if codes and not item.has("personal") and not item.is_secret else {}
        for value, (count, first) in values.items():
            if isinstance(kinds[rule], Characters):
                shown = f"U+{ord(value):04X}"
            else:
                shown = value if value in known else display(value, item, show=show)
            yield Unmapped(rule, name, shown, count, first)
    for (rule, name), (count, first) in sorted(lacking.more.items()):
        yield Unmapped(rule, name, _MORE, count, first)


def _report_counts(outcome: PairOutcome, reporter: Reporter) -> None:
    """M05: the target system said how many records it took in."""
    loaded = outcome.loaded
    there, said = loaded.records + loaded.rejected, loaded.expected_records
    if said is not None and said != there:
        reporter.report_whole(
            "M05",
            f"移行先の取込件数は {said:,} 件とされていますが、移行先の出力には {there:,} 件あります（差 {there - said:+,} 件）。"
            "移行先の事業者は、出力の範囲と取込件数を確かめてください。",
        )


def _count_alone(outcome: PairOutcome, delivered: OpenSide | None, loaded: OpenSide | None) -> None:
    """Count the records of the one side that is there: they are not on the other one, and no total may leave them out."""
    pair = outcome.pair
    with contextlib.suppress(InputError):  # the finding says that nothing was compared
        for side in (delivered, loaded):
            for _ in parts_of(side) if side is not None else ():
                pass
        if delivered is not None:
            outcome.delivered = _side_file(pair.delivered, delivered.facts)
        if loaded is not None and pair.loaded is not None:
            outcome.loaded = _side_file(pair.loaded, loaded.facts)
    here, there = outcome.delivered.records, outcome.loaded.records
    outcome.records = RecordCounts(delivered=here, loaded=there, only_delivered=here, only_loaded=there)


def _report_alone(outcome: PairOutcome, job: ReconcileJob, why: str) -> None:
    """Report a pair of which nothing could be compared: a finding, and never a pass."""
    watch = outcome.watch
    severity = job.severities.of("M06", RULES["M06"].severity)
    message = f"移行元と移行先を突き合わせられません。{why}"
    if severity is not None:
        found = SampledDifference(
            record=0,
            line=0,
            item="",
            rule="M06",
            severity=severity,
            value="",
            message=truncate(message),
            fingerprint=watch.fingerprint("M06", "", "", watch.fingerprints.whole(message)),
        )
        outcome.tally.add_watched(("M06", "", severity, ""), found, 1, watch.of("M06", ""))
    how = weaker(job.severities, "M06")
    said = f"{how}、{why or 'このファイルは突き合わせていません'}" if how else "対になるファイルがないか、読めません"
    outcome.not_run = tuple(NotRun(rule, said) for rule in OF_RECORDS)


def _watch(pair: Pair, job: ReconcileJob, options: ReconcileOptions, secret: bytes) -> Watch:
    layout: Layout = pair.layout
    name = pair.delivered.shown.rsplit("/", 1)[-1]
    fingerprints = Fingerprints(secret, pair.municipality, layout.path, name, blanks_in_key(layout))
    return Watch(fingerprints, job.decisions.listed(), keys=options.keys)


def _side_file(spec: SideSpec, facts: Facts | None) -> SideFile:
    read = facts or Facts("", 0, "", 0, 0)
    return SideFile(
        path=spec.shown,
        sha256=read.sha256,
        bytes=read.bytes,
        encoding=read.encoding,
        records=read.read,
        rejected=read.rejected,
        layout=LayoutRef.of(spec.layout),
        agreement=spec.agreement.model_dump(mode="json", exclude_unset=True),
        expected_records=spec.expected_records,
        date=spec.date,
        load_errors=spec.load_errors,
        undecided=read.undecided,
    )
