"""The library: what a notebook or a batch job calls. Exported lazily from `chukan`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.agreement import Agreement, load_agreement
from chukan.layouts.library import Library
from chukan.layouts.model import Layout

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa_schema

    from chukan.project.project import Project
    from chukan.verification.run import Outcome


def layout(address: str, *, packs: Iterable[str | Path] = ()) -> Layout:
    """The layout that an address names, e.g. ``mic@2.7/resident_register/person``.

    Raises:
        LayoutNotFound: nothing has that name; says the nearest.
    """
    return Library(Path(p) for p in packs).layout(address)


def schema(
    address: str | Layout,
    *,
    agreement: Agreement | str | Path | None = None,
    as_of: dt.date | None = None,
    packs: Iterable[str | Path] = (),
) -> pa_schema.DataFrameSchema:
    """The pandera schema of a layout: the same checks that `chukan check` runs.

    Args:
        address: a layout, or its address.
        agreement: decides the date form, the length unit, the repertoire; default: yyyymmdd, characters, any.
        as_of: "today" for rules that need it.

    Returns:
        A schema over columns of strings (object, str or Arrow; None, NaN and "" are blank).
    """
    from chukan.rules.check import Settings
    from chukan.rules.compile import compile_rules

    agreed = _agreement(agreement)
    found = address if isinstance(address, Layout) else layout(address, packs=packs)
    settings = Settings(agreement=agreed, dates=agreed.dates or _date_form(found), as_of=as_of or dt.date.today())
    return compile_rules(found, settings).schema


def read(
    path: str | Path,
    address: str | Layout,
    *,
    agreement: Agreement | str | Path | None = None,
    packs: Iterable[str | Path] = (),
) -> pd.DataFrame:
    """A whole file as a DataFrame of Arrow strings, one column an item, its index the record number.

    For notebooks and small files: `check` reads in bounded memory. What could not be read is in
    ``frame.attrs["anomalies"]`` (a list of sentences) and ``frame.attrs["account"]``.
    """
    import pandas as pd
    import pyarrow as pa

    from chukan.intake.reader import open_file

    found = address if isinstance(address, Layout) else layout(address, packs=packs)
    reader = open_file(Path(path), found, _agreement(agreement))
    batches = list(reader)
    table = (
        pa.Table.from_batches([b.table for b in batches])
        if batches
        else pa.table({n: pa.array([], pa.string()) for n in found.names})
    )
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.index = pd.Index([r for b in batches for r in b.records.to_pylist()], name="record", dtype="int64")
    told = [a for b in batches for a in b.anomalies] + list(reader.anomalies)
    frame.attrs["anomalies"] = [f"{a.rule} {a.message}" for a in told]
    frame.attrs["account"] = reader.account
    return frame


def check(
    path: str | Path,
    address: str | Layout,
    *,
    agreement: Agreement | str | Path | None = None,
    as_of: dt.date | None = None,
    packs: Iterable[str | Path] = (),
    show_values: bool = False,
    jobs: int = 1,
) -> Outcome:
    """Check one file, as `chukan check` does.

    Returns:
        An outcome: ``.verification`` (exact counts, verdict, account) and ``.findings`` (a bounded sample).

    Raises:
        InputError: the file could not be read at all.
    """
    from chukan.verification.job import Job, Options, Target
    from chukan.verification.run import run

    found = address if isinstance(address, Layout) else layout(address, packs=packs)
    agreed = _agreement(agreement)
    target = Target(Path(path), Path(path).name, found, agreed)
    options = Options(as_of=as_of or dt.date.today(), show_values=show_values, jobs=jobs, profile=False)
    return run(Job([target], agreement=agreed, across=False), options)


def verify(
    project: Project | str | Path,
    *,
    as_of: dt.date | None = None,
    packs: Iterable[str | Path] = (),
    show_values: bool = False,
    jobs: int = 1,
) -> Outcome:
    """Check all the deliveries of a project file, as `chukan verify` does."""
    from chukan.project.project import Project
    from chukan.verification.job import Options
    from chukan.verification.run import run

    opened = project if isinstance(project, Project) else Project.open(project, packs=packs)
    options = Options(as_of=opened.day(as_of), show_values=show_values, jobs=jobs)
    return run(opened.job(), options)


def _agreement(given: Agreement | str | Path | None) -> Agreement:
    if given is None:
        return Agreement()
    return given if isinstance(given, Agreement) else load_agreement(Path(given))


def _date_form(found: Layout) -> str:
    """The form that the layout's own date lengths ask for: 8 digits or 10 characters."""
    lengths = {i.length for i in found.items if i.type == "DATE"}
    return "yyyy-mm-dd" if lengths == {10} else "yyyymmdd"
