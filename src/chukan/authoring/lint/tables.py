"""What item tables and code lists have in common: rows that can't be read, editions that a row belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from chukan.authoring.lint.findings import LintFinding, error
from chukan.errors import PackError
from chukan.layouts.tables import read_rows
from chukan.severity import Severity

Row = TypeVar("Row")


def read_table(
    path: Path, columns: tuple[str, ...], required: tuple[str, ...], parse: Callable[[Path, int, dict[str, str]], Row]
) -> tuple[list[tuple[int, Row]], list[LintFinding]]:
    """Return the rows that can be read; a finding for each that can't."""
    rows: list[tuple[int, Row]] = []
    findings: list[LintFinding] = []
    try:
        raw = read_rows(path, columns, required=required)
    except PackError as e:
        return [], [unreadable(e, str(path))]
    for line, row in raw:
        try:
            rows.append((line, parse(path, line, row)))
        except PackError as e:
            findings.append(unreadable(e, f"{path}:{line}"))
    return rows, findings


def unreadable(e: PackError, place: str) -> LintFinding:
    """Return L01 for what reading raised."""
    return LintFinding(e.place or place, "L01", Severity.ERROR, e.message, e.hint or "")


def wrong_editions(
    since: str | None, until: str | None, what: str, place: str, editions: Sequence[str]
) -> list[LintFinding]:
    """Return what is wrong with the editions of a row.

    Args:
        since: the first edition that has it; None = the pack's first.
        until: the last one; None = the newest.
        what: what messages call the row.
        place: its file and line.
        editions: the pack's, oldest first.
    """
    found = [
        error("L10", place, f"{what}の{label}「{edition}」という版はありません", f"ある版: {', '.join(editions)}")
        for label, edition in (("since", since), ("until", until))
        if edition is not None and edition not in editions
    ]
    if not found and since and until and editions.index(since) > editions.index(until):
        found.append(error("L10", place, f"{what}の since {since} が until {until} より後です", "入れ替えてください。"))
    return found
