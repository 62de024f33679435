"""The library: what a notebook or a batch job calls. Exported lazily from `chukan`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.agreement import Agreed, agreement_lines, agreement_of
from chukan.arguments import Day, checked_arguments, day_of
from chukan.engines.choice import EngineName, check_engine
from chukan.engines.cores import Jobs
from chukan.errors import UsageError
from chukan.layouts.library import Library
from chukan.layouts.model import Layout

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa_schema

    from chukan.project.project import Project
    from chukan.reports.outcome import Outcome
    from chukan.verification.mended import MendNote

Progress = Callable[[str, int, int], None]
"""Called with what is being read, bytes done, bytes in all."""


@checked_arguments
def layout(layout: Layout | str, *, packs: Iterable[str | Path] = ()) -> Layout:
    """Return the layout (移行ファイル定義) that an address names.

    Args:
        layout: ``PACK@EDITION/BUSINESS/LAYOUT``, or a shorter form that names only one layout.
        packs: folders of packs beside those that chukan carries; an earlier one wins.

    Raises:
        LayoutNotFound: nothing has that name, or more than one thing has; the hint offers the nearest.
        PackError: a pack is wrong; names the file and the line.

    Examples:
        >>> import chukan
        >>> person = chukan.layout("resident_register/person")
        >>> person.address, person.name
        ('mic@2.7/resident_register/person', '住民')
        >>> [item.name for item in person.items if item.key]
        ['宛名番号', '履歴番号']
    """
    return _layout(layout, packs)


@checked_arguments
def schema(
    layout: Layout | str,
    *,
    agreement: Agreed | None = None,
    as_of: Day | None = None,
    packs: Iterable[str | Path] = (),
) -> pa_schema.DataFrameSchema:
    """Return the pandera schema of a layout: the same checks that `chukan check` runs.

    Args:
        layout: a layout, or its address.
        agreement: decides the date form, the length unit, the repertoire; default: yyyymmdd, characters, any.
        as_of: "today" for rules that need it, a date or ISO text; default: today.
        packs: as for `layout`.

    Returns:
        A schema over columns of strings (object, str or Arrow; None, NaN and "" are blank), one an item.

    Raises:
        LayoutNotFound: the address names no layout.
        AgreementError: the agreement is wrong.

    Examples:
        >>> import chukan
        >>> frame = chukan.read("person.csv", "resident_register/person", agreement="agreement.yaml")
        >>> schema = chukan.schema("resident_register/person", agreement={"encoding": "cp932"})
        >>> len(schema.validate(frame))
        15
    """
    from chukan.rules.compile import compile_rules
    from chukan.rules.schema import LayoutSchema
    from chukan.rules.settings import Settings

    found, agreed = _layout(layout, packs), agreement_of(agreement)
    lengths = {item.length for item in found.items if item.type == "DATE"}
    settings = Settings(
        agreement=agreed,
        dates=agreed.date_form or ("yyyy-mm-dd" if lengths == {10} else "yyyymmdd"),  # what they have room for
        encoding=agreed.encoding or "cp932",
        as_of=day_of(as_of) or dt.date.today(),
    )
    return LayoutSchema(compile_rules(found, settings))


@checked_arguments
def read(
    path: str | Path,
    layout: Layout | str,
    *,
    agreement: Agreed | None = None,
    packs: Iterable[str | Path] = (),
) -> pd.DataFrame:
    """Return a whole file as a table; for notebooks and small files, as `check` alone reads in bounded memory.

    Args:
        path: the file, ``ARCHIVE.zip/NAME``, or (with the extra ``remote``) a URI.
        layout: a layout, or its address.
        agreement: what both vendors agreed on; what it leaves out is detected.
        packs: as for `layout`.

    Returns:
        One column an item, of Arrow strings; the index ``record`` is the record number in the file, from 1.
        ``frame.attrs`` holds plain JSON: ``anomalies``, a list of sentences on what could not be read as it should,
        and ``account``, where every byte and record went, by name.

    Raises:
        InputError: the file could not be read at all.
        LayoutNotFound: the address names no layout.
        AgreementError: the agreement is wrong.

    Examples:
        >>> import chukan
        >>> frame = chukan.read("person.csv", "resident_register/person", agreement={"encoding": "cp932"})
        >>> frame.shape[0], frame.attrs["account"]["read_records"], frame.attrs["anomalies"]
        (15, 15, [])
    """
    from functools import partial

    import pandas as pd
    import pyarrow as pa

    from chukan.intake.agreed_items import check_agreed_items
    from chukan.intake.reader import open_file

    found, agreed = _layout(layout, packs), agreement_of(agreement)
    others = partial(Library.of(packs).siblings, found)
    check_agreed_items(agreed, [found], others=others, places=partial(agreement_lines, agreement))
    reader = open_file(Path(path), found, agreed)
    batches = list(reader)
    table = (
        pa.Table.from_batches([b.table for b in batches])
        if batches
        else pa.table({n: pa.array([], pa.string()) for n in found.names})
    )
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.index = pd.Index([r for b in batches for r in b.records.to_pylist()], name="record", dtype="int64")
    anomalies = [a for b in batches for a in b.anomalies] + list(reader.anomalies)
    frame.attrs["anomalies"] = [f"{a.rule} {a.message}" for a in anomalies]
    frame.attrs["account"] = reader.account.by_name
    return frame


@checked_arguments
def check(
    path: str | Path,
    layout: Layout | str | None = None,
    *,
    schema: pa_schema.DataFrameSchema | None = None,
    agreement: Agreed | None = None,
    as_of: Day | None = None,
    packs: Iterable[str | Path] = (),
    show_values: bool = False,
    keys: bool = False,
    limit: int = 1000,
    jobs: Jobs = "auto",
    engine: EngineName = "local",
    scheduler: str = "",
    profile: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Check one file, as `chukan check` does.

    Args:
        path: the file, ``ARCHIVE.zip/NAME``, or (with the extra ``remote``) a URI.
        layout: a layout, or its address; may be left out when `schema` has it.
        schema: what `chukan.schema` returned, with pandera checks of one's own added to its columns or to itself. They
            must judge value by value or record by record; what they find is counted and masked as U01. Layout, agreement
            and day are the schema's unless given here.
        agreement: what both vendors agreed on; what it leaves out is detected and reported as 移行条件未定.
        as_of: "today" for rules that need it, a date or ISO text; default: today.
        packs: as for `layout`.
        show_values: values in the findings are not masked (個人番号 always is).
        keys: findings name the key items of their record (個人番号 never).
        limit: findings kept for each rule and item; the counts are exact all the same.
        jobs: processes that share the work; "auto" = the cores, where a file is large enough to pay.
        engine: "local" = processes of this machine; "dask" = a Dask cluster (extra ``dask``).
        scheduler: address of the cluster's scheduler; "" = a cluster of this machine, of `jobs` workers.
        profile: also describe what each item looks like.
        progress: called while the file is read.

    Returns:
        An outcome: ``verification`` (exact counts, verdict, account) and ``findings`` (a bounded sample).

    Raises:
        InputError: the file could not be read at all.
        LayoutNotFound: the address names no layout.
        AgreementError: the agreement is wrong.
        UsageError: neither layout nor schema is given; or a check of one's own cannot run over parts of a file, or, with
            several `jobs`, cannot go to another process.

    Examples:
        >>> import chukan
        >>> outcome = chukan.check("person.csv", "resident_register/person", agreement="agreement.yaml")
        >>> outcome.verdict, outcome.verification.totals.records.read
        ('pass', 15)
        >>> import pandera.pandas as pandera
        >>> schema = chukan.schema("resident_register/person", agreement="agreement.yaml")
        >>> own = pandera.Check(lambda values: values != "不明", error="本籍が未調査です")
        >>> schema.columns["本籍"].checks.append(own)
        >>> chukan.check("person.csv", schema=schema).verdict
        'pass'
    """
    from functools import partial

    from chukan.intake.agreed_items import check_agreed_items
    from chukan.reports.outcome import run_job
    from chukan.verification.job import Job, Options, Target
    from chukan.verification.record_kinds import targets_of

    compiled = None
    if schema is not None:
        from chukan.rules.added import own_checks
        from chukan.rules.schema import LayoutSchema

        compiled = schema.rules if isinstance(schema, LayoutSchema) else None
    wanted = layout or (compiled.layout if compiled else None)
    if wanted is None:
        raise UsageError("定義がありません", hint="layout か、chukan.schema で作った schema を渡してください。")
    found = _layout(wanted, packs)
    agreed = compiled.settings.agreement if compiled and agreement is None else agreement_of(agreement)
    own = own_checks(schema, found) if schema is not None else None
    library = Library.of(packs)
    others = partial(library.siblings, found)
    target = Target(Path(path), Path(path).name, found, agreed, others=others, own_checks=own)
    targets = [*targets_of(target, library)]
    layouts = [one.layout for one in targets]
    check_agreed_items(agreed, layouts, others=others, places=partial(agreement_lines, agreement))
    options = Options(
        as_of=day_of(as_of) or (compiled.settings.as_of if compiled else dt.date.today()),
        show_values=show_values,
        keys=keys,
        sample_limit=limit,
        jobs=jobs,
        engine=check_engine(engine, scheduler),
        scheduler=scheduler,
        profile=profile,
        progress=progress,
    )
    return run_job(Job(targets, agreement=agreed, across=False), options)


