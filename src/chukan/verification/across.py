"""Between the files of a run and integrity: what it takes of each, and what its violations become there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chukan.expressions.types import DateForms
from chukan.integrity.model import IntegrityResult, Location, Skipped, SpilledFile, Violation
from chukan.layouts.model import Item
from chukan.verification.decisions.keys import key_items, shown_key
from chukan.verification.decisions.watch import Watch
from chukan.verification.display import display, truncate
from chukan.verification.file import FileOutcome
from chukan.verification.job import Options
from chukan.verification.result import NotRun, TakenOver
from chukan.verification.tally import Recognised, SampledFinding, Tally


def listed_in(
    watches: Sequence[Watch], file: int, rule: str, item: str, check: str
) -> Callable[[tuple[str, ...]], bool] | None:
    """Return which of a file's records a sheet of earlier findings lists, see `chukan.integrity.model.Listed`.

    Args:
        watches: What to look out for, file by file.
        file: The index of the file.
        rule: The rule.
        item: The item.
        check: Which of the checks of rule and item.

    Returns:
        Tells by the values of a record's key whether it is listed; None = none of the file is.
    """
    watch = watches[file]
    listed = watch.of(rule, item)
    if not listed:
        return None
    return lambda values: watch.fingerprint(rule, item, check, watch.fingerprints.record(values)) in listed


def spilled_file(index: int, outcome: FileOutcome, spill: Path | None, watch: Watch) -> SpilledFile:
    """Return what integrity needs to know of a file that was read.

    Args:
        index: Its place among the files of the run.
        outcome: What reading it gave.
        spill: Its key columns in Parquet; None = nothing was spilled.
        watch: Whether findings are recognised or show their keys: the values of the key are then needed.
    """
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


@dataclass
class AcrossOutcome:
    """What integrity found, as findings.

    Attributes:
        tallies: Index of the file -> what is to be added to its own tally.
        skipped: The rules that could not run.
        taken_over: The earlier run that found all this; None = this one did.
    """

    tallies: dict[int, Tally]
    skipped: tuple[Skipped, ...] = ()
    taken_over: TakenOver | None = None


def as_findings(
    result: IntegrityResult, outcomes: Sequence[FileOutcome], options: Options, watches: Sequence[Watch]
) -> AcrossOutcome:
    """Return integrity's violations as findings of their files.

    Args:
        result: The violations, with the index of their file.
        outcomes: The files.
        options: Whether values may be shown, and how many findings are kept.
        watches: What to look out for, file by file.
    """
    tallies: dict[int, Tally] = {}
    for o in result.violations:
        tally, watch = tallies.setdefault(o.file, Tally(options.sample_limit)), watches[o.file]
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
    return AcrossOutcome(tallies, result.skipped)


def not_run_by_file(skipped: Iterable[Skipped], outcomes: Sequence[FileOutcome]) -> dict[int, tuple[NotRun, ...]]:
    """Return the rules that could not run for each file, in order.

    Args:
        skipped: Those that integrity skipped.
        outcomes: The files, with those that they lack the items for.

    Returns:
        Index of the file -> its rules; a file that could not be read at all has none.
    """
    not_run: dict[int, list[NotRun]] = {}
    for one in skipped:
        not_run.setdefault(one.file, []).append(NotRun(one.rule, one.why, one.counterparts))
    for index, outcome in enumerate(outcomes):
        not_run.setdefault(index, []).extend(NotRun(r, why) for r, why in outcome.could_not_run.items() if r != "*")
    return {index: tuple(sorted(set(rows), key=lambda n: (n.rule, n.why))) for index, rows in not_run.items()}
