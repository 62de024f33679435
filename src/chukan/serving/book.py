"""The sheet of decisions (課題管理表) while several people fill it in on a page: read, changed row by row, saved whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

import numpy as np
import numpy.typing as npt

from chukan.authoring.workbook.guard import open_workbook
from chukan.errors import ChukanError, InputError, ProjectError, reason
from chukan.output.folder import whole_file
from chukan.project.decision_sheet import DecisionSheet, SheetRow, as_sheet, can_be_decided, open_sheet
from chukan.project.sheet_parts import NoDecisions, SheetParts, open_parts, retyped, run_of
from chukan.reports.merged_sheet import write_merged
from chukan.serving.findings import Findings
from chukan.serving.typed import understood
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.model import ACCEPT, ACTIONS
from chukan.verification.document import FILE_NAME
from chukan.verification.result import Finding

SAVED, MADE = "decisions.xlsx", "report.xlsx"
"""Where decisions are saved, and the sheet that the run left."""
OPEN, CLOSED = "未決", "記入できない"
STATES = (OPEN, *ACTIONS, CLOSED)
"""What a finding's decision may be; `CLOSED` = the sheet has no row for it."""


class Conflict(Exception):
    """Somebody else wrote into the row meanwhile."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is typed on one finding.

    Attributes:
        version: Changes with the cells; whoever saves says which one he saw.
        accepts: Whether the finding may be accepted by itself: it can be recognised.
    """

    cells: Mapping[str, str]
    version: str
    accepts: bool
    since: str


class DecisionBook:
    """The rows of one sheet, by the numbers of the findings. All its methods may be called by several threads."""

    def __init__(self, folder: Path, findings: Findings, *, read_only: bool = False) -> None:
        """Read the sheet.

        Args:
            folder: of the run.
            findings: of the run.
            read_only: nothing is ever saved.

        Raises:
            InputError: a workbook can't be read.
            ProjectError: the saved sheet is another run's.
        """
        self._folder, self._findings = folder, findings
        self._lock = RLock()
        self._sheet: DecisionSheet | None = None
        self._parts: SheetParts | None = None
        self._rows: dict[int, int] = {}
        self._digest = ""
        self._states: npt.NDArray[np.str_] = np.full(len(findings), CLOSED, "<U8")
        self.why_closed = "表示だけの指定（--read-only）です。" if read_only else ""
        self.read_only = read_only
        self._run = _stamp(folder / FILE_NAME)
        self._load()

    @property
    def path(self) -> Path:
        """Where decisions are saved."""
        return self._folder / SAVED

    @property
    def states(self) -> npt.NDArray[np.str_]:
        """One of `STATES` for each finding."""
        return self._states

    @property
    def counts(self) -> dict[str, int]:
        """How many findings are in each state."""
        names, counts = np.unique(self._states, return_counts=True)
        found = dict(zip(names.tolist(), counts.tolist(), strict=True))
        return {state: int(found.get(state, 0)) for state in STATES}

    @property
    def is_behind(self) -> bool:
        """True when the sheet of the run was saved by somebody after the one of this page: what is typed there is not here."""
        made = self._folder / MADE
        return self.path.exists() and made.exists() and made.stat().st_mtime > self.path.stat().st_mtime

    def look(self) -> ChukanError | None:
        """Take in what somebody else saved meanwhile.

        Returns:
            Why that is not possible, and nothing can be saved now. What was read so far stays: a page can always be shown.
        """
        with self._lock:
            try:
                self._take_in()
            except ChukanError as e:
                return e
        return None

    def of(self, number: int) -> Written | None:
        """Return what is typed on a finding, as far as `look` or `save` has seen; None where the sheet has no row for it."""
        with self._lock:
            return self._of(number)

    def save(self, entries: Mapping[int, str], typed: Mapping[str, str]) -> int:
        """Type the same into the rows of some findings, and save the sheet.

        Args:
            entries: number of the finding -> the version of its row that was seen.
            typed: the cells of `form.TYPED`.

        Returns:
            How many rows were changed.

        Raises:
            Conflict: somebody else wrote into one of them meanwhile.
            ProjectError: a cell can't be understood, or an acceptance lacks something.
            OutputError: the sheet can't be saved; nothing is changed then.
        """
        cells = understood(typed)
        with self._lock:
            if self.read_only or self._sheet is None:
                raise ProjectError(self.why_closed or "この結果には記入できません", place=str(self._folder))
            self._take_in()
            changed: dict[int, dict[str, str]] = {}
            for number, version in entries.items():
                written = self._of(number)
                if written is None:
                    raise ProjectError("この指摘は課題管理表にないため、記入できません", place=f"指摘 {number + 1:,}")
                if written.version != version:
                    raise Conflict
                if cells[form.ACTION] == ACCEPT and not written.accepts:
                    raise ProjectError(
                        "キーで見分けられない指摘は、1件ずつ了承できません",
                        place=f"指摘 {number + 1:,}",
                        hint="プロジェクトの waivers（まとめての了承）を使うか、直してください。",
                    )
                changed[number] = cells
            self._write(changed)
        return len(entries)

    def _write(self, changed: Mapping[int, Mapping[str, str]]) -> None:
        """Save the sheet with other texts for some findings, by their numbers."""
        assert self._sheet is not None  # noqa: S101 - asked by the caller
        if self._parts is None:  # once: what is written then is read the quick way
            new = [*self._sheet.rows]
            for number, cells in changed.items():
                new[self._rows[number]] = retyped(new[self._rows[number]], cells)
            write_merged(self.path, replace(self._sheet, rows=tuple(new)))
            self._load()
            return
        rows = self._sheet.rows
        parts = self._parts.typed({rows[self._rows[number]].row: cells for number, cells in changed.items()})
        with whole_file(self.path) as file:
            parts.write(file)
            if self.path.exists() and _digest(self.path) != self._digest:
                raise Conflict  # somebody saved it while this one was being written
        self._sheet, self._parts, self._digest = parts.sheet, parts, _digest(self.path)
        for number, cells in changed.items():
            self._states[number] = cells[form.ACTION] or OPEN

    def _of(self, number: int) -> Written | None:
        if self._sheet is None or number not in self._rows:
            return None
        cells = self._sheet.rows[self._rows[number]].cells
        # a day is a moment in a sheet that Excel saved, and is the same day
        typed = {name: cells.get(name, "").removesuffix("T00:00:00") for name in form.TYPED}
        version = hashlib.sha256("\0".join(typed.values()).encode()).hexdigest()[:16]
        return Written(typed, version, bool(cells.get(form.FINGERPRINT)), cells.get(form.SINCE, ""))

    def _take_in(self) -> None:
        """Read the saved sheet again when somebody else saved it, in Excel or on another page.

        Raises:
            ProjectError: the findings themselves are no longer those that were read.
        """
        if _stamp(self._folder / FILE_NAME) != self._run:
            raise ProjectError(
                "検証の結果が作り直されたか、なくなりました。このページの指摘は前のもので、記入できません",
                place=str(self._folder),
                hint=f"chukan serve を Ctrl-C で終えて、起動し直してください。保存した記入は {SAVED} にあります。",
            )
        if self.path.exists() and self._digest != _digest(self.path):
            self._load()

    def _load(self) -> None:
        path = self.path if self.path.exists() else self._folder / MADE
        if not path.exists():
            self.why_closed = self.why_closed or "report.xlsx がないため、記入できません。"
            return
        digest = _digest(path) if path == self.path else ""
        sheet, parts = _read(path)
        if sheet is None:
            self.why_closed = (
                self.why_closed
                or "プロジェクトの検証（chukan verify）の結果ではないため、記入できません。指摘を見ることだけできます。"
            )
            return
        if path == self.path and (self._folder / MADE).exists():
            _must_be_of_the_run(sheet, self._folder / MADE)
        self._take(sheet, parts)
        self._digest = digest

    def _take(self, sheet: DecisionSheet, parts: SheetParts | None) -> None:
        self._sheet, self._parts = sheet, parts
        self._rows = _paired(self._findings, sheet.rows)
        states = np.full(len(self._findings), CLOSED, "<U8")
        for number, row in self._rows.items():
            states[number] = sheet.rows[row].cells.get(form.ACTION, "") or OPEN
        self._states = states