@checked_arguments
def mend(
    path: str | Path,
    layout: Layout | str,
    only: Iterable[str],
    out: str | Path,
    *,
    agreement: Agreed | None = None,
    log: str | Path | None = None,
    as_of: Day | None = None,
    packs: Iterable[str | Path] = (),
    show_values: bool = False,
) -> MendNote:
    """Write a corrected copy of one file, as `chukan mend` does; the file itself is never changed.

    Args:
        path: the delivered file.
        layout: a layout, or its address.
        only: ids of the rules whose findings are mended: F03, F04, F05, F06, V02, V05, V08, V09.
        out: the copy; a note that `check` and `verify` recognise is left beside it (``.mended.json``).
        agreement: what both vendors agreed on; what it leaves out is detected.
        log: the log of changes, one row a change; default: ``out`` + ``.changes.csv``.
        as_of: "today" for rules that need it, a date or ISO text; default: today.
        packs: as for `layout`.
        show_values: the log shows values (個人番号 never).

    Returns:
        The note: both digests, and by rule and item what was mended and what is left.

    Raises:
        UsageError: a rule has no mend, or the file is a sheet of a workbook.
        InputError: the file could not be read at all, or its header is another layout's.
        OutputError: the copy could not be written; nothing is left behind.

    Examples:
        >>> import chukan
        >>> note = chukan.mend("person.csv", "resident_register/person", ["V02", "V09"], "mended.csv")
        >>> note.records_read, [count.rule for count in note.counts]
        (15, [])
    """
    from functools import partial

    from chukan.intake.agreed_items import check_agreed_items
    from chukan.mending.run import mend as make_copy

    found, library, agreed = _layout(layout, packs), Library.of(packs), agreement_of(agreement)
    others = partial(library.siblings, found)
    check_agreed_items(agreed, [found], others=others, places=partial(agreement_lines, agreement))
    return make_copy(
        path=Path(path),
        layout=found,
        agreement=agreed,
        only=only,
        out=Path(out),
        log=None if log is None else Path(log),
        as_of=day_of(as_of),
        show_values=show_values,
        others=others,
    )


