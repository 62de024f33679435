"""What `chukan reduce` leaves in a folder: whole or absent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from chukan.output.earlier import earlier_results_of
from chukan.reduction.report.document import FILE_NAME, to_json
from chukan.reduction.report.excel import write_excel
from chukan.reduction.report.html import to_html
from chukan.reduction.report.report import Report
from chukan.reduction.report.word import write_word
from chukan.reduction.split.manifest import DIGESTS, MANIFEST, RECONCILIATION, write_papers
from chukan.reduction.split.split import ARCHIVE, MIGRATE, REJECTED
from chukan.reduction.split.verify import FILE_NAME as MIGRATE_VERIFICATION

#: What only a run with a split leaves: `whole_folder` removes those of an earlier run, whose decisions may have been others.
SOMETIMES = (MIGRATE, ARCHIVE, REJECTED, RECONCILIATION, MANIFEST, DIGESTS, MIGRATE_VERIFICATION)
_FIXED = frozenset((FILE_NAME, "reduction.html", "reduction.xlsx", "reduction.docx", *SOMETIMES))


def earlier_results(folder: Path) -> Callable[[str], bool]:
    """Return what tells whether a file in `folder`, by its path there, is a result of an earlier reduction.

    Those that `reduction.json` says it made; without it whatever is there is somebody else's.
    """

    def named(document: dict[str, Any]) -> Callable[[str], bool]:
        files = document["split"]["files"] if document.get("split") else []
        own = {file[kind] for file in files for kind in (MIGRATE, ARCHIVE, REJECTED) if file[kind]}
        return lambda path: path in _FIXED or path in own

    return earlier_results_of(folder / FILE_NAME, named)


def write_report(folder: Path, report: Report) -> None:
    """Write `reduction.json`, `.html`, `.xlsx`, `.docx`, and, after a split, its papers into `folder`.

    Args:
        folder: An existing folder; see `chukan.output.folder.whole_folder`.
        report: Every number in the papers comes from it.
    """
    (folder / FILE_NAME).write_text(to_json(report), encoding="utf-8", newline="\n")
    (folder / "reduction.html").write_text(to_html(report), encoding="utf-8", newline="\n")
    write_excel(folder / "reduction.xlsx", report)
    write_word(folder / "reduction.docx", report)
    write_papers(folder, report)
