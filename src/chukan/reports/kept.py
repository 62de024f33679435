"""What people wrote into an earlier `report.xlsx` is never overwritten before it was taken in."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path

from chukan.errors import ChukanError, OutputError
from chukan.verification.decisions.model import Decisions
from chukan.verification.document import FILE_NAME

SHEET_FILE = "report.xlsx"
_TIMES = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")


def must_not_lose_decisions(
    folder: Path, decisions: Decisions, *, sheet_file: str = SHEET_FILE, document: str = FILE_NAME
) -> None:
    """Refuse to write where the sheet of findings holds what people wrote and this run does not know.

    Args:
        folder: where the results are to be written.
        decisions: what the run takes in.
        sheet_file: the workbook with the sheet of findings.
        document: the JSON document beside it, which says whether decisions were carried into the sheet.

    Raises:
        OutputError: something is written in the sheet there that would be lost.
    """
    path = folder / sheet_file
    if (
        not path.is_file()
        or _as_it_was_made(path, folder / document)
        or _digest(path) in {s.sha256 for s in decisions.sources}
    ):
        return
    # openpyxl takes a tenth of a second to load, and only a workbook that somebody saved has to be read
    from chukan.authoring.workbook.guard import open_workbook
    from chukan.project.decision_sheet import as_sheet, can_be_decided

    try:
        opened = open_workbook(path)
    except ChukanError:
        return  # no workbook: whether it may give way, the folder decides
    if not can_be_decided(opened.book):
        return
    try:
        sheet = as_sheet(opened, path.name)
    except ChukanError as e:
        raise OutputError(
            f"出力先の課題管理表が直されていて、記入を引き継げません（{e.message}）。何も書いていません",
            place=str(path),
            hint="別の場所に移すか、--out に別のフォルダを指定してください。",
        ) from None
    written = next((row for row in (*sheet.rows, *sheet.past) if any(row.typed)), None)
    if written is not None:
        raise OutputError(
            "出力先の課題管理表に記入があります。上書きすると失われるため、何も書いていません",
            place=f"{path} シート「{written.sheet}」 {written.row} 行目",
            hint=f"--decisions {path} を付けて引き継ぐか、--out に別のフォルダを指定してください。",
        )


def _as_it_was_made(path: Path, document: Path) -> bool:
    """Return True when nobody saved the workbook since it was made, and no decision was carried into it: spares reading it."""
    try:
        if json.loads(document.read_text(encoding="utf-8")).get("decisions"):
            return False
        with zipfile.ZipFile(path) as archive:
            times = _TIMES.findall(archive.read("docProps/core.xml"))
    except (OSError, ValueError, KeyError, AttributeError, zipfile.BadZipFile):
        return False
    return len(times) == 2 and times[0] == times[1]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
