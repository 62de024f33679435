"""Running a reduction: read each file once, classify each municipality, put the report together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from chukan.errors import Bug, ProjectError, UsageError
from chukan.integrity.spill import Spill
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.output.folder import whole_folder
from chukan.project.project import Project
from chukan.reduction.classify.classification import Classifier, database
from chukan.reduction.classify.reading import ReadFile, read
from chukan.reduction.classify.secret import secret_columns
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.decisions import decisions
from chukan.reduction.report.lines import cells_of, file_line, notes_of, rule_lines, scenario_of
from chukan.reduction.report.report import (
    SCHEMA_VERSION,
    Amount,
    Cell,
    Decision,
    Report,
    RuleEffect,
    Scenario,
    Split,
    SplitFile,
)
from chukan.reduction.rules.load import Retention, load_retention
from chukan.reduction.rules.needs import needs_of
from chukan.reduction.rules.reasons import Reasons
from chukan.reduction.rules.settings import ReductionSettings, Trial, load_settings, parse_trial
from chukan.reduction.split.decided import check_decided, check_my_number
from chukan.reduction.split.split import archive_line, split_file
from chukan.reduction.split.verify import verify_migrated
from chukan.verification.assemble import tool
from chukan.verification.job import Job, Target
from chukan.verification.job import Options as Checking


@dataclass(frozen=True)
class ReductionOptions:
    """How to run.

    Attributes:
        days: The first is the report's own; the others are compared with it.
        split_into: Where the files to migrate and to archive are written; None = no split.
        memory_limit: Bytes that DuckDB may use.
    """

    days: tuple[dt.date, ...]
    trial: Trial = field(default_factory=Trial)
    split_into: Path | None = None
    verify: bool = True
    block_size: int = 8 << 20
    memory_limit: int = 512 << 20
    progress: Callable[[str, int, int], None] | None = None


@dataclass
class _Town:
    """What was found of one municipality."""

    units: list[Unit]
    cells: list[Cell]
    scenarios: list[Scenario]
    split: list[SplitFile]
    secrets: dict[int, int] = field(default_factory=dict)
    """Candidates with a 個人番号, by the index of their file."""


def reduce(
    job: Job, settings: ReductionSettings, retention: Retention, library: Library, options: ReductionOptions
) -> Report:
    """Classify every record of a job's files.

    Raises:
        InputError: a file could not be read at all: nothing may be left out on half a picture.
        ProjectError: a split is asked for but 個人番号 would go to the archive.
        Bug: the account of a file, or the reconciliation of a split, does not add up.
    """
    started = _now()
    with Spill() as spill:
        files = _read(job, retention, options, spill.folder)
        towns: dict[str, _Town] = {}
        for code in dict.fromkeys(t.municipality for t in job.targets):
            units = _units(code, files, settings, retention)
            towns[code] = _classify(units, retention, library, options, spill.folder)
    cells = tuple(c for town in towns.values() for c in town.cells)
    units_of_all = [u for town in towns.values() for u in town.units]
    scenarios = _merged([town.scenarios for town in towns.values()])
    alone = {e.rule: e.alone for e in scenarios[0].by_rule}
    secrets = {index: n for town in towns.values() for index, n in town.secrets.items()}
    lines = tuple(replace(file_line(f, retention), my_number_candidates=secrets.get(f.index, 0)) for f in files)
    report = Report(
        schema_version=SCHEMA_VERSION,
        tool=tool(),
        group=job.group,
        as_of=options.days[0].isoformat(),
        started=started,
        finished=_now(),
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


def reduce_project(
    project: Project,
    *,
    out: Path | None = None,
    as_of: Sequence[dt.date] = (),
    sets: Sequence[str] = (),
    split: bool = False,
    municipality: str | None = None,
    verify: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Reduce a project, as `chukan reduce` does.

    Args:
        out: where the reports, and the files of a split, are left, whole or not at all; None = only answer.
        as_of: the first day is the report's own, the others are compared with it; none = the project's day, or today.
        sets: years to try out, as ``RULE.years=N``; no decision, so not together with `split`.
        split: also write the files to migrate and the files to archive; needs `out`.
        verify: after a split, check the files to migrate as `verify` does.
        municipality: only this one, by code or name.

    Raises:
        ProjectError, UsageError: the project, its ``reduction`` section or a trial is wrong, or 個人番号 would be archived.
        InputError: a file could not be read at all.
    """
    if split and out is None:
        raise UsageError(
            "--split には --out が要ります", hint="分けたファイルを置くフォルダを --out DIR で指定してください。"
        )
    if split and sets:
        raise UsageError(
            "--split と --set は一緒に使えません",
            hint="試算は決定ではありません。年数と規程の名前をプロジェクトの reduction に書いてください。",
        )
    retention = load_retention()
    codes = [m.code for m in project.file.municipalities]
    settings = load_settings(project.file.reduction, retention.rules, project.lines, codes)
    trial = parse_trial(sets, retention.rules)
    job = project.job(municipality=municipality, waived=split)
    if not job.targets:
        raise UsageError(
            "分類するファイルがありません",
            place=str(project.path),
            hint="businesses の files に提出データを書いてください。",
        )
    days = tuple(dict.fromkeys(as_of)) or (project.day(),)
    options = ReductionOptions(days=days, trial=trial, verify=verify, progress=progress)
    if out is None:
        return reduce(job, settings, retention, project.library, options)
    from chukan.reduction.report.write import SOMETIMES, earlier_results, write_report

    inputs = [target.path for target in job.targets]
    with whole_folder(out, sometimes=SOMETIMES, known=earlier_results(out), inputs=inputs) as folder:
        report = reduce(
            job, settings, retention, project.library, replace(options, split_into=folder if split else None)
        )
        write_report(folder, report)
    return report


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
    try:
        size = target.path.stat().st_size
    except OSError:
        size = 0  # the reader reports what is wrong with it
    return lambda done: report(target.shown, done, size)


