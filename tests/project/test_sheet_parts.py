"""The quick way to a sheet of findings says what openpyxl says, whoever saved it, and changes nothing but what is typed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from chukan.cli.main import run
from chukan.project.decision_sheet import DecisionSheet, checked, open_sheet
from chukan.project.secret import project_secret
from chukan.project.sheet_parts import NoDecisions, SheetParts, open_parts, run_of
from chukan.verification.decisions import sheet as form

PERSON = "139998/resident_register_person.csv"
ACCEPTED = {
    "対応": "了承",
    "理由": "<照会中> & _x0041_ \"引用\" 'a'",
    "担当": "",
    "期限": "2026-12-01",
    "了承者": "課長",
    "了承日": "2026-11-22",
}


@pytest.fixture(scope="module")
def made(seeded: Path) -> Path:
    """Return the report of a project whose people have findings."""
    return seeded / "out" / "report.xlsx"


def _parts(path: Path) -> SheetParts:
    parts = open_parts(path)
    assert parts is not None
    return parts


def _saved(parts: SheetParts, path: Path) -> Path:
    with path.open("wb") as file:
        parts.write(file)
    return path


def _same(one: DecisionSheet, other: DecisionSheet) -> bool:
    names = ("sha256", "about", "about_cells", "columns", "rows", "past", "group")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def test_it_says_what_openpyxl_says(made: Path) -> None:
    assert _same(_parts(made).sheet, open_sheet(made))
    assert run_of(made) == open_sheet(made).run


def test_what_is_typed_is_saved_and_the_rest_stays(made: Path, tmp_path: Path) -> None:
    before = _parts(made)
    first, *others = before.sheet.rows
    saved = _saved(before.typed({first.row: ACCEPTED}), tmp_path / "decisions.xlsx")
    sheet = open_sheet(saved)
    assert _same(_parts(saved).sheet, sheet)
    assert sheet.rows[1:] == tuple(others)
    assert sheet.rows[0].sealed == first.sealed
    typed = dict(zip(form.TYPED, sheet.rows[0].typed, strict=True))
    assert typed == {**ACCEPTED, "期限": "2026-12-01T00:00:00", "了承日": "2026-11-22T00:00:00"}
    assert checked(sheet, project_secret(made.parents[1])) is sheet
    cell = openpyxl.load_workbook(saved)[form.SHEET][f"{sheet.columns['了承日']}{first.row}"]
    assert cell.is_date
    assert cell.number_format == openpyxl.load_workbook(made)[form.SHEET][cell.coordinate].number_format


def test_a_decision_is_taken_back_and_another_one_made(made: Path, tmp_path: Path) -> None:
    before = _parts(made)
    first, second, *_ = before.sheet.rows
    saved = _saved(before.typed({first.row: ACCEPTED}), tmp_path / "a.xlsx")
    blank = dict.fromkeys(form.TYPED, "")
    again = _saved(_parts(saved).typed({first.row: blank, second.row: {**blank, "対応": "直す"}}), tmp_path / "b.xlsx")
    sheet = open_sheet(again)
    assert not any(sheet.rows[0].typed)
    assert sheet.rows[1].typed[0] == "直す"
    counts = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(again, data_only=True)[form.ABOUT].iter_rows()
    }
    assert (counts["直す"], counts["了承"]) == (1, 0)


def test_the_other_parts_of_the_workbook_are_the_same_bytes(made: Path, tmp_path: Path) -> None:
    parts = _parts(made)
    saved = _saved(parts.typed({parts.sheet.rows[0].row: ACCEPTED}), tmp_path / "a.xlsx")
    with zipfile.ZipFile(made) as one, zipfile.ZipFile(saved) as other:
        assert one.namelist() == other.namelist()
        changed = {name for name in one.namelist() if one.read(name) != other.read(name)}
    assert changed == {parts.part, parts.about, "xl/sharedStrings.xml"}


def _rewritten(path: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(target, "w") as other:
        for name in one.namelist():
            other.writestr(name, change(name, one.read(name)))
    return target


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sheetData>", b"<sheetData><!-- x -->"),
        (b'<row r="2"', b'<x:row r="2"'),
        (b"</row></sheetData>", b'<c r="ZZ9" t="e"><v>#N/A</v></c></row></sheetData>'),
        (b"</row></sheetData>", b'<c r="ZZ9"><f>1+1</f><v>2</v></c></row></sheetData>'),
    ],
)
def test_of_any_other_form_nothing_is_guessed(made: Path, tmp_path: Path, old: bytes, new: bytes) -> None:
    part = _parts(made).part
    path = _rewritten(made, tmp_path / "a.xlsx", lambda name, data: data.replace(old, new, 1) if name == part else data)
    assert path.read_bytes() != made.read_bytes()
    assert open_parts(path) is None


def test_a_dtd_is_never_parsed(made: Path, tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'
    path = _rewritten(
        made,
        tmp_path / "a.xlsx",
        lambda name, data: data.replace(b"<workbook", bomb, 1) if name == "xl/workbook.xml" else data,
    )
    assert open_parts(path) is None
    assert run_of(path) is None


def test_readings_of_a_name_are_not_part_of_it(made: Path, tmp_path: Path) -> None:
    """Excel keeps how Japanese was typed beside it."""
    sound = "<si><t>見本協議会</t><rPh sb='0' eb='2'><t>ミホン</t></rPh><phoneticPr fontId='1'/></si>".encode()
    path = _rewritten(
        made,
        tmp_path / "a.xlsx",
        lambda name, data: data.replace(b"</sst>", sound + b"</sst>") if name == "xl/sharedStrings.xml" else data,
    )
    assert _same(_parts(path).sheet, open_sheet(path))


def test_a_damaged_workbook_is_not_read(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    data = made.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert open_parts(path) is None


def test_the_results_of_check_have_nothing_to_decide_in(made: Path, tmp_path: Path) -> None:
    person = made.parents[1] / PERSON
    arguments = ["check", str(person), "-l", "resident_register/person", "--out", str(tmp_path / "out"), "--quiet"]
    assert run([*arguments, "--as-of", "2026-11-23", "--no-progress"]) == 1
    with pytest.raises(NoDecisions):
        open_parts(tmp_path / "out" / "report.xlsx")


def test_the_same_decisions_make_the_same_bytes(made: Path) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    parts = _parts(made)
    for file in (first, second):
        parts.typed({parts.sheet.rows[0].row: ACCEPTED}).write(file)
    assert first.getvalue() == second.getvalue()
