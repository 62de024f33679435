"""指摘一覧: what it lists, what people type into, what seals it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.output.excel import Book
from chukan.project.decision_sheet import open_sheet
from chukan.reports.issue_rows import shown
from chukan.reports.issues import issue_sheets
from chukan.reports.merged_sheet import write_merged
from chukan.reports.summary import summarise
from chukan.severity import Severity
from chukan.verification.decisions import sheet as form
from chukan.verification.decisions.ledger import NO_LEDGER, Ledger
from chukan.verification.decisions.model import ACCEPT, Decision, Decisions
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]
DAY = dt.date(2026, 4, 1)
SECRET = bytes(range(32))


def written(made: Made, findings: Sequence[Finding], ledger: Ledger, folder: Path) -> Any:
    of_project = replace(made[0], fingerprint_key="0123456789abcdef")
    with Book(folder / "a.xlsx", title="", day=DAY, largest=len(findings), footer="") as book:
        issue_sheets(book, summarise(of_project), findings, ledger)
    return openpyxl.load_workbook(folder / "a.xlsx")


def column(sheet: Any, heading: str) -> list[Any]:
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == heading)
    return [cell.value for cell in sheet[letter][1:]]


def test_without_a_secret_it_is_a_list_to_read(made: Made, tmp_path: Path) -> None:
    book = written(made, made[1][:3], NO_LEDGER, tmp_path)

    assert book.sheetnames == [form.SHEET]
    headings = [cell.value for cell in book[form.SHEET][1]]
    assert headings == [*form.FIXED, form.ACTOR]
    assert column(book[form.SHEET], form.RULE)[2].startswith(made[1][2].rule)


def test_with_one_there_is_room_to_decide_and_a_guide(made: Made, tmp_path: Path) -> None:
    sheet = (book := written(made, made[1][:3], Ledger(SECRET), tmp_path))[form.SHEET]

    assert book.sheetnames == [form.SHEET, form.ABOUT]
    assert sheet.protection.sheet
    assert {str(v.sqref).rstrip("0123456789:") for v in sheet.data_validations.dataValidation}
    action = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == form.ACTION)
    assert not action.protection.locked
    assert all(column(sheet, form.CHECK))


def test_what_was_typed_comes_back_and_what_is_past_has_its_own_sheet(made: Made, tmp_path: Path) -> None:
    findings = [replace(f, fingerprint=f"f{n}") for n, f in enumerate(made[1][2:4])]
    row = Decision(rule="V01", fingerprint="f1", action=ACCEPT, reason="原本どおり", who="係長", when="2026-04-01")
    gone = replace(row, fingerprint="gone", reason="前のもの", cells={form.RULE: "V01 必須"})

    book = written(made, findings, Ledger(SECRET, Decisions((row, gone))), tmp_path)

    assert column(book[form.SHEET], "理由") == [None, "原本どおり"]
    assert column(book[form.SHEET], form.SINCE) == [form.SINCE_WORDS["new"], form.SINCE_WORDS["continuing"]]
    assert column(book[form.PAST], "理由") == ["前のもの"]


def test_more_findings_than_it_holds_leave_the_lightest_out(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "ROWS", 2)
    light, grave = replace(made[1][2], severity=Severity.INFO), replace(made[1][2], severity=Severity.ERROR)

    sheet = written(made, [light, grave, light, grave], NO_LEDGER, tmp_path)[form.SHEET]

    assert column(sheet, form.SEVERITY) == [shown_severity(Severity.ERROR)] * 2


def shown_severity(severity: Severity) -> str:
    return shown([severity if name == form.SEVERITY else "" for name in form.FIXED])[form.FIXED.index(form.SEVERITY)]


def test_long_texts_keep_their_seal_however_often_the_sheet_is_written(made: Made, tmp_path: Path) -> None:
    long = replace(made[1][2], message="使えるコード" * 100, file="長い名前" * 90, fingerprint="f0")
    reason = "照会の経過。" * 200
    row = Decision(rule=long.rule, fingerprint="f0", action=ACCEPT, reason=reason, who="係長", when="2026-04-01")
    gone = replace(row, fingerprint="gone", cells={form.RULE: "V01 必須", form.FIXED[-1]: "使えるコード" * 100})
    written(made, [long], Ledger(SECRET, Decisions((row, gone))), tmp_path)
    once = open_sheet(tmp_path / "a.xlsx")
    write_merged(tmp_path / "b.xlsx", once)
    twice = open_sheet(tmp_path / "b.xlsx")

    for sheet in (once, twice):
        for one in (*sheet.rows, *sheet.past):
            assert one.cells["理由"] == reason
            assert one.cells[form.CHECK] == form.row_check(SECRET, sheet.run, one.sealed)
    assert "…（全 600 文字）" in twice.rows[0].cells[form.FIXED[-1]]
    assert (len(twice.rows), len(twice.past)) == (1, 1)
