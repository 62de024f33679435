"""`chukan.reconcile`: what a notebook or a batch job calls. Exported lazily from `chukan`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from chukan.agreement import Agreed
from chukan.arguments import Day, checked_arguments, day_of
from chukan.engines.cores import Jobs
from chukan.errors import UsageError
from chukan.layouts.model import Layout
from chukan.project.project import Project
from chukan.reconciliation.files_job import files_job
from chukan.reconciliation.job import ReconcileOptions
from chukan.reconciliation.outcome import ReconcileOutcome, reconcile_job
from chukan.reconciliation.project_job import project_job

Progress = Callable[[str, int, int], None]
"""Called with what is being read, bytes done, bytes in all."""


@checked_arguments
def reconcile(
    delivered: Project | str | Path,
    loaded: str | Path | None = None,
    layout: Layout | str | None = None,
    *,
    loaded_layout: Layout | str | None = None,
    agreement: Agreed | None = None,
    loaded_agreement: Agreed | None = None,
    rules: str | Path | None = None,
    count_by: Iterable[str] = (),
    municipality: str | None = None,
    business: str | None = None,
    as_of: Day | None = None,
    packs: Iterable[str | Path] = (),
    allow_outside: bool = False,
    show_values: bool = False,
    keys: bool = False,
    decisions: Iterable[str | Path] = (),
    limit: int = 1000,
    block_size: int = 8 << 20,
    jobs: Jobs = "auto",
    progress: Progress | None = None,
) -> ReconcileOutcome:
    """Compare what was delivered with what the target system holds, as `chukan reconcile` does.

    Args:
        delivered: a project (opened, or its file), or one delivered file; a file needs `layout`.
        loaded: what the target system holds: of a project the folder of its files (None = where the project says), else a
            file in the same layout, a Parquet file, or ``NEW.sqlite/TABLE``.
        layout: the layout of the delivered file; left out = `delivered` is a project.
        loaded_layout: the layout of the loaded file, where it is another one; items are found by their names.
        agreement: of the delivered file.
        loaded_agreement: of the loaded file; None = the same.
        rules: the rules of equality (YAML); of a project None = those that it names.
        count_by: of a file: items of codes by which records are counted.
        municipality: of a project: only this one, by code or name.
        business: of a project: only this one, by slug or name.
        as_of: "today" for conditions of rules; default: the project's day, or today.
        packs: folders of packs beside those that chukan carries.
        allow_outside: of a project: its paths may leave its folder.
        show_values: values in the differences are not masked (個人番号 always is).
        keys: differences name the key items of their record (個人番号 never).
        decisions: of a project: sheets of an earlier ``reconciliation.xlsx``, with what was decided.
        limit: differences kept for each rule, item and file; the counts are exact all the same.
        block_size: bytes in memory at a time; never changes the result.
        jobs: processes that share the reading; "auto" = the cores, where a file is large enough to pay.
        progress: called while the files are read.

    Returns:
        An outcome: ``reconciliation`` (exact counts, verdict) and ``differences`` (a bounded sample).

    Raises:
        InputError: one of two files could not be read at all.
        ProjectError: the project, the rules of equality, or something that they name is wrong.
        LayoutNotFound: the address names no layout.
        AgreementError: an agreement is wrong.
        UsageError: two files without a layout.
        WorkerLost: a process that shared the work was ended from outside.

    Examples:
        >>> import chukan
        >>> outcome = chukan.reconcile("person.csv", "person.csv", "resident_register/person", agreement="agreement.yaml")
        >>> outcome
        <ReconcileOutcome pass: 15 same, 0 explained, 0 different, 0 only delivered, 0 only loaded>
    """
    if isinstance(delivered, Project) or layout is None:
        if not isinstance(delivered, Project) and loaded is not None and not Path(loaded).is_dir():
            raise UsageError("定義がありません", hint="二つのファイルを突き合わせるときは layout を渡してください。")
        job, day, _ = project_job(
            delivered,
            loaded=loaded,
            rules=rules,
            municipality=municipality,
            business=business,
            as_of=day_of(as_of),
            packs=packs,
            allow_outside=allow_outside,
            decisions=decisions,
        )
    else:
        if loaded is None:
            raise UsageError("移行先のファイルがありません", hint="loaded に渡してください。")
        day = day_of(as_of) or dt.date.today()
        job = files_job(
            delivered,
            loaded,
            layout,
            loaded_layout=loaded_layout,
            agreement=agreement,
            loaded_agreement=loaded_agreement,
            rules=rules,
            count_by=count_by,
            packs=packs,
        )
    options = ReconcileOptions(
        as_of=day,
        show_values=show_values,
        keys=keys,
        sample_limit=limit,
        block_size=block_size,
        jobs=jobs,
        progress=progress,
    )
    return reconcile_job(job, options)
