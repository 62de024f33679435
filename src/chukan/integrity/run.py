"""Run every check that needs more than one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from chukan.expressions.session import Session
from chukan.integrity.context import IntegrityContext
from chukan.integrity.duplicates import check_duplicates
from chukan.integrity.histories import check_histories
from chukan.integrity.households import check_households
from chukan.integrity.keys import check_keys
from chukan.integrity.model import IntegrityResult, Listed, SpilledFile
from chukan.integrity.references import check_references
from chukan.integrity.registers import check_registers
from chukan.integrity.same import check_same
from chukan.integrity.sums import check_sums
from chukan.integrity.totals import check_counts, check_totals
from chukan.severity import Severities


def check_integrity(
    files: Sequence[SpilledFile],
    *,
    severities: Severities,
    as_of: dt.date,
    sample_limit: int,
    memory_limit: int,
    spill_folder: Path,
    across: bool = True,
    expected: Iterable[tuple[str, ...]] = (),
    listed: Listed | None = None,
) -> IntegrityResult:
    """Run all checks across records; the result does not depend on the order of the files, or on how a table is cut into them.

    Args:
        files: the files of the verification; a table is all the files of one municipality and layout.
        severities: what the project says of the rules.
        as_of: the day that conditions know as ``as_of``.
        sample_limit: most locations that a violation has; counts are exact.
        memory_limit: bytes that DuckDB may use.
        spill_folder: private folder for what does not fit; whoever made it removes it.
        across: False = only what can be checked within one file: K01, K03, K05, F09, S01, and what compares the file with itself (K02, K06, K07).
        expected: what the project promises, as (municipality, business) or (municipality, business, layout):
            decides how a missing file is explained.
        listed: which findings a sheet lists: these are all reported, whatever `sample_limit` is.

    Returns:
        The violations by file, rule and item, and the rules that could not run.

    Raises:
        OutputError: the memory limit or the disk does not suffice.
        PackError: a condition of a layout is wrong.
    """
    readable = [p.spill for p in files if p.spill is not None]
    with Session(spill_folder, memory_limit, readable) as session:
        context = IntegrityContext(
            session=session,
            files=files,
            severities=severities,
            as_of=as_of,
            sample_limit=sample_limit,
            across=across,
            expected=frozenset(expected),
            listed=listed,
        )
        check_counts(context)
        check_totals(context)
        if across:
            check_duplicates(context)
        for table in context.tables:
            check_keys(context, table)
            check_references(context, table)
            check_histories(context, table)
            check_households(context, table)
            if across:
                check_registers(context, table)
            check_sums(context, table)
            check_same(context, table)
        return context.result()
