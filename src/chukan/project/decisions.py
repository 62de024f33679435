"""What a run takes in of decisions: the sheets that a project names, and those of the command line."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from chukan.authoring.workbook.guard import open_workbook
from chukan.errors import ProjectError
from chukan.project.decision_sheet import (
    DecisionSheet,
    as_sheet,
    checked,
    decisions_of,
    instant,
    is_decision_sheet,
)
from chukan.project.merged import merged
from chukan.project.waiver_file import SUFFIXES, load_waiver_file
from chukan.project.waivers import load_waivers
from chukan.verification.decisions.model import NO_DECISIONS, Decisions, Waiver
from chukan.verification.decisions.use import Source

TAKEN = Path(".chukan/taken.json")
_RUN = "run"


@dataclass(frozen=True, slots=True)
class Decided:
    """All that was decided.

    Attributes:
        waivers: acceptances of a whole rule and item.
        decisions: what was typed into sheets of findings.
    """

    waivers: tuple[Waiver, ...] = ()
    decisions: Decisions = NO_DECISIONS


def load_decided(paths: Iterable[Path], folder: Path, secret: Callable[[], bytes]) -> Decided:
    """Read sheets of waivers and sheets of findings.

    Args:
        paths: the workbooks, or waivers in YAML; several copies of one sheet of findings are taken together.
        folder: the folder of the project file.
        secret: returns the project's secret.

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
        opened = open_workbook(path)
        if is_decision_sheet(opened.book):
            sheets.append(checked(as_sheet(opened, path.name), secret()))
        else:
            waivers += load_waivers(path, opened)
    if not sheets:
        return Decided(tuple(waivers))
    one = merged(sheets)
    _must_not_be_older(sheets[0], folder)
    decisions = decisions_of(one)
    sources = tuple(Source(sheet.name, sheet.sha256) for sheet in sheets)
    return Decided(tuple(waivers), replace(decisions, sources=sources))


def remember(decisions: Decisions, folder: Path) -> None:
    """Note that a sheet was taken in: an older one is refused from now on.

    Args:
        decisions: what a run took in; nothing is noted where it took in no sheet.
        folder: the folder of the project file.
    """
    if not decisions.run:
        return
    path = folder / TAKEN
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # whoever can't write here is only not protected from an older sheet
        beside.write_text(json.dumps({_RUN: decisions.run}) + "\n", encoding="utf-8")
        beside.replace(path)


def _must_not_be_older(sheet: DecisionSheet, folder: Path) -> None:
    path = folder / TAKEN
    try:
        taken = json.loads(path.read_text(encoding="utf-8"))[_RUN]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if isinstance(taken, str) and instant(sheet.run) < instant(taken):
        raise ProjectError(
            f"前に読み込んだ課題管理表（検証した日時 {taken}）より古い表です",
            place=sheet.about_place("検証した日時"),
            hint=f"新しい表を指定してください。古い表に戻すのなら {TAKEN.as_posix()} を消してください。",
        )
