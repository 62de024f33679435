"""The trial workbooks of ``workbooks.py``, each with its right answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd
from tests.authoring.workbooks import KINDS, save

from chukan.authoring.lint import lint_folder
from chukan.authoring.workbook.importer import import_workbooks, read_workbooks
from chukan.authoring.workbook.mapping import load_mapping
from chukan.authoring.workbook.report import ImportReport
from chukan.errors import PackError
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

NO_TABLE = {"a_comparison", "a_blank_table_definition", "master_data"}


@dataclass
class Result:
    """What an import gave."""

    reports: list[ImportReport]
    pack: Pack

    @property
    def problems(self) -> str:
        return "\n".join(f"{n.place}: {n.message}" for report in self.reports for n in report.problems)

    @property
    def notices(self) -> str:
        return "\n".join(f"{n.level} {n.place}: {n.message}" for report in self.reports for n in report.notices)

    def layouts(self, edition: str | None = None) -> dict[str, Layout]:
        return {y.name: y for y in of_pack(self.pack, edition)}

    def items(self, name: str, edition: str | None = None) -> list[tuple[Any, ...]]:
        return [(i.name, i.type, i.length, i.scale, i.required, i.key) for i in self.layouts(edition)[name].items]

    def names(self, name: str, edition: str | None = None) -> list[str]:
        return [i.name for i in self.layouts(edition)[name].items]

    def codes(self, name: str, item: str, edition: str | None = None) -> dict[str, str]:
        layout = self.layouts(edition)[name]
        found = layout.code_list(layout.by_name[item])
        return dict(found.codes) if found else {}


Read = Callable[..., Result]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(name: str, mapping: str = "", **options: Any) -> Result:
        paths = save(KINDS[name](), tmp_path)
        if mapping:
            (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
            options["mapping"] = tmp_path / "mapping.yaml"
        reports = import_workbooks(paths, out=tmp_path / "pack", overwrite=True, **options)
        return Result(reports, Pack(tmp_path / "pack"))

    return of


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_cell_is_accounted_for(name: str, tmp_path: Path) -> None:
    """Counted by the reader of the file itself: what holds something is used, a heading, known, or in a 要確認."""
    for path in save(KINDS[name](), tmp_path):
        [reading] = read_workbooks([path]).readings

        counted = {use.sheet: sum(use.cells.values()) for use in reading.sheets}
        assert counted == filled(path)
        said = "\n".join(f"{n.place}: {n.message}" for n in reading.notices if n.level == "problem")
        for account in reading.accounts.values():
            for cell in account.cells():
                assert cell.state != "unused" or cell.why in said


def filled(path: Path) -> dict[str, int]:
    if path.suffix == ".xls":
        old = xlrd.open_workbook(str(path), logfile=io.StringIO())
        return {s.name: sum(c.value != "" for r in range(s.nrows) for c in s.row(r)) for s in old.sheets()}
    book = openpyxl.load_workbook(path)
    return {s.title: sum(c.value is not None for row in s.iter_rows() for c in row) for s in book.worksheets}


@pytest.mark.parametrize("name", sorted(set(KINDS) - NO_TABLE))
def test_lint_accepts_what_the_import_made(name: str, read: Read) -> None:
    made = read(name)

    assert [f for f in lint_folder(made.pack.folder) if f.severity == "error"] == []


@pytest.mark.parametrize("name", sorted(NO_TABLE))
def test_a_workbook_without_a_table_is_refused(name: str, read: Read) -> None:
    with pytest.raises(PackError, match="項目の表もコードの表も見つかりません"):
        read(name)


def test_one_title_on_every_sheet_makes_a_layout_a_sheet(read: Read) -> None:
    made = read("model_definitions_with_one_title_on_every_sheet")

    assert {name: made.names(name) for name in made.layouts()} == {
        "個人_基礎項目": ["ID", "氏名_カナ"],
        "個人_連絡先": ["電話番号"],
        "法人_基礎項目": ["ID", "法人番号"],
        "法人_所在地": ["住所"],
    }
    assert made.layouts()["個人_基礎項目"].business_name == "住民基本台帳"
    kana = made.layouts()["個人_基礎項目"].by_name["氏名_カナ"]
    assert (kana.type, kana.formats, kana.labels) == ("N", ("kana",), ("氏名(カナ)",))
    phone = made.layouts()["個人_連絡先"].by_name["電話番号"]
    assert (phone.type, phone.length, phone.formats) == ("X", 11, ("digits",))
    assert made.problems == ""


def test_a_workbook_of_codes_only(read: Read) -> None:
    made = read("codes_only")

    assert made.layouts() == {}
    assert sorted((name, n) for _, name, n in made.reports[0].code_lists) == [("性別", 2), ("続柄", 2)]
    assert made.problems == ""


def test_table_definitions(read: Read) -> None:
    made = read("table_definitions")

    assert made.items("住民") == [
        ("住民ID", "N", 10, 0, "required", 1),
        ("金額", "9V", 6, 2, "optional", None),
        ("更新日時", "X", None, 0, "required", None),
        ("登録日", "DATE", 8, 0, "required", None),
    ]
    assert made.layouts()["住民"].by_name["金額"].note == "初期値 0"
    assert made.problems == ""


def test_an_interface_file(read: Read) -> None:
    made = read("an_interface_file")

    layout = made.layouts()["入金ファイル"]
    assert [i.name for i in layout.items] == ["区分", "利率", "件数"]
    assert layout.business_name != "データ型について"
    rate = layout.by_name["利率"]
    assert (rate.type, rate.length, rate.scale) == ("S9V", 3, 2)
    assert layout.by_name["件数"].formats == ("digits",)
    assert made.codes("入金ファイル", "区分") == {"1": "ヘッダ", "2": "明細"}
    assert "別紙（データ型について）!A1" in made.problems


def test_lengths_headed_byte_are_read(read: Read) -> None:
    made = read("lengths_headed_byte")

    assert [i.length for i in made.layouts()["入金"].items] == [4, 30]
    assert "length_unit: bytes" in "".join(n.hint for n in made.reports[0].notices)


def test_structures_are_no_items(read: Read) -> None:
    made = read("a_tree_of_objects")

    assert made.names("JSON") == ["name"]
    assert "「オブジェクト」の行は列ではない" in made.problems


def test_the_size_of_a_font_is_no_length(read: Read) -> None:
    made = read("a_printed_form")

    assert made.layouts()["証明書"].by_name["氏名"].length is None
    assert made.layouts()["証明書"].business_name != "印刷不要"
    assert "フォント_サイズ" in made.problems


def test_shortest_longest_and_decimals(read: Read) -> None:
    made = read("domains_with_three_columns_of_lengths")

    assert [i[1:4] for i in made.items("ドメイン")] == [("X", 7, 0), ("N", 50, 0), ("9V", 3, 2)]
    assert made.layouts()["ドメイン"].by_name["郵便番号"].has("fixed")
    assert made.layouts()["ドメイン"].by_name["氏名"].note == "最小 1 桁"


def test_an_xls_is_read_with_its_strikes(read: Read) -> None:
    made = read("an_old_workbook")

    assert made.items("住民", "1.0") == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("氏名", "N", 60, 0, "conditional", None),
        ("区分", "X", 2, 0, "optional", None),
    ]
    assert made.codes("住民", "区分") == {"1": "甲", "2": "乙"}
    for word in ("「40」を除き、「60」と読みました", "「旧項目」", "控え!A1"):
        assert word in made.problems


def test_ministry_style(read: Read) -> None:
    made = read("ministry_style")

    assert made.reports[0].edition == "2.7"
    assert made.items("住民") == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("性別", "X", 1, 0, "required", None),
        ("元号", "X", 2, 0, "optional", None),
        ("異動年月日", "9", 9, 0, "optional", None),
        ("生年月日", "DATE", 8, 0, "optional", None),
    ]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "元号") == {"01": "明治", "02": "大正", "03": "昭和"}
    assert made.problems == ""


def test_type_and_length_in_one_cell(read: Read) -> None:
    made = read("type_and_length_in_one_cell")

    assert [i[1:4] for i in made.items("住民")] == [
        ("9", 4, 0),
        ("X", 20, 0),
        ("S9", 9, 0),
        ("9V", 8, 2),
        ("9V", 1, 4),
        ("N", 30, 0),
        ("9", 5, 0),
        ("X", None, 0),
        ("9", 3, 0),
        ("XN", 20, 0),
        ("N", 100, 0),
        ("X", 8, 0),
    ]
    assert "COMP-3" in made.problems


def test_lengths_that_disagree_are_said(read: Read) -> None:
    made = read("type_with_its_length_beside_a_length")

    assert [i[2:4] for i in made.items("住民")] == [(20, 0), (30, 0), (1, 4)]
    assert "型の欄の桁数 20 と桁数の欄の 30 が違います" in made.problems
    assert "「氏名」" not in made.problems


def test_lengths_in_words(read: Read) -> None:
    made = read("lengths_in_words")

    sizes = [(8, 2), (8, 2), (120, 0), (13, 0), (20, 0), (500, 0), (13, 0), (8, 2), (None, 0)]
    assert [i[2:4] for i in made.items("住民")] == sizes
    assert made.layouts()["住民"].items[3].note == "最小 11 桁"
    assert "住民!D10: 項目「項目9」: 桁数「10(2)」を読めません" in made.problems


def test_repeats_are_expanded_and_doubts_are_said(read: Read) -> None:
    made = read("repeats")

    names = made.names("住民")
    assert names[:2] == ["番号", "月別額_1"]
    assert [n for n in names if n.startswith("期別額")] == [f"期別額_{n}" for n in range(1, 6)]
    assert names[-4:] == ["備考A_1", "備考A_2", "備考B_1", "備考B_2"]
    assert len(names) == 1 + 12 + 1 + 5 + 1 + 1 + 1 + 4
    assert "繰り返し「n」" in made.problems
    assert "繰り返し ×2" in made.problems
    assert "月別額" not in made.problems


def test_a_person_decides_how_repeats_stand(read: Read) -> None:
    assert read("repeats", "repeat: together\n").names("住民")[-4:] == ["備考A_1", "備考B_1", "備考A_2", "備考B_2"]
    assert read("repeats", "repeat: one\n").names("住民")[-2:] == ["備考A", "備考B"]


def test_codes_in_cells(read: Read) -> None:
    made = read("codes_in_cells")

    assert [sorted(made.codes("住民", f"区分{n}")) for n in range(1, 8)] == [
        ["1", "2"],
        ["1", "2"],
        ["1", "2"],
        ["01", "02"],
        ["1", "2"],
        ["1", "2"],
        ["01", "02", "03"],
    ]
    assert made.problems == ""


def test_codes_in_notes(read: Read) -> None:
    made = read("codes_in_notes")

    assert made.codes("住民", "区分1") == {"1": "男", "2": "女"}
    assert made.codes("住民", "区分2") == {"01": "転入", "02": "転出"}
    assert made.codes("住民", "区分3") == {}
    assert made.codes("住民", "区分5") == {"11": "東", "12": "西"}
    layout = made.layouts()["住民"]
    assert [bool((found := layout.code_list(i)) and found.is_open) for i in layout.items] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_code_tables_side_by_side(read: Read) -> None:
    made = read("code_tables_side_by_side")

    assert sorted(name for _, name, _ in made.reports[0].code_lists) == ["性別", "続柄", "証明"]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "続柄") == {"01": "世帯主", "02": "妻"}
    layout = made.layouts()["住民"]
    open_list = layout.code_list(layout.by_name["続柄"])
    assert open_list is not None
    assert open_list.is_open
    assert made.problems == ""


def test_hidden_sheets_are_said_and_document_sheets_are_known(read: Read) -> None:
    made = read("hidden_and_document_sheets")

    assert set(made.layouts()) == {"住民"}
    assert "控え!A1" in made.problems
    assert "表紙" not in made.problems
    assert read("hidden_and_document_sheets", "hidden_sheets: skip\n").problems == ""


def test_struck_out_text_does_not_stand(read: Read) -> None:
    made = read("struck_out_text")

    assert made.items("住民") == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("氏名", "N", 100, 0, "conditional", None),
        ("区分", "X", 2, 0, "optional", None),
        ("新しい名前", "X", 3, 0, "optional", None),
    ]
    assert made.layouts()["住民"].by_name["区分"].note == ""
    for word in ("住民!D3", "「50」を除き、「100」", "「廃止項目」", "「旧の説明」", "「前の名前」を除き"):
        assert word in made.problems
    decided = read("struck_out_text", "struck: skip\n")
    assert decided.problems == ""
    assert "「50」を除き" in decided.notices


def test_lengths_in_bytes(read: Read) -> None:
    made = read("lengths_in_bytes")

    assert [i[2] for name in ("住民", "世帯", "転出") for i in made.items(name)] == [100, 50, 5, 20]
    assert "世帯!E3" in made.problems  # 99 bytes are no 5 characters
    assert "世帯!E2" not in made.problems


def test_headers_on_each_page(read: Read) -> None:
    made = read("page_headers")

    assert {name: made.names(name) for name in made.layouts()} == {"資格": ["宛名番号", "氏名", "生年月日", "性別"]}
    assert made.layouts()["資格"].by_name["氏名"].required == "required"
    assert made.layouts()["資格"].business_name == "国民健康保険"
    assert made.problems == ""


def test_names_that_a_layout_cannot_hold(read: Read) -> None:
    made = read("odd_names")

    items = made.layouts()["住民"].items
    assert [i.name for i in items] == ["宛名番号", "氏名（漢字）", "氏名_カナ", "備考", "備考_2"]
    assert items[2].labels == ("氏名(カナ)",)
    assert "「備考」が同じ移行ファイルに二度あります" in made.problems


def test_strings_of_digits_are_no_numbers(read: Read) -> None:
    made = read("bank_style")

    assert [(i.type, i.formats) for i in made.layouts()["口座"].items] == [
        ("X", ("digits",)),
        ("X", ("kana_half",)),
        ("X", ()),
    ]


def test_the_codes_of_one_workbook_serve_the_items_of_another(read: Read) -> None:
    made = read("items_and_codes_in_two_workbooks")

    assert made.codes("住民", "続柄") == {"01": "世帯主"}
    assert made.problems == ""
    assert made.layouts()["住民"].origin.workbook == "住民基本台帳_V2.7.xlsx"


def test_two_editions_in_one_pack(read: Read) -> None:
    made = read("two_editions")

    assert made.pack.editions == ("2.6", "2.7")
    assert made.pack.default_edition == "2.7"
    assert [r.edition for r in made.reports] == ["2.6", "2.7"]
    assert [i[:3] for i in made.items("住民", "2.6")] == [
        ("宛名番号", "X", 15),
        ("氏名", "N", 50),
        ("旧氏", "N", 50),
        ("性別", "X", 1),
    ]
    assert [i[:3] for i in made.items("住民", "2.7")] == [
        ("宛名番号", "X", 15),
        ("氏名", "N", 100),
        ("性別", "X", 1),
        ("国籍", "X", 3),
    ]
    assert (made.codes("住民", "性別", "2.6"), made.codes("住民", "性別", "2.7")) == (
        {"1": "男", "2": "女"},
        {"1": "男", "2": "女", "3": "不明"},
    )
    assert set(made.layouts("2.6")) == {"住民"}
    assert set(made.layouts("2.7")) == {"住民", "世帯"}
    assert made.layouts("2.6")["住民"].origin.workbook == "住民基本台帳_V2.6.xlsx"
    assert made.layouts("2.7")["住民"].origin.workbook == "住民基本台帳_V2.7.xlsx"


def test_two_columns_of_one_meaning(read: Read) -> None:
    made = read("two_columns_of_lengths")

    assert [i[2] for i in made.items("住民")] == [50, 100]
    assert "住民!D3" in made.problems
    assert "住民!D2" not in made.problems


def test_the_new_side_is_read(read: Read) -> None:
    made = read("old_and_new_side_by_side")

    assert [i[:3] for i in made.items("新旧対照")] == [("宛名番号", "X", 15), ("氏名", "N", 100), ("国籍", "X", 3)]
    assert made.layouts()["新旧対照"].items[0].note == "延長"
    assert made.layouts()["新旧対照"].business_name == "住民基本台帳"
    assert "古い側" in made.problems
    assert "削除とされた行" in made.notices


@pytest.mark.parametrize("name", ["a_legend_of_marks", "a_legend_on_its_own_sheet"])
def test_marks_mean_what_the_legend_says(name: str, read: Read) -> None:
    made = read(name)

    assert [i[4] for i in made.items("住民")][:2] == ["required", "conditional"]
    assert made.problems == ""


def test_types_of_a_host_are_said(read: Read) -> None:
    made = read("types_of_a_host")

    assert [i[1] for i in made.items("住民")] == ["XN", "XN", "XN", "X", "XN"]
    for word in "CZP":
        assert f"型「{word}」がわかりません" in made.problems


def test_several_businesses(read: Read) -> None:
    made = read("several_businesses")

    assert {y.business: y.name for y in made.layouts().values()} == {
        "resident_register": "住民",
        "fixed_asset_tax": "土地",
    }


def test_what_no_reader_knows_is_said(read: Read) -> None:
    made = read("unknown_columns_and_notes")

    for word in (
        "「そのまま」",
        "移行方針",
        "※1 全角は2桁と数える",
        "型のない項目",
        "コメント",
        "「◇」",
        "「UK」",
        "「レコード長」",
    ):
        assert word in made.problems
    assert made.names("住民") == ["宛名番号", "外字"]


def test_files_of_one_name_on_several_sheets(read: Read) -> None:
    made = read("file_title_on_several_sheets")

    assert {name: made.names(name) for name in made.layouts()} == {
        "住民": ["宛名番号", "氏名", "性別"],
        "世帯": ["宛名番号"],
        "世帯_4": ["宛名番号"],
    }
    assert "「世帯」の表が別のシートにもあり" in made.problems


def test_requirements_of_several_businesses_are_said(read: Read) -> None:
    assert "住民!E2" in read("required_by_three_businesses").problems


def test_struck_text_stands_nowhere(read: Read) -> None:
    made = read("struck_everywhere")

    assert [i[:3] + i[4:5] for i in made.items("住民")] == [
        ("宛名番号", "X", 15, "required"),
        ("氏名", "N", 50, "conditional"),
        ("区分", "X", 1, "optional"),
    ]
    assert made.codes("住民", "区分") == {"1": "男", "2": "女"}
    for place in ("住民!B1", "住民!C3", "住民!E3", "住民!C4", "性別!A2", "性別!B3", "性別!A4"):
        assert place in made.problems


@pytest.mark.parametrize(
    "name",
    [
        "sides_in_one_row_of_headings",
        "the_new_side_on_the_left",
        "only_lengths_of_two_sides",
        "sides_one_below_the_other",
        "editions_side_by_side",
    ],
)
def test_the_new_side_wherever_it_is(name: str, read: Read) -> None:
    made = read(name)

    assert [i[:3] for i in made.items("S")] == [("b", "X", 2)]
    assert made.reports[0].edition == "2.7"
    assert made.problems != ""


def test_code_tables_that_begin_in_different_rows(read: Read) -> None:
    made = read("code_tables_that_begin_in_different_rows")

    assert sorted((name, n) for _, name, n in made.reports[0].code_lists) == [("性別", 2), ("続柄", 2)]
    assert made.problems == ""


def test_a_legend_below_the_table(read: Read) -> None:
    made = read("a_legend_below_the_table")

    assert [i[4] for i in made.items("S")] == ["required", "optional"]
    assert made.problems == ""


def test_two_marks_without_a_legend_are_a_doubt(read: Read) -> None:
    assert "「◎」「○」がありますが" in read("two_marks_without_a_legend").problems
    assert read("two_marks_without_a_legend", "required: {◎: required, ○: conditional}\n").problems == ""


def test_repeats_in_words(read: Read) -> None:
    made = read("repeats_in_words")

    assert made.names("S") == ["a_1", "a_2", "a_3", "b", "c（5回）"]
    assert "「12回繰り返し」" in made.problems
    assert "「(5回)」" in made.problems


def test_types_with_lengths_in_words(read: Read) -> None:
    made = read("types_with_lengths_in_words")

    assert [i[1:4] for i in made.items("S")] == [
        ("X", 10, 0),
        ("XN", 20, 0),
        ("9V", 6, 2),
        ("X", 10, 0),
        ("DATE", 8, 0),
        ("X", 10, 0),
        ("9V", 8, 2),
        ("S9V", 8, 2),
    ]
    assert made.problems == ""


def test_codes_of_rarer_forms(read: Read) -> None:
    made = read("codes_of_rarer_forms")

    assert [sorted(made.codes("S", f"区分{n}")) for n in range(1, 7)] == [
        ["0", "1"],
        ["F", "M"],
        ["10", "11", "12"],
        ["1", "2"],
        ["1", "2"],
        [],
    ]
    assert "「1男2女」" in made.problems


def test_notes_make_a_list_only_where_they_can_be_all_values(read: Read) -> None:
    made = read("notes_that_list_no_codes")

    assert [sorted(made.codes("S", f"項目{n}")) for n in range(1, 6)] == [[], [], [], ["0", "1"], ["1", "2"]]
    assert "1:円単位" in made.problems
    layout = made.layouts()["S"]
    with_exception = layout.code_list(layout.items[4])
    assert with_exception is not None
    assert with_exception.is_open


def test_characters_beside_the_type(read: Read) -> None:
    made = read("characters_beside_the_type")

    assert [(i.type, i.formats) for i in made.layouts()["S"].items] == [("X", ("digits",)), ("N", ()), ("XN", ())]
    assert "「外字可」" in made.problems
    assert "「半角数字」" not in made.problems


def test_dittos_and_merged_cells(read: Read) -> None:
    made = read("dittos_and_merged_cells")

    assert made.items("S") == [
        ("住所_郵便番号", "X", 7, 0, "required", None),
        ("町名", "N", 50, 0, "required", None),
        ("前住所_郵便番号", "N", 50, 0, "optional", None),
    ]
    assert [i.note for i in made.layouts()["S"].items] == ["転出先も同じ"] * 3
    assert made.problems == ""


def test_code_tables_named_by_labels(read: Read) -> None:
    made = read("code_tables_named_by_labels")

    assert sorted((name, n) for _, name, n in made.reports[0].code_lists) == [("性別", 2), ("続柄", 1)]
    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.codes("住民", "続柄") == {"01": "妻"}
    assert made.problems == ""


def test_a_code_table_below_the_items(read: Read) -> None:
    made = read("a_code_table_below_the_items")

    assert made.codes("住民", "性別") == {"1": "男", "2": "女"}
    assert made.problems == ""


def test_each_workbook_has_its_own_business(read: Read) -> None:
    made = read("two_businesses_in_two_workbooks")

    found = {(y.business, y.slug): y.names for y in of_pack(made.pack, None)}
    assert found == {("resident_register", "基本"): ("宛名番号",), ("fixed_asset_tax", "基本"): ("物件番号",)}
    assert made.problems == ""


def test_a_workbook_of_codes_makes_no_edition(read: Read) -> None:
    made = read("codes_of_an_edition_of_their_own")

    assert made.pack.editions == ("2.7",)
    assert made.codes("住民", "性別") == {"1": "男"}


def test_a_group_that_repeats(read: Read) -> None:
    made = read("a_group_that_repeats")

    assert made.names("S") == ["税額_1", "納期_1", "税額_2", "納期_2", "備考"]
    assert made.names("T") == ["税額"]
    assert "繰り返し「10」が型も桁数もない行「期別」に付いています" in made.problems
    assert "S!" not in made.problems


def test_names_that_become_one_keep_their_headings(read: Read) -> None:
    made = read("names_that_become_one")

    found = [(i.name, i.labels) for i in made.layouts()["S"].items]
    assert found == [("a_b", ()), ("c_d", ("c/d",)), ("c_d_2", ("c d",)), ("e_f", ("e f",)), ("e_f_2", ())]
    for word in ("「a|b」の「|」", "「c_d」が同じ移行ファイルに二度", "「e_f」が同じ移行ファイルに二度"):
        assert word in made.problems


def test_what_a_person_ignores_is_no_doubt(read: Read) -> None:
    made = read("unknown_columns_and_notes", 'sheets:\n  一覧: {read: skip}\n  住民: {ignore: [I, "3:4", B2]}\n')

    assert "移行方針" not in made.problems
    assert "コメント" not in made.problems
    assert "「◇」" in made.problems


def test_the_mapping_reads_a_bare_no(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("sheets:\n  住民: {columns: {no: E, item: B}}\n", encoding="utf-8")

    assert load_mapping(path).sheets["住民"].columns == {"no": "E", "item": "B"}
