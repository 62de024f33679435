"""The reduction of a project, as `chukan reduce` makes it: its settings, what is tried out, where the results go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from chukan.errors import UsageError
from chukan.output.folder import whole_folder
from chukan.project.project import Project
from chukan.reduction.report.report import Report
from chukan.reduction.rules.load import load_retention
from chukan.reduction.rules.settings import load_settings, parse_trial
from chukan.reduction.run import reduce
from chukan.reduction.town import ReductionOptions


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
