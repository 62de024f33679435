"""`report.html` and `report.xlsx` of a verification, in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chukan.reports.excel import write_excel
from chukan.reports.html import to_html
from chukan.verification.result import Finding, Verification


def write_reports(folder: Path, verification: Verification, findings: Sequence[Finding]) -> None:
    """Write both into `folder`, which exists.

    Args:
        verification: every number in the reports comes from it.
        findings: the samples that `verification` kept; the page shows at most 50 a rule.

    Raises:
        OSError: `folder` can't be written; the caller says so.
    """
    (folder / "report.html").write_text(to_html(verification, findings), encoding="utf-8", newline="\n")
    write_excel(folder / "report.xlsx", verification, findings)