def _read(path: Path) -> tuple[DecisionSheet | None, SheetParts | None]:
    """Return a sheet of findings, and its parts where it is written in the usual form; None for one without decisions."""
    try:
        if (parts := open_parts(path)) is not None:
            return parts.sheet, parts
    except NoDecisions:
        return None, None
    opened = open_workbook(path)
    return (as_sheet(opened, path.name) if can_be_decided(opened.book) else None), None


def _must_be_of_the_run(saved: DecisionSheet, made: Path) -> None:
    """Refuse decisions on the findings of an earlier run.

    Raises:
        ProjectError: they are.
    """
    if saved.run != (run_of(made) or open_sheet(made).run):
        raise ProjectError(
            f"{SAVED} は前の検証（{saved.run}）への記入です",
            place=saved.about_place(form.LABEL_RUN),
            hint=f"別の場所に移し、chukan verify PROJECT.yaml --decisions 移した {SAVED} --out このフォルダ で引き継いでください。",
        )


def _paired(findings: Findings, rows: Iterable[SheetRow]) -> dict[int, int]:
    """Return the number of each finding that the sheet lists, with the row in it."""
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        cells = row.cells
        rule = cells.get(form.RULE, "").partition(" ")[0]
        names = (form.SCOPE, form.FINGERPRINT, form.RECORD, form.LINE, form.ITEM, form.FILE)
        waiting[rule, *(form.normal(cells.get(name, "")) for name in names)].append(at)
    columns = ("municipality", "business", "layout", "rule", "fingerprint", "record", "line", "item", "file")
    found: dict[int, int] = {}
    for number, finding in enumerate(findings.table.select(list(columns)).to_pylist()):
        scope = "/".join(finding[name] for name in columns[:3] if finding[name])
        texts = (scope, *(finding[name] for name in ("fingerprint", "record", "line", "item", "file")))
        key = finding["rule"], *(form.normal("" if text is None else str(text)) for text in texts)
        if waiting[key]:
            found[number] = waiting[key].pop(0)
    return found


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from the next under its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as e:
        raise InputError(
            f"課題管理表を読めません: {reason(e)}",
            place=str(path),
            hint="Excel で開いていれば閉じ、読める場所に置き直してください。",
        ) from None


def row_name(finding: Finding) -> str:
    """Return how people call a finding's record."""
    return f"{finding.record:,} 件目" if finding.record else "ファイル全体"
