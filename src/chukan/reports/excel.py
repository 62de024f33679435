"""`report.xlsx`: 総括 with native charts, then one sheet a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from chukan.output.excel import Book
from chukan.reports import file_sheets, issues, sheets
from chukan.reports.cover_sheet import cover
from chukan.reports.summary import summarise
from chukan.verification.decisions.ledger import NO_LEDGER, Ledger
from chukan.verification.result import Finding, Verification


def write_excel(
    path: Path, verification: Verification, findings: Sequence[Finding], ledger: Ledger = NO_LEDGER
) -> None:
    """Write the workbook; the same values give the same bytes.

    Args:
        path: The file to write.
        verification: Every number in the sheets comes from it.
        findings: The samples that it kept, in the order of the sheet.
        ledger: What was decided on earlier findings, and the secret that seals the sheet of findings; without a secret
            nothing can be decided in it.
    """
    s = summarise(verification, findings)
    tool = verification.tool
    footer = f"{tool.get('name', 'chukan')} {tool.get('version', '')}　基準日 {verification.as_of}　{'。'.join(s.statements)}"
    with Book(path, title="検証結果", day=_day(verification), largest=len(findings), footer=footer[:200]) as book:
        cover(book, s)
        sheets.businesses(book, s)
        sheets.rules(book, s)
        issues.issue_sheets(book, s, findings, ledger)
        sheets.gaiji(book, s)
        file_sheets.agreements(book, s)
        file_sheets.counts(book, s)
        file_sheets.notes(book, s)
        file_sheets.account(book, s)
        file_sheets.origins(book, s)
        file_sheets.profiles(book, s)
        sheets.explained(book, s)


def _day(v: Verification) -> dt.date:
    try:
        return dt.date.fromisoformat(v.as_of)
    except ValueError:
        return dt.date(2000, 1, 1)
