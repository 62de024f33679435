"""All that `check` and `verify` leave in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chukan.reports.excel import write_excel
from chukan.reports.findings import write_findings
from chukan.reports.html import to_html
from chukan.reports.junit import to_junit
from chukan.verification.document import FILE_NAME, to_json
from chukan.verification.result import Finding, Verification

#: What a run leaves only sometimes: `whole_folder` removes those of an earlier run.
SOMETIMES = ("rejected.csv", "rejected", "junit.xml")


def write_reports(
    folder: Path, verification: Verification, findings: Sequence[Finding], *, junit: bool = False
) -> None:
    """Write `verification.json`, the findings, `report.html`, `report.xlsx` and, if asked for, `junit.xml`.

    Args:
        folder: an existing folder; see `chukan.output.folder.whole_folder`.
        verification: every number in the reports comes from it.
        findings: the samples that `verification` kept; the page shows at most 50 a rule.
        junit: also write the view for CI systems.

    Raises:
        OSError: `folder` can't be written.
    """
    _write_text(folder / FILE_NAME, to_json(verification))
    write_findings(folder, findings)
    if junit:
        _write_text(folder / "junit.xml", to_junit(verification))
    _write_text(folder / "report.html", to_html(verification, findings))
    write_excel(folder / "report.xlsx", verification, findings)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
