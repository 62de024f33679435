"""What `chukan reduce` leaves in a folder: whole or absent."""

from __future__ import annotations

from pathlib import Path

from chukan.reduction.report.document import FILE_NAME, to_json
from chukan.reduction.report.excel import write_excel
from chukan.reduction.report.html import to_html
from chukan.reduction.report.report import Report
from chukan.reduction.report.word import write_word
from chukan.reduction.split.manifest import write_papers

#: What a run leaves only sometimes: `whole_folder` removes those of an earlier run.
SOMETIMES = ("rejected",)


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
