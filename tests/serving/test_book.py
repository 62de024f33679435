"""Decisions: saved whole, by several people, and read by the next verification."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest

from chukan.cli.main import run
from chukan.errors import ProjectError
from chukan.project.decision_sheet import open_sheet
from chukan.project.sheet_parts import SheetParts
from chukan.serving.app import Pages
from chukan.serving.book import CLOSED, OPEN, SAVED, Conflict, DecisionBook
from chukan.serving.findings import Query
from chukan.verification.decisions import sheet as form
from chukan.verification.document import load_verification

from .conftest import pages_of

ACCEPTED = {"対応": "了承", "理由": "戸籍照会中", "了承者": "課長", "了承日": "令和8年11月22日", "担当": "住民係"}


def _numbers(pages: Pages) -> list[int]:
    return [int(n) for n in pages.findings.matching(Query.of({"rule": "V04", "item": "性別"}), pages.book.states)]


def _version(pages: Pages, number: int) -> str:
    written = pages.book.of(number)
    assert written is not None
    return written.version


def test_what_is_saved_is_what_verify_takes_in(pages: Pages, project: Path) -> None:
    numbers = _numbers(pages)
    pages.book.save({n: _version(pages, n) for n in numbers[:2]}, ACCEPTED)
    pages.book.save({numbers[2]: _version(pages, numbers[2])}, {"対応": "直す", "担当": "事業者A"})
    assert pages.book.counts["了承"] == 2
    assert pages.book.counts["直す"] == 1
    saved = project / "out" / SAVED
    again = [
        "verify",
        str(project / "project.yaml"),
        "--decisions",
        str(saved),
        "--out",
        str(project / "next"),
        "--as-of",
        "2026-11-23",
        "--no-progress",
        "--quiet",
    ]
    assert run(again) == 1
    use = load_verification(project / "next").decisions
    assert use is not None
    assert (use.accepted, use.mend, use.continuing, use.new) == (2, 1, use.rows, 0)


def test_somebody_else_was_first(pages: Pages, project: Path) -> None:
    number, *_ = _numbers(pages)
    seen = _version(pages, number)
    other = pages_of(project)
    other.book.save({number: seen}, {"対応": "保留", "理由": "確認中"})
    with pytest.raises(Conflict):
        pages.book.save({number: seen}, ACCEPTED)
    written = pages.book.of(number)
    assert written is not None
    assert written.cells["対応"] == "保留"
    pages.book.save({number: written.version}, ACCEPTED)
    assert pages_of(project).book.counts["了承"] == 1


def test_somebody_saves_while_this_one_is_being_written(
    pages: Pages, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = _numbers(pages)
    pages.book.save({first: _version(pages, first)}, ACCEPTED)
    written = SheetParts.write

    def slowly(parts: SheetParts, file: BinaryIO) -> None:
        written(parts, file)
        monkeypatch.setattr(SheetParts, "write", written)
        pages_of(project).book.save({first: _version(pages, first)}, {"対応": "保留", "担当": "乙"})

    monkeypatch.setattr(SheetParts, "write", slowly)
    with pytest.raises(Conflict):
        pages.book.save({second: _version(pages, second)}, {"対応": "直す"})
    assert pages.book.look() is None
    assert pages.book.counts["保留"] == 1
    pages.book.save({second: _version(pages, second)}, {"対応": "直す"})
    assert pages_of(project).book.counts == {**pages.book.counts}


@pytest.mark.parametrize("quick", [True, False])
def test_each_finding_has_its_own_row_however_the_sheet_is_sorted(
    project: Path, monkeypatch: pytest.MonkeyPatch, quick: bool
) -> None:
    path = project / "out" / "report.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book[form.SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column, value)
    book.save(path)
    if not quick:
        monkeypatch.setattr("chukan.serving.book.open_parts", lambda _: None)
    pages = pages_of(project)
    numbers = _numbers(pages)
    for number, owner in zip(numbers, "甲乙丙", strict=True):
        pages.book.save({number: _version(pages, number)}, {"対応": "直す", "担当": owner})
    saved = {row.cells["番号"]: row.cells.get("担当", "") for row in open_sheet(project / "out" / SAVED).rows}
    assert [saved[str(number + 1)] for number in numbers] == [*"甲乙丙"]
    assert sum(map(bool, saved.values())) == 3
    assert [w.cells["担当"] for n in numbers if (w := pages.book.of(n))] == [*"甲乙丙"]


def test_what_no_cell_can_hold_is_not_saved(pages: Pages) -> None:
    number, *_ = _numbers(pages)
    with pytest.raises(ProjectError, match="目に見えない文字"):
        pages.book.save({number: _version(pages, number)}, {"対応": "直す", "理由": "a\x00b"})
    assert not pages.book.path.exists()


def test_a_decision_is_taken_back(pages: Pages) -> None:
    number, *_ = _numbers(pages)
    pages.book.save({number: _version(pages, number)}, ACCEPTED)
    pages.book.save({number: _version(pages, number)}, {})
    written = pages.book.of(number)
    assert written is not None
    assert not any(written.cells.values())
    assert pages.book.states[number] == OPEN


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"対応": "了承"}, "了承には理由・了承者・了承日が要ります"),
        ({"対応": "無視"}, "対応「無視」は使えません"),
        ({"対応": "直す", "期限": "来週"}, "期限「来週」を日付として読めません"),
        ({**ACCEPTED, "了承日": "2999-01-01"}, "了承日が先の日付です"),
    ],
)
def test_what_cannot_be_understood_is_not_saved(
    pages: Pages, project: Path, typed: dict[str, str], message: str
) -> None:
    number, *_ = _numbers(pages)
    with pytest.raises(ProjectError) as error:
        pages.book.save({number: _version(pages, number)}, typed)
    assert message in error.value.message
    assert not (project / "out" / SAVED).exists()


def test_read_only_saves_nothing(project: Path) -> None:
    pages = pages_of(project, read_only=True)
    number, *_ = _numbers(pages)
    with pytest.raises(ProjectError, match="read-only"):
        pages.book.save({number: _version(pages, number)}, ACCEPTED)


def test_results_of_check_can_only_be_seen(project: Path) -> None:
    person = project / "139998" / "resident_register_person.csv"
    arguments = ["check", str(person), "-l", "resident_register/person", "--out", str(project / "out"), "--quiet"]
    assert run([*arguments, "--as-of", "2026-11-23", "--no-progress"]) == 1
    pages = pages_of(project)
    assert "記入できません" in pages.book.why_closed
    assert set(pages.book.states.tolist()) == {CLOSED}


def test_decisions_of_an_earlier_run_are_told(pages: Pages, project: Path) -> None:
    number, *_ = _numbers(pages)
    pages.book.save({number: _version(pages, number)}, ACCEPTED)
    arguments = ["verify", str(project / "project.yaml"), "--out", str(project / "out"), "--as-of", "2026-11-24"]
    assert run([*arguments, "--no-progress", "--quiet"]) == 1
    with pytest.raises(ProjectError, match="前の検証"):
        pages_of(project)


def test_a_report_that_was_saved_later_is_told(pages: Pages, project: Path) -> None:
    number, *_ = _numbers(pages)
    assert not pages.book.is_behind
    pages.book.save({number: _version(pages, number)}, ACCEPTED)
    assert not pages.book.is_behind
    later = (project / "out" / SAVED).stat().st_mtime + 10
    os.utime(project / "out" / "report.xlsx", (later, later))
    assert pages.book.is_behind


def test_the_sheet_keeps_everything_but_what_was_typed(pages: Pages, project: Path) -> None:
    number, *_ = _numbers(pages)
    pages.book.save({number: _version(pages, number)}, ACCEPTED)
    made, saved = (open_sheet(project / "out" / name) for name in ("report.xlsx", SAVED))
    assert saved.about == made.about
    assert [row.sealed for row in saved.rows] == [row.sealed for row in made.rows]
    assert isinstance(pages.book, DecisionBook)


def test_a_sheet_that_excel_saved_without_a_change_is_no_conflict(pages: Pages) -> None:
    number, *_ = _numbers(pages)
    pages.book.save({number: _version(pages, number)}, ACCEPTED)
    seen = _version(pages, number)
    book = openpyxl.load_workbook(pages.book.path)
    book.save(pages.book.path)
    written = pages.book.of(number)
    assert written is not None
    assert written.cells["了承日"] == "2026-11-22"
    pages.book.save({number: seen}, {**ACCEPTED, "理由": "照会を終えた"})
    written = pages.book.of(number)
    assert written is not None
    assert written.cells["理由"] == "照会を終えた"


def test_a_text_that_no_cell_holds_is_not_saved(pages: Pages) -> None:
    number, *_ = _numbers(pages)
    with pytest.raises(ProjectError, match="理由が長すぎます（40,000 文字）"):
        pages.book.save({number: _version(pages, number)}, {"対応": "直す", "理由": "x" * 40_000})
    assert not pages.book.path.exists()
    pages.book.save({number: _version(pages, number)}, {"対応": "直す", "理由": "x" * 10_000})
    cells = [row.cells.get("理由", "") for row in open_sheet(pages.book.path).rows]
    assert "x" * 10_000 in cells


def test_long_texts_of_a_sheet_are_not_cut_twice(pages: Pages, project: Path) -> None:
    long = project / "out"
    findings = pages.findings
    number, *_ = _numbers(pages)
    reason = "照会の経過。" * 200
    pages.book.save({number: _version(pages, number)}, {"対応": "直す", "理由": reason})
    again = pages_of(project).book
    written = again.of(number)
    assert written is not None
    assert written.cells["理由"] == reason
    again.save({number: written.version}, {"対応": "保留", "理由": reason})
    kept = [row.cells.get("理由", "") for row in open_sheet(long / SAVED).rows]
    assert kept.count(reason) == 1
    assert len(kept) == len(findings)
