"""The reduction of one municipality: its units, classified on each day and under each trial, and split."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chukan.errors import ProjectError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout
from chukan.layouts.select import of_pack
from chukan.reduction.classify.classification import Classifier, database
from chukan.reduction.classify.reading import ReadFile
from chukan.reduction.classify.secret import secret_columns
from chukan.reduction.classify.units import Unit
from chukan.reduction.report.lines import cells_of, scenario_of
from chukan.reduction.report.report import Cell, Scenario, SplitFile
from chukan.reduction.rules.load import Retention
from chukan.reduction.rules.needs import needs_of
from chukan.reduction.rules.reasons import Reasons
from chukan.reduction.rules.settings import ReductionSettings, Trial
from chukan.reduction.split.decided import check_decided, check_my_number
from chukan.reduction.split.split import split_file


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
class ReducedTown:
    """What was found of one municipality."""

    units: list[Unit]
    cells: list[Cell]
    scenarios: list[Scenario]
    split: list[SplitFile]
    secrets: dict[int, int] = field(default_factory=dict)
    """Candidates with a 個人番号, by the index of their file."""


def units_of(code: str, files: Sequence[ReadFile], settings: ReductionSettings, retention: Retention) -> list[Unit]:
    """Return what of a municipality is classified together: all files of one layout are a unit.

    Args:
        code: of the municipality.
        files: of the job, read.
        settings: what the project decided.
        retention: the rules.

    Raises:
        ProjectError: files of one layout are of several packs or editions.
    """
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


def classify(
    units: list[Unit], retention: Retention, library: Library, options: ReductionOptions, folder: Path
) -> ReducedTown:
    """Classify the records of a municipality on all days and under all trials, and split them where that is asked for.

    The report's own day comes last, so that its tables are there for the split.

    Args:
        units: of the municipality.
        retention: the rules.
        library: the packs, for layouts that were not delivered.
        options: days, trial, where the split goes.
        folder: private, for what does not fit in memory.

    Raises:
        ProjectError: a split is asked for but 個人番号 would go to the archive, or a record is undecided.
        Bug: the reconciliation of a split does not add up.
    """
    reasons = Reasons()
    town = ReducedTown(units, [], [], [])
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
    return [layout for name, edition in editions for layout in of_pack(library.pack(name), edition)]
