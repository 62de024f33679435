"""What a run takes in of decisions: the sheets that a project names, and those of the command line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from chukan.authoring.workbook.guard import open_workbook
from chukan.errors import ProjectError, did_you_mean
from chukan.project.cells import day_of
from chukan.project.decided import TAKEN, Decided, name_of_run, taken
from chukan.project.decision_sheet import DecisionSheet, SheetRow, as_sheet, checked, instant, is_decision_sheet
from chukan.project.merged import merged
from chukan.project.sheet_parts import NoDecisions, open_parts
from chukan.project.waiver_file import SUFFIXES, load_waiver_file
from chukan.project.waivers import load_waivers
from chukan.rules.rule import RECONCILIATION_FAMILY
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.model import ACTIONS, Decision, Decisions, Waiver
from chukan.verification.decisions.use import Source


def load_decided(
    paths: Iterable[Path],
    folder: Path,
    secret: Callable[[], bytes],
    *,
    reconciliation: bool = False,
    given: Collection[Path] = (),
) -> Decided:
    """Read sheets of waivers and sheets of findings.

    A project names the sheets of its verification and of its reconciliation side by side: each run takes in its own.

    Args:
        paths: the workbooks, or waivers in YAML; several copies of one sheet of findings are taken together.
        folder: the folder of the project file.
        secret: returns the project's secret.
        reconciliation: True = what was decided on the findings of a reconciliation; False = all else.
        given: further workbooks, for this very run: a sheet of the other kind would cover nothing without a word.

    Raises:
        InputError: a file can't be read as a workbook.
        ProjectError: a cell is wrong, or a sheet was changed, is another project's or older than one that was taken in,
            or one that was given is of the other kind.
    """
    waivers: list[Waiver] = []
    sheets: list[DecisionSheet] = []
    for path in (*paths, *given):
        if path.suffix.lower() in SUFFIXES:
            waivers += load_waiver_file(path)
            continue
        if (sheet := _quick(path)) is None:
            opened = open_workbook(path)
            if not is_decision_sheet(opened.book):
                waivers += load_waivers(path, opened)
                continue
            sheet = as_sheet(opened, path.name)
        sheet = checked(sheet, secret())
        if path in given and sheet.rows and sheet.is_of_reconciliation != reconciliation:
            raise _of_the_other_kind(sheet)
        sheets.append(sheet)
    waivers = [w for w in waivers if w.rule.startswith(RECONCILIATION_FAMILY) == reconciliation]
    sheets = [s for s in sheets if s.is_of_reconciliation == reconciliation]
    if not sheets:
        return Decided(tuple(waivers))
    one = merged(sheets)
    _must_not_be_older(sheets[0], folder, name_of_run(reconciliation=reconciliation))
    decisions = _decisions_of(one)
    sources = tuple(Source(sheet.name, sheet.sha256) for sheet in sheets)
    return Decided(tuple(waivers), replace(decisions, sources=sources))


def _quick(path: Path) -> DecisionSheet | None:
    """Return a sheet of findings that is written in the usual form; None for anything else, which openpyxl has to read."""
    try:
        parts = open_parts(path)
    except NoDecisions:
        return None
    return parts.sheet if parts is not None else None


def _of_the_other_kind(sheet: DecisionSheet) -> ProjectError:
    what, command = ("突合", "reconcile") if sheet.is_of_reconciliation else ("検証", "verify")
    return ProjectError(
        f"{what}の課題管理表です",
        place=sheet.name,
        hint=f"chukan {command} --decisions に渡すか、プロジェクトファイルの waivers に書いてください。",
    )


def _must_not_be_older(sheet: DecisionSheet, folder: Path, name: str) -> None:
    last = taken(folder / TAKEN).get(name)
    if last is not None and instant(sheet.run) < instant(last):
        raise ProjectError(
            f"前に読み込んだ課題管理表（検証した日時 {last}）より古い表です",
            place=sheet.about_place("検証した日時"),
            hint=f"新しい表を指定してください。古い表に戻すのなら {TAKEN.as_posix()} を消してください。",
        )


def _decisions_of(sheet: DecisionSheet) -> Decisions:
    """Return what was typed into a sheet that was found in order.

    Raises:
        ProjectError: a cell can't be understood; names it.
    """
    past = [_decision(sheet, row) for row in sheet.past]
    away = [d for d in past if d.past == form.OUT_OF_RUN]
    return Decisions(
        rows=(*(_decision(sheet, row) for row in sheet.rows), *away),
        sources=(Source(sheet.name, sheet.sha256),),
        cut=int(sheet.about[form.LABEL_TOTAL]) > int(sheet.about[form.LABEL_ROWS]),
        past=tuple(d for d in past if d.past != form.OUT_OF_RUN),
        run=sheet.run,
    )


def _decision(sheet: DecisionSheet, row: SheetRow) -> Decision:
    cells = row.cells
    action = _action(cells.get(form.ACTION, ""), sheet.place(row.sheet, form.ACTION, row.row))
    until, when = (
        day_of(cells.get(name, ""), sheet.place(row.sheet, name, row.row), name) for name in (form.UNTIL, form.WHEN)
    )
    return Decision(
        rule=cells[form.RULE].partition(" ")[0],
        item=cells.get(form.ITEM, ""),
        scope=cells.get(form.SCOPE, ""),
        fingerprint=cells.get(form.FINGERPRINT, ""),
        action=action,
        reason=cells.get(form.REASON, ""),
        owner=cells.get(form.OWNER, ""),
        until=until,
        who=cells.get(form.WHO, ""),
        when=when,
        is_loose=not cells.get(form.FILE),
        place=sheet.place(row.sheet),
        cells={name: cells.get(name, "") for name in form.FIXED},
        addresses={name: f"{sheet.columns[name]}{row.row}" for name in form.TYPED},
        past=cells.get(form.SINCE, "") if row.sheet == form.PAST else "",
    )


def _action(text: str, place: str) -> str:
    if text in ("", *ACTIONS):
        return text
    hint = did_you_mean(text, ACTIONS) or f"{form.ACTION_WORDS} のどれかを選ぶか、空欄にしてください。"
    raise ProjectError(f"対応「{text}」は使えません", place=place, hint=hint)
