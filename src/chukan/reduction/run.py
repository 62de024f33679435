"""Running a reduction: read each file once, classify each municipality, put the report together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from chukan.errors import Bug
from chukan.integrity.spill import Spill
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.reduction.classify.reading import ReadFile, read
from chukan.reduction.report.decisions import decisions
from chukan.reduction.report.lines import file_line, merged_scenarios, notes_of, rule_lines
from chukan.reduction.report.report import (
    SCHEMA_VERSION,
    Amount,
    Decision,
    Report,
    Split,
)
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.needs import needs_of
from chukan.reduction.rules.settings import ReductionSettings
from chukan.reduction.split.split import archive_line
from chukan.reduction.split.verify import verify_migrated
from chukan.reduction.town import ReducedTown, ReductionOptions, classify, units_of
from chukan.verification.assemble import now, tool
from chukan.verification.file import size_of
from chukan.verification.job import Job, Target
from chukan.verification.job import Options as Checking


def reduce(
    job: Job, settings: ReductionSettings, retention: Retention, library: Library, options: ReductionOptions
) -> Report:
    """Classify every record of a job's files.

    Raises:
        InputError: a file could not be read at all: nothing may be left out on half a picture.
        ProjectError: a split is asked for but 個人番号 would go to the archive.
        Bug: the account of a file, or the reconciliation of a split, does not add up.
    """
    started = now()
    with Spill() as spill:
        files = _read(job, retention, options, spill.folder)
        towns: dict[str, ReducedTown] = {}
        for code in dict.fromkeys(t.municipality for t in job.targets):
            units = units_of(code, files, settings, retention)
            towns[code] = classify(units, retention, library, options, spill.folder)
    cells = tuple(c for town in towns.values() for c in town.cells)
    units_of_all = [u for town in towns.values() for u in town.units]
    scenarios = merged_scenarios([town.scenarios for town in towns.values()])
    alone = {e.rule: e.alone for e in scenarios[0].by_rule}
    secrets = {index: n for town in towns.values() for index, n in town.secrets.items()}
    lines = tuple(replace(file_line(f, retention), my_number_candidates=secrets.get(f.index, 0)) for f in files)
    report = Report(
        schema_version=SCHEMA_VERSION,
        tool=tool(),
        group=job.group,
        as_of=options.days[0].isoformat(),
        started=started,
        finished=now(),
        project_sha256=job.project_sha256,
        files=lines,
        cells=cells,
        rules=rule_lines(units_of_all, retention, cells, alone),
        decisions=(),
        scenarios=scenarios,
        split=_split_of(job, towns, files, options),
        notes=notes_of(lines, retention),
    )
    _check(report)
    made: list[Decision] = [d for code, town in towns.items() for d in decisions(code, town.units, report)]
    return replace(report, decisions=tuple(made))


def _read(job: Job, retention: Retention, options: ReductionOptions, folder: Path) -> list[ReadFile]:
    by_town: dict[str, list[Layout]] = {}
    for target in job.targets:
        by_town.setdefault(target.municipality, []).append(target.layout)
    files = []
    for index, target in enumerate(job.targets):
        needs = needs_of(target.layout, by_town[target.municipality], retention)
        files.append(
            read(index, target, needs, folder, block_size=options.block_size, progress=_progress(target, options))
        )
    return files


def _progress(target: Target, options: ReductionOptions) -> Callable[[int], None] | None:
    report = options.progress
    if report is None:
        return None
    size = size_of(target.path)
    return lambda done: report(target.shown, done, size)


def _split_of(
    job: Job, towns: dict[str, ReducedTown], read: Sequence[ReadFile], options: ReductionOptions
) -> Split | None:
    folder = options.split_into
    if folder is None:
        return None
    files = tuple(f for town in towns.values() for f in town.split)
    archives = tuple(archive_line(town.units[0]) for town in towns.values())
    if not options.verify:
        return Split(files, archives)
    checking = Checking(
        as_of=options.days[0], memory_limit=options.memory_limit, profile=False, progress=options.progress
    )
    return Split(files, archives, verify_migrated(job, read, files, folder, checking))


def _check(report: Report) -> None:
    """Every record that was read has one class."""
    classified = sum((c.amount for c in report.cells), Amount())
    if classified != report.read:
        raise Bug(
            f"分類した件数が読み取った件数と合いません: {classified} / {report.read}",
            hint="この結果は使わず、開発元に知らせてください。",
        )