def _units(code: str, files: Sequence[ReadFile], settings: ReductionSettings, retention: Retention) -> list[Unit]:
    own = [f for f in files if f.target.municipality == code]
    layouts = [f.target.layout for f in own]
    by_address: dict[str, list[ReadFile]] = {}
    for file in own:
        by_address.setdefault(file.target.layout.path, []).append(file)
    for there, some in by_address.items():
        if len({f.target.layout.digest for f in some}) > 1:
            raise ProjectError(
                f"「{some[0].target.layout.name}」のファイルが違う版・レイアウト集で指定されています",
                place=some[-1].target.shown,
                hint=f"{there} のファイルは、同じ市区町村では一つの移行ファイル定義に揃えてください。",
            )
    return [
        Unit(
            index=some[0].index,
            municipality=code,
            layout=some[0].target.layout,
            needs=needs_of(some[0].target.layout, layouts, retention),
            files=tuple(some),
            rules=tuple(retention.of(there)),
            settings=settings.for_municipality(code),
        )
        for there, some in by_address.items()
    ]


def _classify(
    units: list[Unit], retention: Retention, library: Library, options: ReductionOptions, folder: Path
) -> _Town:
    """All days and trials; the report's own comes last, so that its tables are there for the split."""
    reasons = Reasons()
    town = _Town(units, [], [], [])
    private = folder / f"town{units[0].index}"
    private.mkdir()
    with database(private, options.memory_limit, units) as session:
        classifier = Classifier(session, units, retention, reasons, _all_layouts(units, library))
        trials = [
            (day, trial)
            for trial in ((options.trial, Trial()) if options.trial else (Trial(),))
            for day in options.days[::-1]
        ]
        for day, trial in trials:
            if options.progress:
                options.progress(f"分類（{day}{' 試算' if trial else ''}）", 0, 0)
            classifier.classify(day, trial)
            town.cells = [c for u in units for c in cells_of(u, classifier, reasons)]
            town.scenarios.insert(0, scenario_of(day, trial, town.cells, classifier))
        town.secrets = {
            file.index: classifier.secret_candidates(unit, file.index)
            for unit in units
            for file in unit.files
            if secret_columns(file.facts, file.target.layout)
        }
        if options.split_into is not None:
            check_my_number(units, town.secrets)
            target = units[0].files[0].target
            check_decided(units, town.cells, target.municipality_name or target.municipality)
            town.split = [
                split_file(file, unit, classifier, options.split_into, block_size=options.block_size)
                for unit in units
                for file in unit.files
            ]
    return town


def _all_layouts(units: Sequence[Unit], library: Library) -> list[Layout]:
    """All layouts of the packs and editions that are delivered: any of them may refer to a candidate."""
    editions = dict.fromkeys((u.layout.origin.pack, u.layout.edition) for u in units if u.rules)
    found = []
    for name, edition in editions:
        pack = library.pack(name)
        found += [pack.layout(business, slug, edition) for business, slug in pack.layouts(edition)]
    return found


def _merged(towns: Sequence[Sequence[Scenario]]) -> tuple[Scenario, ...]:
    """Return the scenarios of all municipalities, added up."""
    merged = []
    for same in zip(*towns, strict=True):
        effects: dict[str, RuleEffect] = {}
        for effect in (e for scenario in same for e in scenario.by_rule):
            so_far = effects.get(effect.rule, RuleEffect(effect.rule, Amount(), Amount()))
            effects[effect.rule] = RuleEffect(
                effect.rule, so_far.candidates + effect.candidates, so_far.alone + effect.alone
            )
        merged.append(
            Scenario(
                as_of=same[0].as_of,
                trial=same[0].trial,
                candidates=sum((s.candidates for s in same), Amount()),
                check=sum((s.check for s in same), Amount()),
                must=sum((s.must for s in same), Amount()),
                by_rule=tuple(effects[rule] for rule in sorted(effects)),
            )
        )
    return tuple(merged)


def _split_of(job: Job, towns: dict[str, _Town], read: Sequence[ReadFile], options: ReductionOptions) -> Split | None:
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


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")
