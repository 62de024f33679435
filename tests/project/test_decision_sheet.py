"""The sheet of findings as it comes back: whoever changed more than he may is told the cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chukan.errors import ProjectError
from chukan.project.decision_sheet import DecisionSheet, SheetRow, checked, instant, open_sheet, same_run
from chukan.project.secret import project_secret
from chukan.verification.decisions import sheet as form


@pytest.fixture(scope="module")
def sheet(seeded: Path) -> DecisionSheet:
    """Return the sheet as the run left it."""
    return open_sheet(seeded / "out" / "report.xlsx")


@pytest.fixture(scope="module")
def secret(seeded: Path) -> bytes:
    return project_secret(seeded)


def changed(sheet: DecisionSheet, row: int, **cells: str) -> DecisionSheet:
    """Return a sheet in which somebody typed into a row."""
    rows = list(sheet.rows)
    rows[row] = replace(rows[row], cells={**rows[row].cells, **cells})
    return replace(sheet, rows=tuple(rows))


def refused(sheet: DecisionSheet, secret: bytes) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        checked(sheet, secret)
    return caught.value


def test_what_people_may_type_is_no_change(sheet: DecisionSheet, secret: bytes) -> None:
    typed = changed(sheet, 0, **dict.fromkeys(form.TYPED, "何か"))

    assert checked(typed, secret) is typed
    assert typed.rows[0].typed == ("何か",) * len(form.TYPED)


def test_rows_may_be_sorted(sheet: DecisionSheet, secret: bytes) -> None:
    turned = replace(sheet, rows=sheet.rows[::-1])

    assert checked(turned, secret) is turned


@pytest.mark.parametrize("heading", form.SEALED)
def test_every_other_cell_is_sealed_and_named(sheet: DecisionSheet, secret: bytes, heading: str) -> None:
    error = refused(changed(sheet, 1, **{heading: "直した"}), secret)

    assert f"「{heading}」が直されている" in error.message
    assert error.place == sheet.place(form.SHEET, heading, sheet.rows[1].row)


def test_a_row_of_another_run_does_not_fit(sheet: DecisionSheet, secret: bytes) -> None:
    """Its seal is right, and covers the run: nobody takes a decision over by pasting."""
    other = form.row_check(secret, "2020-01-01T00:00:00+09:00", sheet.rows[0].sealed)

    assert form.CHECK in refused(changed(sheet, 0, **{form.CHECK: other}), secret).message


def test_a_row_that_is_gone_or_twice_is_told(sheet: DecisionSheet, secret: bytes) -> None:
    gone = refused(replace(sheet, rows=sheet.rows[1:]), secret)
    twice = refused(replace(sheet, rows=(*sheet.rows, replace(sheet.rows[0], row=99))), secret)

    assert f"番号 {sheet.rows[0].cells[form.NUMBER]}" in gone.message
    assert (twice.message[:9], twice.place) == ("同じ行が二つあります"[:9], sheet.place(form.SHEET, form.NUMBER, 99))


def test_the_sheet_of_another_project_is_refused(sheet: DecisionSheet) -> None:
    error = refused(sheet, bytes(32))

    assert error.message == "別のプロジェクトの課題管理表です"
    assert error.place == sheet.about_place(form.LABEL_KEY)


@pytest.mark.parametrize(
    "label", [label for label in form.ABOUT_LABELS if label not in (form.LABEL_KEY, form.LABEL_SEAL)]
)
def test_what_the_sheet_says_of_itself_is_sealed(sheet: DecisionSheet, secret: bytes, label: str) -> None:
    about = {**sheet.about, label: f"{sheet.about[label]}1"}

    assert refused(replace(sheet, about=about), secret).message == "表の由来が直されています"


def test_sheets_are_of_one_run(sheet: DecisionSheet) -> None:
    older = replace(sheet, name="old.xlsx", about={**sheet.about, form.LABEL_RUN: "2020-01-01T00:00:00+09:00"})

    same_run([sheet, sheet])
    with pytest.raises(ProjectError, match="もっと新しい表") as caught:
        same_run([sheet, older])

    assert "old.xlsx" in (caught.value.place or "")


@pytest.mark.parametrize("text", ["", "昨日", "2026-11-23T25:00"])
def test_what_is_no_time_is_older_than_anything(text: str) -> None:
    assert instant(text) < instant("1970-01-01T00:00:00+09:00")
    assert instant("2026-11-23T10:00:00+09:00") == instant("2026-11-23T01:00:00")


def test_a_row_without_a_cell_has_an_empty_one() -> None:
    row = SheetRow(form.SHEET, 2, {form.NUMBER: "1"})

    assert row.sealed == ["1", *[""] * (len(form.SEALED) - 1)]
    assert row.typed == ("",) * len(form.TYPED)
