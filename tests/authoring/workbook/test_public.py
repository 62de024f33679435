"""The public workbook (fixtures/workbooks) imports whole and exact, and is the pack that chukan carries."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest

from chukan.authoring.workbook.importer import import_workbooks
from chukan.authoring.workbook.report import ImportReport
from chukan.layouts.library import Library, builtin_folder
from chukan.layouts.pack import Pack

PUBLIC = Path(__file__).parents[3] / "fixtures" / "workbooks" / "kihon_data_list_031_atena.xlsx"
ADDRESS = "kihon@unstated/non_resident_addressee_number/addressee_basic"

# name, type, length, requirement: read off the workbook by eye
EXPECTED = [
    "",
    "宛名番号 X 15 required",
    "個人番号 X 12 optional",
    "氏名 N 100 conditional",
    "氏_日本人 N 50 conditional",
    "名_日本人 N 50 conditional",
    "氏名_外国人アルファベット N 100 conditional",
    "氏名_外国人漢字 N 100 conditional",
    "氏名_読み仮名 N 100 optional",
    "氏_日本人_読み仮名 N 50 optional",
    "名_日本人_読み仮名 N 50 optional",
    "性別 X 1 optional",
    "生年月日 DATE 10 optional",
    "生年月日_不詳表記 N 72 conditional",
    "住所_市区町村コード X 6 optional",
    "住所_町字コード X 7 optional",
    "住所_都道府県 N 4 optional",
    "住所_市区郡町村名 N 12 optional",
    "住所_町字 N 18 conditional",
    "住所_番地号表記 N 50 conditional",
    "住所_方書 N 300 conditional",
    "住所_方書_フリガナ N 300 optional",
    "住所_郵便番号 X 7 optional",
    "業務ID X 3 conditional",
    "独自施策システム等ID X 3 conditional",
    "代表宛名フラグ 9 1 required",
    "名寄せ先宛名番号 X 15 conditional",
    "操作者ID X 10 required",
    "操作年月日 DATE 10 required",
    "操作時刻 TIME 8 required",
    "",
][1:-1]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, Path]:
    folder = tmp_path_factory.mktemp("packs") / "kihon"
    return import_workbooks([PUBLIC], out=folder, name="基本データリスト")[0], folder


def test_the_committed_pack_is_what_the_import_writes_save_the_sentences(imported: tuple[ImportReport, Path]) -> None:
    """The pack that is carried holds facts; the workbook's sentences are for whoever imports his own."""
    _, folder = imported
    committed = builtin_folder() / "kihon"

    def texts(root: Path) -> dict[str, object]:
        return {p.relative_to(root).as_posix(): facts(p.read_text("utf-8-sig")) for p in root.rglob("*") if p.is_file()}

    def facts(text: str) -> object:
        rows = list(csv.DictReader(io.StringIO(text)))
        return [{**row, "note": None} for row in rows] if rows and "item" in rows[0] else text

    assert texts(folder) == texts(committed)


def test_the_notes_of_the_committed_pack_are_short_and_its_own(imported: tuple[ImportReport, Path]) -> None:
    _, folder = imported
    theirs = next(folder.glob("*/addressee_basic.csv")).read_text("utf-8-sig")
    notes = [item.note for item in Library().layout(ADDRESS).items if item.note]

    assert [note for note in notes if len(note) > 45 or (len(note) > 12 and note in theirs)] == []


def test_every_item_is_exact() -> None:
    layout = Library().layout(ADDRESS)

    assert [f"{i.name} {i.type} {i.length} {i.required}" for i in layout.items] == EXPECTED
    assert layout.key == ("宛名番号",)
    assert [i.no for i in layout.items] == list(range(1, 30))


def test_code_lists_are_exact_and_999_takes_any_value() -> None:
    layout = Library().layout(ADDRESS)
    by_item = {i.name: layout.code_list(i) for i in layout.items if i.code}

    assert {n: dict(c.codes) for n, c in by_item.items() if c} == {
        "性別": {"0": "不明（未記入）", "1": "男", "2": "女"},
        "代表宛名フラグ": {"0": "代表宛名", "1": "非代表宛名"},
        "独自施策システム等ID": {},
    }
    own = by_item["独自施策システム等ID"]
    assert own is not None
    assert own.any_value


def test_conditions_ids_and_repeats_are_kept_as_text(imported: tuple[ImportReport, Path]) -> None:
    items = Pack(imported[1]).layout("non_resident_addressee_number", "addressee_basic").by_name

    assert "※※氏名未定でない場合は出力必須" in items["氏名"].note
    assert items["業務ID"].note.endswith("繰り返し 999")
    assert items["宛名番号"].source.startswith("データ項目ID 03100001 atenabango; 0310002")
    assert all("※※" in i.note for i in items.values() if i.required == "conditional")


def test_formats_that_the_words_name() -> None:
    items = Library().layout(ADDRESS).by_name

    assert items["個人番号"].is_secret
    assert items["生年月日"].has("unknown_date")
    assert not items["操作年月日"].formats
    assert items["住所_市区町村コード"].has("municipality_code")


def test_the_report_names_workbook_sheets_and_columns(imported: tuple[ImportReport, Path]) -> None:
    report, _ = imported

    assert report.workbook_sha256 == hashlib.sha256(PUBLIC.read_bytes()).hexdigest()
    assert [(s.read_as, s.rows) for s in report.sheets] == [("items", 29), ("codes", 6), ("skipped", 0), ("skipped", 0)]
    assert report.sheets[0].header_rows == (5, 6)
    used = {c.letter: c.field for c in report.sheets[0].columns}
    assert (used["B"], used["D"], used["F"], used["G"], used["L"], used["N"], used["P"], used["T"]) == (
        "id",
        "item",
        "group",
        "key",
        "type",
        "code",
        "required",
        None,
    )
    assert report.problems == ()
    assert report.authority == "imported"
    assert report.layouts[0].digest == Library().layout(ADDRESS).digest


def test_a_declaration_makes_it_official(tmp_path: Path) -> None:
    report = import_workbooks([PUBLIC], out=tmp_path / "official", declared_by="情報政策課 山田花子", edition="2.1")[0]

    origin = Pack(tmp_path / "official").origin
    assert (report.authority, origin.authority, origin.declared_by) == ("official", "official", "情報政策課 山田花子")
    assert "公式の定義である旨の申告: 情報政策課 山田花子" in origin.statement
    assert report.workbook_sha256 in origin.statement
    layout = Pack(tmp_path / "official").layout("住登外者宛名番号管理", "住登外者宛名基本情報")
    assert layout.edition == "2.1"
    assert {i.basis for i in layout.items} == {"official"}