@checked_arguments
def verify(
    project: Project | str | Path,
    *,
    municipality: str | None = None,
    business: str | None = None,
    as_of: Day | None = None,
    packs: Iterable[str | Path] = (),
    allow_outside: bool = False,
    show_values: bool = False,
    keys: bool = False,
    decisions: Iterable[str | Path] = (),
    limit: int = 1000,
    jobs: Jobs = "auto",
    engine: EngineName = "local",
    scheduler: str = "",
    profile: bool = True,
    resume: bool = True,
    progress: Progress | None = None,
) -> Outcome:
    """Check all the deliveries of a project, as `chukan verify` does.

    Args:
        project: an opened project, or the path of its file.
        municipality: only this one, by code or name.
        business: only this one, by slug or name.
        as_of: "today" for rules that need it, a date or ISO text; default: the project's day, or today.
        packs: folders of packs beside the project's own; only for a path.
        allow_outside: paths in the project file may leave its folder; only for a path.
        show_values: values in the findings are not masked (個人番号 always is).
        keys: findings name the key items of their record (個人番号 never).
        decisions: sheets of findings (``report.xlsx``) of an earlier run, with what was decided.
        limit: findings kept for each rule, item and file; the counts are exact all the same.
        jobs: processes that share the work; "auto" = the cores, where a file is large enough to pay.
        engine: "local" = processes of this machine; "dask" = a Dask cluster (extra ``dask``).
        scheduler: address of the cluster's scheduler; "" = a cluster of this machine, of `jobs` workers.
        profile: also describe what each item looks like.
        resume: take over what an earlier run found in files of which nothing has changed; the result says so.
        progress: called while the files are read.

    Returns:
        An outcome. A file that could not be read is a finding (F01) in it.

    Raises:
        ProjectError: the project, or something that it names, is wrong.
        UsageError: `packs` or `allow_outside` beside a project that is open already.

    Examples:
        >>> import chukan
        >>> outcome = chukan.verify("project.yaml")
        >>> outcome
        <Outcome pass: 0 errors, 0 warnings, 0 infos in 6 files, 59 records>
        >>> sorted(path.name for path in outcome.write("results").glob("report.*"))
        ['report.html', 'report.xlsx']
    """
    from chukan.project.project import Project
    from chukan.reports.outcome import run_job
    from chukan.verification.job import Options

    packs = tuple(packs)
    if not isinstance(project, Project):
        project = Project.open(project, packs=packs, allow_outside=allow_outside)
    elif packs or allow_outside:
        raise UsageError(
            "開いたプロジェクトに packs・allow_outside は渡せません", hint="Project.open に渡してください。"
        )
    options = Options(
        as_of=project.day(day_of(as_of)),
        show_values=show_values,
        keys=keys,
        sample_limit=limit,
        jobs=jobs,
        engine=check_engine(engine, scheduler),
        scheduler=scheduler,
        profile=profile,
        resume=resume,
        progress=progress,
    )
    return run_job(project.job(municipality=municipality, business=business, sheets=decisions), options)


def _layout(given: Layout | str, packs: Iterable[str | Path]) -> Layout:
    return given if isinstance(given, Layout) else Library.of(packs).layout(given)
