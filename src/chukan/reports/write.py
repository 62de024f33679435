"""All that `check` and `verify` leave in a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from chukan.output.earlier import earlier_results_of
from chukan.reports.excel import write_excel
from chukan.reports.findings import write_findings
from chukan.reports.formats.table import FORMATS, format_of
from chukan.reports.formats.view import View
from chukan.reports.html import to_html
from chukan.verification.decisions.ledger import NO_LEDGER, Ledger
from chukan.verification.document import FILE_NAME, to_json
from chukan.verification.result import Finding, Verification

_FORMATS = tuple(f.file for f in FORMATS.values() if f.file)
#: What a run leaves only sometimes: `whole_folder` removes those of an earlier run.
SOMETIMES = ("rejected.csv", "rejected", *_FORMATS)

_FIXED = frozenset(
    (
        FILE_NAME,
        "findings.parquet",
        "findings.csv",
        "report.html",
        "report.xlsx",
        "waivers_draft.xlsx",
        *_FORMATS,
        "rejected.csv",
    )
)
#: As `chukan.reports.rejected` names them; a split has a `rejected` folder too.
_REJECTED = re.compile(r"rejected/[0-9]{3,}_[0-9A-Za-z_-]+\.csv")


def earlier_results(folder: Path) -> Callable[[str], bool]:
    """Return what tells whether a file in `folder`, by its path there, is a result of an earlier check.

    `verification.json` says that there was one; without it whatever is there is somebody else's.
    """
    return earlier_results_of(
        folder / FILE_NAME, lambda _: lambda path: path in _FIXED or _REJECTED.fullmatch(path) is not None
    )


def write_reports(
    folder: Path,
    verification: Verification,
    findings: Sequence[Finding],
    *,
    formats: Sequence[str] = (),
    base: str = "",
    ledger: Ledger = NO_LEDGER,
) -> None:
    """Write `verification.json`, the findings, `report.html`, `report.xlsx` and the formats that are asked for.

    Args:
        folder: an existing folder; see `chukan.output.folder.whole_folder`.
        verification: every number in the reports comes from it.
        findings: the samples that `verification` kept; the page shows at most 50 a rule.
        formats: names of `chukan.reports.formats.table.FORMATS`, such as ``junit``.
        base: see `chukan.reports.formats.view.View`.
        ledger: what was decided on earlier findings, and the secret that seals the sheet to decide in.

    Raises:
        UsageError: there is no such format.
        OSError: `folder` can't be written.
    """
    digest = write_findings(folder, findings)
    _write_text(folder / FILE_NAME, to_json(verification, beside=digest))
    view = View(verification, findings, base)
    for one in map(format_of, formats):
        if one.file:
            _write_text(folder / one.file, one.render(view))
    _write_text(folder / "report.html", to_html(verification, findings))
    write_excel(folder / "report.xlsx", verification, findings, ledger)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
