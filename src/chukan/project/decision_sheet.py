"""The sheet of findings (課題管理表) as it comes back: read, and its seals checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook

from chukan.authoring.workbook.guard import GuardedFile as Opened
from chukan.authoring.workbook.guard import open_workbook
from chukan.errors import ProjectError, did_you_mean
from chukan.project.cells import texts_of
from chukan.rules.rule import RECONCILIATION_FAMILY
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.fingerprint import public_id

Texts = Mapping[int, Mapping[int, str]]
"""Row -> column -> text of one sheet, both from 1; only cells that hold something."""
_AGAIN = (
    "chukan verify --out が書いた report.xlsx か、chukan reconcile --out が書いた reconciliation.xlsx の、"
    "色の付いた欄だけに記入したものを使ってください。"
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as the workbook has it: heading -> text."""

    sheet: str
    row: int
    cells: Mapping[str, str]

    @property
    def sealed(self) -> list[str]:
        """The cells that must be as they were written."""
        return [self.cells.get(heading, "") for heading in form.SEALED]

    @property
    def typed(self) -> tuple[str, ...]:
        """What people wrote."""
        return tuple(self.cells.get(heading, "") for heading in form.TYPED)


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A workbook with a sheet of findings.

    Attributes:
        name: how messages call the file. They also go into papers and reports, which name no folders of this machine.
        about: what it says of itself, see `form.ABOUT_LABELS`.
        about_cells: label -> the cell of its value.
        columns: heading -> its letter.
        rows: of the list of findings.
        past: of what was typed before on findings that are not in the list.
        group: the title of the sheet that says what the workbook is.
    """

    name: str
    sha256: str
    about: Mapping[str, str]
    about_cells: Mapping[str, str]
    columns: Mapping[str, str]
    rows: tuple[SheetRow, ...]
    past: tuple[SheetRow, ...]
    group: str

    @property
    def run(self) -> str:
        """Of which run the sheet is, ISO time."""
        return self.about[form.LABEL_RUN]

    @property
    def is_of_reconciliation(self) -> bool:
        """True when it lists findings that only a reconciliation has."""
        rules = (row.cells[form.RULE] for row in (*self.rows, *self.past))
        return any(rule.startswith(RECONCILIATION_FAMILY) for rule in rules)

    def place(self, sheet: str, heading: str = "", row: int = 0) -> str:
        """Return a place for messages: file, sheet and cell."""
        cell = f" セル {self.columns[heading]}{row}" if heading and row else ""
        return f"{self.name} シート「{sheet}」{cell}"

    def about_place(self, label: str) -> str:
        """Return the place of a value of the sheet that says what the workbook is."""
        return f"{self.name} シート「{form.ABOUT}」 セル {self.about_cells[label]}"


def is_decision_sheet(book: Workbook) -> bool:
    """Return True when a workbook has a sheet of findings, whatever was done to it."""
    return form.SHEET in book.sheetnames or form.ABOUT in book.sheetnames


def can_be_decided(book: Workbook) -> bool:
    """Return True when a workbook has a sheet of findings with columns to decide in."""
    return form.SHEET in book.sheetnames and any(
        cell.value == form.ACTION for cell in next(book[form.SHEET].iter_rows())
    )


def open_sheet(path: Path) -> DecisionSheet:
    """Read a workbook with a sheet of findings, as it is; messages name it by its path: copies are often called alike.

    Raises:
        InputError: the file can't be read as a workbook.
        ProjectError: it has no such sheet, or lacks a part of it.
    """
    return as_sheet(open_workbook(path), path.as_posix())


def as_sheet(opened: Opened, called: str) -> DecisionSheet:
    """Return an open workbook as a sheet of findings, called so in messages; see `open_sheet`."""
    book = opened.book
    names = [name for name in (form.SHEET, form.ABOUT, form.PAST) if name in book.sheetnames]
    return sheet_of({name: texts_of(book[name]) for name in names}, opened.sha256, called)


def sheet_of(texts: Mapping[str, Texts], sha256: str, called: str) -> DecisionSheet:
    """Return a sheet of findings from the texts of its cells.

    Args:
        texts: sheet -> row -> column -> text, of those sheets of `form` that the workbook has.
        sha256: of the workbook.
        called: what messages call it.

    Raises:
        ProjectError: a sheet or a part of one is lacking.
    """
    for name in (form.SHEET, form.ABOUT):
        if name not in texts:
            raise ProjectError(f"シート「{name}」がありません", place=called, hint=_AGAIN)
    about, about_cells, group = _about(texts[form.ABOUT], called)
    columns, rows = _table(texts[form.SHEET], form.SHEET, called)
    past = _table(texts[form.PAST], form.PAST, called)[1] if form.PAST in texts else ()
    return DecisionSheet(
        name=called,
        sha256=sha256,
        about=about,
        about_cells=about_cells,
        columns=columns,
        rows=rows,
        past=past,
        group=group,
    )


def checked(sheet: DecisionSheet, secret: bytes) -> DecisionSheet:
    """Return the sheet when it is of this project and nothing in it was changed but what people may write.

    Raises:
        ProjectError: it is another project's, was changed, or lacks rows; names the cell.
    """
    if sheet.about[form.LABEL_KEY] != public_id(secret):
        raise ProjectError(
            "別のプロジェクトの課題管理表です",
            place=sheet.about_place(form.LABEL_KEY),
            hint="このプロジェクトの検証が書いた表を指定してください。プロジェクトの秘密の鍵（.chukan/secret）を失ったときもこうなります。控えがあれば戻してください。",
        )
    values = [sheet.about[label] for label in form.ABOUT_LABELS if label != form.LABEL_SEAL]
    if sheet.about[form.LABEL_SEAL] != form.about_check(secret, values):
        raise ProjectError("表の由来が直されています", place=f"{sheet.name} シート「{form.ABOUT}」", hint=_AGAIN)
    seen: dict[str, SheetRow] = {}
    for row in (*sheet.rows, *sheet.past):
        check = row.cells.get(form.CHECK, "")
        if check != form.row_check(secret, sheet.run, row.sealed):
            heading = form.changed_cell(check, row.sealed)
            raise ProjectError(
                f"「{heading}」が直されているか、別の表の行です",
                place=sheet.place(row.sheet, heading, row.row),
                hint=_AGAIN,
            )
        name = f"{row.sheet} {row.cells[form.NUMBER]}"
        if name in seen:
            raise ProjectError(
                f"同じ行が二つあります（{seen[name].row} 行目と同じ番号 {row.cells[form.NUMBER]}）",
                place=sheet.place(row.sheet, form.NUMBER, row.row),
                hint="貼り付けた行を消してください。",
            )
        seen[name] = row
    _must_be_whole(sheet)
    return sheet


def _must_be_whole(sheet: DecisionSheet) -> None:
    wanted = int(sheet.about[form.LABEL_ROWS])
    there = {row.cells[form.NUMBER] for row in sheet.rows}
    missing = [str(n) for n in range(1, wanted + 1) if str(n) not in there]
    if missing:
        more = f" ほか {len(missing) - 5:,} 行" if len(missing) > 5 else ""
        raise ProjectError(
            f"行が消されています（番号 {'、'.join(missing[:5])}{more}）",
            place=f"{sheet.name} シート「{form.SHEET}」 列「{form.NUMBER}」",
            hint="行は消さず、対応を空欄のままにしてください。消す前の表があれば、それを使ってください。",
        )


def _about(texts: Texts, called: str) -> tuple[dict[str, str], dict[str, str], str]:
    found: dict[str, str] = {}
    where: dict[str, str] = {}
    for row, cells in texts.items():
        if cells.get(1) in form.ABOUT_LABELS:
            found[cells[1]], where[cells[1]] = cells.get(2, ""), f"B{row}"
    for label in form.ABOUT_LABELS:
        if not found.get(label):
            raise ProjectError(f"「{label}」がありません", place=f"{called} シート「{form.ABOUT}」", hint=_AGAIN)
    if found[form.LABEL_VERSION] != form.VERSION:
        raise ProjectError(
            f"別の版の課題管理表です（{found[form.LABEL_VERSION]}、読める版は {form.VERSION}）",
            place=f"{called} シート「{form.ABOUT}」 セル {where[form.LABEL_VERSION]}",
            hint="この chukan で verify をやり直し、新しい表に書き写してください。",
        )
    for label in (form.LABEL_ROWS, form.LABEL_TOTAL):
        if not (found[label].isascii() and found[label].isdigit()):
            raise ProjectError(
                f"「{label}」が数ではありません",
                place=f"{called} シート「{form.ABOUT}」 セル {where[label]}",
                hint=_AGAIN,
            )
    return found, where, texts.get(1, {}).get(1, "").removesuffix("課題管理表").strip()


def _table(texts: Texts, name: str, called: str) -> tuple[dict[str, str], tuple[SheetRow, ...]]:
    headings = {text: column for column, text in texts.get(1, {}).items()}
    for heading in (*form.SEALED, form.CHECK, *form.TYPED):
        if heading not in headings:
            hint = did_you_mean(heading, headings) or ""
            raise ProjectError(
                f"列「{heading}」がありません", place=f"{called} シート「{name}」 1 行目", hint=f"{hint}{_AGAIN}"
            )
    letters = {heading: get_column_letter(column) for heading, column in headings.items()}
    known = (*form.SEALED, form.CHECK, *form.TYPED)
    return letters, tuple(_body(texts, {h: headings[h] for h in known}, name, called))


def _body(texts: Texts, columns: Mapping[str, int], name: str, called: str) -> Iterator[SheetRow]:
    for number, cells in texts.items():
        values = {heading: cells[column] for heading, column in columns.items() if column in cells}
        if number == 1 or not values or not _is_row(values):
            continue
        for heading in (form.NUMBER, form.RULE, form.CHECK):
            if heading not in values:
                cell = f"{get_column_letter(columns[heading])}{number}"
                raise ProjectError(
                    f"「{heading}」が空です", place=f"{called} シート「{name}」 セル {cell}", hint=_AGAIN
                )
        yield SheetRow(name, number, values)


def _is_row(values: Mapping[str, str]) -> bool:
    """Return False for the sentence of an empty sheet."""
    return set(values) != {form.NUMBER}


def instant(run: str) -> dt.datetime:
    """Return when a run began; what is no time is older than anything."""
    try:
        found = dt.datetime.fromisoformat(run)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def same_run(sheets: Sequence[DecisionSheet]) -> None:
    """Refuse sheets of several runs: the older ones know less.

    Raises:
        ProjectError: one is older than another; names its cell.
    """
    newest = max(sheets, key=lambda s: instant(s.run))
    for sheet in sheets:
        if sheet.about[form.LABEL_KEY] != newest.about[form.LABEL_KEY]:
            raise ProjectError(
                f"{newest.name} とは別のプロジェクトの課題管理表です",
                place=sheet.about_place(form.LABEL_KEY),
                hint="同じ検証が書いた表どうしを指定してください。",
            )
        if sheet.run != newest.run:
            raise ProjectError(
                f"もっと新しい表（{newest.name}、{newest.run}）があります",
                place=sheet.about_place(form.LABEL_RUN),
                hint="同じ検証が書いた表どうしを指定してください。古い表の記入は、新しい表に引き継がれています。",
            )
