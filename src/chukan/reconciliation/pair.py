"""Reconciling one pair of files."""

from __future__ import annotations

from collections.abc import Iterator

from chukan.engines.pool import Pool
from chukan.errors import Bug, InputError, StoreFailure
from chukan.expressions.session import Session
from chukan.expressions.types import DateForms
from chukan.integrity.spill import Spill
from chukan.reconciliation.agreed_records import account_for, reads_of, set_aside
from chukan.reconciliation.alone import count_alone, report_alone
from chukan.reconciliation.archives import Archives
from chukan.reconciliation.causes import causes_of
from chukan.reconciliation.comparing import Unknowns, compare_items, folds_of
from chukan.reconciliation.equalities.base import SideName
from chukan.reconciliation.equalities.characters import Characters
from chukan.reconciliation.figures import codes_of, columns_of
from chukan.reconciliation.findings import Reporter
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.lacking import Lacking
from chukan.reconciliation.matching import Matched, match
from chukan.reconciliation.pair_outcome import PairOutcome, side_file
from chukan.reconciliation.plan import Plan, plan_of
from chukan.reconciliation.renumbered import renumbered
from chukan.reconciliation.result import RecordCounts, SideFile, Unmapped
from chukan.reconciliation.sides.side import OpenSide, open_side
from chukan.reconciliation.store import store
from chukan.reconciliation.uncompared import (
    not_compared,
    not_read,
    nothing_there,
    of_files,
    of_records,
    weakened,
)
from chukan.verification.decisions.ledger import Ledger
from chukan.verification.display import display
from chukan.verification.tally import Tally

_PURPOSE = "移行元と移行先の突合"
_MORE = "ほかの値"


def reconcile_pair(
    pair: Pair, job: ReconcileJob, options: ReconcileOptions, *, ledger: Ledger, keyed: bytes, pool: Pool
) -> PairOutcome:
    """Compare one delivered file with what the target system holds.

    Args:
        pair: the two sides.
        job: has the rules of equality, and what was decided so far.
        options: how.
        ledger: what people decided so far, and the secret of the project.
        keyed: the key of the digests of columns.
        pool: the processes of the run.

    Raises:
        InputError: a side of a single pair can't be read. In a project that is a finding (M06).
        StoreFailure: a store can't be asked for one: nobody knows what it is like.
        ProjectError: a table or manifest that a rule names is wrong.
        Bug: the account of the records does not add up.
    """
    watch = ledger.watch(pair.layout, pair.municipality, pair.delivered.shown, keys=options.keys)
    sides: list[OpenSide | None] = []
    why = [pair.missing] if pair.loaded is None else []
    for spec, name in ((pair.delivered, "移行元"), (pair.loaded, "移行先")):
        try:
            opened = open_side(spec, block_size=options.block_size, progress=options.progress) if spec else None
            sides.append(opened)
        except InputError as e:
            if job.single or isinstance(e, StoreFailure):
                raise
            sides.append(None)
            why.append(f"{name}の「{spec.shown if spec else ''}」を読めません（{e.message}）。{e.hint or ''}")
    outcome = PairOutcome(
        pair,
        side_file(pair.delivered, None),
        side_file(pair.loaded, None) if pair.loaded else SideFile(""),
        Tally(options.sample_limit),
        watch,
    )
    delivered, loaded = sides
    if delivered is None or loaded is None:
        count_alone(outcome, delivered, loaded)
        report_alone(outcome, job, "".join(why))
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
        if job.single or isinstance(e, StoreFailure):
            raise
        outcome.plan, outcome.tally = None, Tally(options.sample_limit)
        report_alone(outcome, job, f"途中で読めなくなりました（{e.message}）。{e.hint or ''}")
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
    outcome.delivered = side_file(pair.delivered, facts[0])
    outcome.loaded = side_file(pair.loaded or pair.delivered, facts[1])
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
            archives = Archives(
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
