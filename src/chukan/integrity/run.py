"""Asking everything that needs more than one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from chukan.expressions.session import Session
from chukan.integrity.duplicates import ask_duplicates
from chukan.integrity.histories import ask_histories
from chukan.integrity.households import ask_households
from chukan.integrity.inquiry import Inquiry
from chukan.integrity.keys import ask_keys
from chukan.integrity.model import Answer, Part
from chukan.integrity.references import ask_references
from chukan.integrity.registers import ask_registers
from chukan.integrity.totals import ask_counts, ask_totals
from chukan.severity import Severities


def ask(
    parts: Sequence[Part],
    *,
    severities: Severities,
    as_of: dt.date,
    sample_limit: int,
    memory_limit: int,
    spill_folder: Path,
    across: bool = True,
    expected: Iterable[tuple[str, ...]] = (),
) -> Answer:
    """All that integrity finds in `parts`, whatever their order and however a table is cut into parts.

    Args:
        parts: the files of the verification; a table is all the parts of one municipality and layout.
        severities: what the project says of the rules.
        as_of: the day that conditions know as ``as_of``.
        sample_limit: most places that an outcome names; counts are exact.
        memory_limit: bytes that DuckDB may use.
        spill_folder: private folder for what does not fit; whoever made it removes it.
        across: False = only what one file can tell by itself: K01, K03, K05, references to the file itself, F09, S01.
        expected: what the project promises, as (municipality, business) or (municipality, business, layout):
            words why a parent's file is not there.

    Returns:
        The outcomes by part, rule and item, and the rules that could not run.

    Raises:
        OutputError: the memory limit or the disk does not suffice.
        PackError: a condition of a layout is wrong.
    """
    readable = [p.spill for p in parts if p.spill is not None]
    with Session(spill_folder, memory_limit, readable) as session:
        inquiry = Inquiry(session, parts, severities, as_of, sample_limit, across, frozenset(expected))
        ask_counts(inquiry)
        ask_totals(inquiry)
        if across:
            ask_duplicates(inquiry)
        for table in inquiry.tables:
            ask_keys(inquiry, table)
            ask_references(inquiry, table)
            ask_histories(inquiry, table)
            ask_households(inquiry, table)
            if across:
                ask_registers(inquiry, table)
        return inquiry.answer()
