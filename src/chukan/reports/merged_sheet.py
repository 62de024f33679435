"""A sheet of findings that several people filled in, written as one workbook."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chukan.output.excel import Book
from chukan.output.folder import whole_file
from chukan.project.cells import day_of
from chukan.project.decision_sheet import DecisionSheet, SheetRow
from chukan.reports.issue_rows import NUMBERS, IssueRow
from chukan.reports.issues import write_about, write_issues, write_past
from chukan.verification.decisions import sheet as form


def write_merged(path: Path, sheet: DecisionSheet) -> None:
    """Write a sheet, ready for ``chukan verify --decisions``.

    Args:
        path: the workbook; an earlier one is replaced.
        sheet: see `chukan.project.merged.merged`.

    Raises:
        OutputError: `path` can't be written.
        ProjectError: a day that somebody wrote is none; names the cell.
    """
    rows, past = [*_rows(sheet, sheet.rows)], [*_rows(sheet, sheet.past)]
    day = dt.date.fromisoformat(sheet.run[:10])
    with (
        whole_file(path) as file,
        Book(file, title="課題管理表", day=day, largest=len(rows), footer="課題管理表") as book,
    ):
        keys = any(row.cells.get("キー") for row in sheet.rows)
        compared = any(row.cells.get(form.SINCE) for row in sheet.rows)
        write_issues(book, rows, keys=keys, decided=True, compared=compared)
        if past:
            write_past(book, past)
        actions = Counter(row.cells.get(form.ACTION, "") for row in sheet.rows)
        command = "reconcile" if sheet.is_of_reconciliation else "verify"
        write_about(book, dict(sheet.about), sheet.group, last=len(rows) + 1, actions=actions, command=command)


def _rows(sheet: DecisionSheet, rows: Sequence[SheetRow]) -> Iterator[IssueRow]:
    for row in rows:
        yield IssueRow(
            fixed=tuple(_value(name, row.cells.get(name, "")) for name in form.FIXED),
            hidden=(row.cells.get(form.SCOPE, ""), row.cells.get(form.FINGERPRINT, ""), row.cells[form.CHECK]),
            typed=tuple(_typed(sheet, row, name) for name in form.TYPED),
        )


def _typed(sheet: DecisionSheet, row: SheetRow, name: str) -> str:
    text = row.cells.get(name, "")
    return day_of(text, sheet.place(row.sheet, name, row.row), name) if name in (form.UNTIL, form.WHEN) else text


def _value(name: str, text: str) -> Any:
    return int(text) if name in NUMBERS and text.isascii() and text.isdigit() else text
