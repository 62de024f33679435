"""What a run takes in of decisions: the sheets that a project names, and those of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from chukan.authoring.workbook.guard import open_workbook
from chukan.errors import ProjectError
from chukan.project.decided import TAKEN, Decided, name_of_run, taken
from chukan.project.decision_sheet import (
    DecisionSheet,
    as_sheet,
    checked,
    decisions_of,
    instant,
    is_decision_sheet,
)
from chukan.project.merged import merged
from chukan.project.sheet_parts import NoDecisions, open_parts
from chukan.project.waiver_file import SUFFIXES, load_waiver_file
from chukan.project.waivers import load_waivers
from chukan.rules.rule import RECONCILIATION_FAMILY
from chukan.verification.decisions.model import Waiver
from chukan.verification.decisions.use import Source


def load_decided(
    paths: Iterable[Path], folder: Path, secret: Callable[[], bytes], *, reconciliation: bool = False
) -> Decided:
    """Read sheets of waivers and sheets of findings.

    A project names the sheets of its verification and of its reconciliation side by side: each run takes in its own.

    Args:
        paths: the workbooks, or waivers in YAML; several copies of one sheet of findings are taken together.
        folder: the folder of the project file.
        secret: returns the project's secret.
        reconciliation: True = what was decided on the findings of a reconciliation; False = all else.

    Raises:
        InputError: a file can't be read as a workbook.
        ProjectError: a cell is wrong, or a sheet was changed, is another project's or older than one that was taken in.
    """
    waivers: list[Waiver] = []
    sheets: list[DecisionSheet] = []
    for path in paths:
        if path.suffix.lower() in SUFFIXES:
            waivers += load_waiver_file(path)
            continue
        if (sheet := _quick(path)) is not None:
            sheets.append(checked(sheet, secret()))
            continue
        opened = open_workbook(path)
        if is_decision_sheet(opened.book):
            sheets.append(checked(as_sheet(opened, path.name), secret()))
        else:
            waivers += load_waivers(path, opened)
    waivers = [w for w in waivers if w.rule.startswith(RECONCILIATION_FAMILY) == reconciliation]
    sheets = [s for s in sheets if s.is_of_reconciliation == reconciliation]
    if not sheets:
        return Decided(tuple(waivers))
    one = merged(sheets)
    _must_not_be_older(sheets[0], folder, name_of_run(reconciliation=reconciliation))
    decisions = decisions_of(one)
    sources = tuple(Source(sheet.name, sheet.sha256) for sheet in sheets)
    return Decided(tuple(waivers), replace(decisions, sources=sources))


def _quick(path: Path) -> DecisionSheet | None:
    """Return a sheet of findings that is written in the usual form; None for anything else, which openpyxl has to read."""
    try:
        parts = open_parts(path)
    except NoDecisions:
        return None
    return parts.sheet if parts is not None else None


def _must_not_be_older(sheet: DecisionSheet, folder: Path, name: str) -> None:
    last = taken(folder / TAKEN).get(name)
    if last is not None and instant(sheet.run) < instant(last):
        raise ProjectError(
            f"前に読み込んだ課題管理表（検証した日時 {last}）より古い表です",
            place=sheet.about_place("検証した日時"),
            hint=f"新しい表を指定してください。古い表に戻すのなら {TAKEN.as_posix()} を消してください。",
        )
