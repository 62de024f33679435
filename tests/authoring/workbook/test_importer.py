"""Workbooks of many shapes: what is understood, what is skipped, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook

from chukan.authoring.workbook.importer import import_workbook
from chukan.authoring.workbook.report import ImportReport
from chukan.errors import OutputError, PackError
from chukan.layouts.model import Layout
from chukan.layouts.pack import Pack
from chukan.layouts.select import of_pack

MakeBook = Callable[..., Path]
HEAD = ["項番", "項目名", "データ型", "桁数", "必須", "主キー", "コード", "備考"]
PERSON = [
    ["中間標準レイアウト仕様 V2.7"],
    ["業務名", "住民基本台帳"],
    HEAD,
    [1, "宛名番号", "Ｘ", 15, "○", "○", None, None],
    [2, "履歴番号", "９", 3, "○", "○", None, None],
    [3, "氏名", "Ｎ", "１００", "△", None, None, "氏名のあるとき"],
    [4, "所得金額", "９Ｖ", "12,2", None, None, None, None],
]


def run(book: Path, **options: Any) -> tuple[ImportReport, tuple[Layout, ...]]:
    out = options.pop("out", book.parent / "pack")
    report = import_workbook(book, out=out, **options)
    return report, of_pack(Pack(out), None)


def table(layout: Layout) -> list[tuple[object, ...]]:
    return [(i.name, i.type, i.length, i.scale, i.required, i.key) for i in layout.items]


def messages(report: ImportReport, level: str) -> str:
    return "\n".join(f"{n.place}: {n.message}" for n in report.notices if n.level == level)


def mapping(book: Path, text: str) -> Path:
    path = book.with_name("mapping.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def test_one_header_row_under_titles(make_book: MakeBook) -> None:
    report, (layout,) = run(make_book({"住民": PERSON}))

    assert layout.address == "pack@2.7/resident_register/住民"
    assert (layout.business_name, layout.name) == ("住民基本台帳", "住民")
    assert table(layout) == [
        ("宛名番号", "X", 15, 0, "required", 1),
        ("履歴番号", "9", 3, 0, "required", 2),
        ("氏名", "N", 100, 0, "conditional", None),
        ("所得金額", "9V", 12, 2, "optional", None),
    ]
    assert layout.items[2].note == "氏名のあるとき"
    assert report.problems == ()


def test_two_header_rows_with_merged_cells(make_book: MakeBook) -> None:
    rows = [
        ["表題"],
        ["№", "項目", None, "属性", None, None, "キー"],
        [None, "名称", "ローマ字", "型", "整数部", "小数部", None],
        [1, "税率", "zeiritsu", "9V", 3, 2, None],
        [2, "年度", "nendo", "YEAR", 4, None, 1],
    ]

    def edit(book: Workbook) -> None:
        for area in ("B2:C2", "D2:F2", "A2:A3", "G2:G3"):
            book["税率"].merge_cells(area)

    _, (layout,) = run(make_book({"税率": rows}, edit=edit))

    assert table(layout) == [("税率", "9V", 3, 2, "optional", None), ("年度", "YEAR", 4, 0, "required", 1)]
    assert layout.items[0].source == "zeiritsu"


LEVELS = [
    ["個人", "宛名番号", "X", 15],
    [None, "氏名", "X", 20],
    ["住所", None, None, None],
    [None, "郵便番号", "X", 7],
    ["前住所", "郵便番号", "X", 7],
    ["備考", None, "N", 100],
]
NAMES = ["宛名番号", "氏名", "住所_郵便番号", "前住所_郵便番号", "備考"]


def test_names_in_two_columns_under_one_merged_heading(make_book: MakeBook) -> None:
    rows = [["データ項目", None, "データ型", "桁数"], ["大項目", "小項目"], *LEVELS]

    def edit(book: Workbook) -> None:
        for area in ("A1:B1", "C1:C2", "D1:D2", "A3:A4"):
            book["S"].merge_cells(area)

    report, (layout,) = run(make_book({"S": rows}, edit=edit))

    assert [i.name for i in layout.items] == NAMES
    assert "項目名が 2 列（A, B）に分かれています" in messages(report, "info")
    assert "住所_郵便番号、前住所_郵便番号" in messages(report, "info")
    assert report.problems == ()


def test_names_in_two_columns_without_headings_of_their_own(make_book: MakeBook) -> None:
    rows = [["項目名", None, "データ型", "桁数"], *LEVELS]

    _, (layout,) = run(make_book({"S": rows}, edit=lambda book: book["S"].merge_cells("A1:B1")))

    assert [i.name for i in layout.items] == NAMES


def test_names_in_columns_of_one_heading_row(make_book: MakeBook) -> None:
    _, (layout,) = run(make_book({"S": [["大項目", "小項目", "データ型", "桁数"], *LEVELS]}))

    assert [i.name for i in layout.items] == NAMES


def test_classes_beside_a_name_are_no_names(make_book: MakeBook) -> None:
    rows = [["大項目", "項目名", "データ型", "桁数"], ["個人", "宛名番号", "X", 15], ["個人", None, "X", 20]]

    report, (layout,) = run(make_book({"S": rows}))

    assert [i.name for i in layout.items] == ["宛名番号"]
    assert "項目名が空の行" in messages(report, "problem")


def test_the_first_data_row_is_not_taken_for_a_second_header_row(make_book: MakeBook) -> None:
    rows = [HEAD, [1, "番号", "X", 5, "○", 1], [2, "業務", "X", 3], [3, "コード", "X", 2]]

    _, (layout,) = run(make_book({"S": rows}))

    assert [i.name for i in layout.items] == ["番号", "業務", "コード"]


def test_groups_make_layouts_and_hold_until_the_next(make_book: MakeBook) -> None:
    rows = [
        ["移行ファイル名", *HEAD],
        ["住民", 1, "宛名番号", "X", 15, "○", 1],
        [None, 2, "氏名", "N", 50],
        ["〃", 3, "性別", "X", 1],
        ["世帯", 1, "世帯番号", "X", 15, "○", 1],
    ]

    report, layouts = run(make_book({"定義書（住民基本台帳）": rows}))

    assert {y.name: [i.name for i in y.items] for y in layouts} == {
        "住民": ["宛名番号", "氏名", "性別"],
        "世帯": ["世帯番号"],
    }
    assert [i.no for i in layouts[1].items] == [1]
    assert {y.business for y in layouts} == {"resident_register"}
    assert len(report.layouts) == 2


def test_merged_group_cells(make_book: MakeBook) -> None:
    rows = [["ファイル名", *HEAD], ["住民", 1, "宛名番号", "X", 15], [None, 2, "氏名", "N", 50]]

    _, (layout,) = run(make_book({"S": rows}, edit=lambda b: b["S"].merge_cells("A2:A3")))

    assert [i.name for i in layout.items] == ["宛名番号", "氏名"]


def test_several_sheets_and_a_header_on_each_page(make_book: MakeBook) -> None:
    pages = [HEAD, [1, "宛名番号", "X", 15, "○", 1], [], HEAD, [2, "氏名", "N", 50]]

    _, layouts = run(
        make_book({"表紙": [["住民基本台帳"]], "住民": pages, "世帯": [HEAD, [1, "世帯番号", "X", 15, "○", 1]]})
    )

    assert {y.name: [i.name for i in y.items] for y in layouts} == {"住民": ["宛名番号", "氏名"], "世帯": ["世帯番号"]}


def test_two_tables_of_two_files_on_one_sheet(make_book: MakeBook) -> None:
    rows = [["■住民"], HEAD, [1, "宛名番号", "X", 15], [], ["■世帯"], HEAD, [1, "世帯番号", "X", 15]]

    _, layouts = run(make_book({"全部": rows}))

    assert {y.name: [i.name for i in y.items] for y in layouts} == {"住民": ["宛名番号"], "世帯": ["世帯番号"]}


CODE_SHEET = [
    ["コードID", "コード名", "コード値", "内容"],
    [1, "性別", "1", "男"],
    [None, None, "2", "女"],
    [],
    [2, "続柄コード", 1, "世帯主"],
    [None, None, 2, "妻"],
    [3, "使わない", "9", "その他"],
]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1, ["1", "2"]),
        ("001", ["1", "2"]),
        ("性別", ["1", "2"]),
        ("0:不明\n1:男", ["0", "1"]),
        ("収納管理 7", ["A"]),
    ],
)
def test_code_cells(make_book: MakeBook, cell: object, expected: list[str]) -> None:
    linked = [["業務名", "コードID", "コード名", "コード値", "コード値の内容"], ["収納管理", 7, "科目", "A", "税"]]
    rows = [HEAD, [1, "性別区分", "X", 1, None, None, cell]]

    report, (layout,) = run(make_book({"住民": rows, "コード一覧（個別）": CODE_SHEET, "コード一覧（連携）": linked}))

    codes = layout.code_list(layout.items[0])
    assert codes is not None
    assert sorted(codes.codes) == sorted(expected)
    assert report.problems == ()


def test_a_code_cell_that_only_says_yes_finds_the_list_by_the_items_name(make_book: MakeBook) -> None:
    rows = [HEAD, [1, "続柄", "X", 1, None, None, "○"], [2, "謎", "X", 1, None, None, "○"]]

    report, (layout,) = run(make_book({"住民": rows, "コード": CODE_SHEET}))

    assert layout.code_list(layout.items[0]) is not None
    assert layout.items[1].code is None
    assert "「謎」のコード「○」の一覧がワークブックにありません" in messages(report, "problem")


def test_lists_that_no_item_names_are_kept(make_book: MakeBook) -> None:
    report, _ = run(make_book({"住民": PERSON, "コード": CODE_SHEET}))

    assert [(name, n) for _, name, n in report.code_lists] == [("性別", 2), ("続柄コード", 2), ("使わない", 1)]


def test_leading_zeros_of_codes_shown_by_a_cell_format(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        for row in (5, 6):
            book["コード"].cell(row, 3).number_format = "00"

    rows = [HEAD, [1, "続柄", "X", 2, None, None, 2]]

    _, (layout,) = run(make_book({"住民": rows, "コード": CODE_SHEET}, edit=edit))

    codes = layout.code_list(layout.items[0])
    assert codes is not None
    assert list(codes.codes) == ["01", "02"]


def test_lost_leading_zeros_are_suspected(make_book: MakeBook) -> None:
    codes = [["コードID", "コード値", "内容"], [1, "01", "一"], [1, 2, "二"], [1, "10", "十"]]

    report, _ = run(make_book({"住民": [HEAD, [1, "区分", "X", 2, None, None, 1]], "コード": codes}))

    assert "先頭の 0 が消えた疑い" in messages(report, "problem")


def test_a_code_list_a_sheet(make_book: MakeBook) -> None:
    codes = [["コード", "名称"], ["1", "男"], ["2", "女"]]

    _, (layout,) = run(make_book({"住民": [HEAD, [1, "性別", "X", 1, None, None, "性別"]], "性別": codes}))

    found = layout.code_list(layout.items[0])
    assert found is not None
    assert dict(found.codes) == {"1": "男", "2": "女"}


def test_what_is_lost_is_a_problem_and_no_column_goes_missing(make_book: MakeBook) -> None:
    rows = [
        HEAD,
        [1, "宛名番号", "X", 15, "○", "○"],
        [2, "謎の型", "Q7", 3],
        [3, "桁なし", "X", "可変"],
        [4, "宛名番号", "X", 15],
        [5, None, "X", 3],
        [6, "必須不明", "X", 3, "たぶん"],
    ]

    report, (layout,) = run(make_book({"住民": rows}))

    said = messages(report, "problem")
    for word in ("「Q7」", "「可変」", "二度あります", "項目名が空", "「たぶん」"):
        assert word in said
    assert "住民!C3" in said
    assert [i.name for i in layout.items] == ["宛名番号", "謎の型", "桁なし", "宛名番号_2", "必須不明"]
    assert layout.by_name["謎の型"].type == "XN"


def test_headings_between_items_are_skipped_and_told(make_book: MakeBook) -> None:
    rows = [HEAD, [None, "■基本情報"], [1, "宛名番号", "X", 15]]

    report, (layout,) = run(make_book({"住民": rows}))

    assert [i.name for i in layout.items] == ["宛名番号"]
    assert "見出し「■基本情報」" in messages(report, "info")


def test_hidden_things(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"].row_dimensions[5].hidden = True
        book["住民"].column_dimensions["D"].hidden = True
        book["控え"].sheet_state = "hidden"

    book = make_book({"住民": PERSON, "控え": PERSON}, edit=edit)

    report, (layout,) = run(book)
    said = messages(report, "warning")
    assert len(layout.items) == 4
    assert "非表示の行が 1 あります（5 行目）。読みました" in said
    assert "非表示の列（D）" in said
    assert "非表示のシートなので読みませんでした" in messages(report, "problem")

    choice = mapping(book, "hidden_rows: skip\nhidden_sheets: read\n")
    _, layouts = run(book, mapping=choice, overwrite=True)
    assert [(y.name, len(y.items)) for y in layouts] == [("住民", 3), ("控え", 4)]


def test_struck_items(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"]["B6"].font = Font(strike=True)

    report, (layout,) = run(make_book({"住民": PERSON}, edit=edit))

    assert [i.name for i in layout.items] == ["宛名番号", "履歴番号", "所得金額"]
    assert "「氏名」" in messages(report, "problem")
    assert "取り消し線の引かれた項目「氏名」の行" in messages(report, "problem")


def test_a_formula_without_a_saved_result_is_a_problem(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"]["D4"] = "=10+5"

    report, (layout,) = run(make_book({"住民": PERSON}, edit=edit))

    assert layout.items[0].length is None
    assert "住民!D4: 数式のセルに計算結果が保存されていません" in messages(report, "problem")
    assert "数式のセルが 1 あります" in messages(report, "warning")


def test_one_stray_cell_at_the_sheets_end_costs_nothing(make_book: MakeBook) -> None:
    def edit(book: Workbook) -> None:
        book["住民"].cell(1_048_576, 16_384, "e")
        book["住民"].merge_cells("P20:Z90")

    start = time.perf_counter()
    _, (layout,) = run(make_book({"住民": PERSON}, edit=edit))

    assert len(layout.items) == 4
    assert time.perf_counter() - start < 5


def test_byte_lengths_are_told(make_book: MakeBook) -> None:
    rows = [["項番", "項目名", "データ型", "桁数（バイト）"], [1, "宛名番号", "X", 15]]

    report, (layout,) = run(make_book({"住民": rows}))

    assert layout.items[0].length == 15
    assert "バイト数のようです" in messages(report, "warning")


def test_a_workbook_without_a_table_names_what_was_seen(make_book: MakeBook) -> None:
    with pytest.raises(PackError) as caught:
        run(make_book({"表紙": [["こんにちは"]], "一覧": [["a", "b"], [1, 2]]}))

    assert "項目の表もコードの表も見つかりません" in caught.value.message
    assert "一覧（項目の表でもコードの表でもない）" in (caught.value.hint or "")


def test_a_mapping_file_for_a_workbook_of_another_kind(make_book: MakeBook) -> None:
    rows = [["こちらの様式"], ["い", "ろ", "は", "に"], ["宛名", "文字", 15, "要"], ["氏名", "漢字", 50, "不要"]]
    book = make_book({"いろは": rows, "メモ": [["x"]]})
    text = """
business: 住民基本台帳
types: {文字: X}
required: {要: required, 不要: optional}
slugs: {住民: person}
sheets:
  メモ: {read: skip}
  いろは:
    read: items
    header: 2
    layout: 住民
    columns: {item: い, type: B, length: C, required: に}
"""

    report, (layout,) = run(book, mapping=mapping(book, text))

    assert layout.address == "pack@unstated/resident_register/person"
    assert table(layout) == [("宛名", "X", 15, 0, "required", None), ("氏名", "N", 50, 0, "optional", None)]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("sheet: {}\n", "sheets"),
        ("sheets:\n  住民:\n    columns: {itm: A}\n", "itm"),
        ("sheets:\n  住所: {read: skip}\n", "住所"),
        ("slugs: {住民: 住 民}\n", "英小文字"),
        ("sheets:\n  住民: {header: 1}\n", "item, type"),
    ],
)
def test_mistakes_in_a_mapping_file_are_named(make_book: MakeBook, text: str, what: str) -> None:
    book = make_book({"住民": PERSON})

    with pytest.raises(PackError) as caught:
        run(book, mapping=mapping(book, text))

    assert what in str(caught.value)


def test_an_existing_folder_is_kept_unless_told(make_book: MakeBook) -> None:
    book = make_book({"住民": PERSON})
    run(book)
    (book.parent / "pack" / "codes").mkdir(exist_ok=True)
    (book.parent / "pack" / "old.csv").write_text("x")

    with pytest.raises(OutputError, match="すでにあります"):
        run(book)
    assert (book.parent / "pack" / "old.csv").exists()
    run(book, overwrite=True)
    assert (book.parent / "pack" / "old.csv").exists()  # no part of the pack
    assert not list(book.parent.glob(".pack-*"))


def test_several_workbooks_one_pack(make_book: MakeBook) -> None:
    tax = [
        ["業務名", "固定資産税"],
        HEAD,
        [1, "物件番号", "X", 15, "○", 1],
        [2, "地目", "X", 2, None, None, "0:田\n1:畑"],
    ]
    first = make_book({"住民": PERSON}, name="a.xlsx")
    second = make_book({"土地": tax}, name="b.xlsx")

    run(first, edition="2.7")
    report, layouts = run(second, edition="2.7", append=True)

    assert {y.address: y.origin.workbook for y in layouts} == {
        "pack@2.7/resident_register/住民": "a.xlsx",
        "pack@2.7/fixed_asset_tax/土地": "b.xlsx",
    }
    assert [y.address for y in report.layouts] == ["pack@2.7/fixed_asset_tax/土地"]
    again, _ = run(first, edition="2.7", append=True)
    assert again.layouts[0].digest == next(y.digest for y in layouts if y.name == "住民")
    with pytest.raises(PackError, match="authority が違います"):
        run(second, edition="2.7", append=True, declared_by="課 氏名")


def test_personal_numbers_are_always_marked(make_book: MakeBook) -> None:
    rows = [
        HEAD,
        [1, "個人番号", "9", 12],
        [2, "被扶養者_個人番号", "X", 12],
        [3, "旧個人番号", "X", 15],
        [4, "法人番号", "X", 13],
    ]

    _, (layout,) = run(make_book({"S": rows}))

    assert [i.formats for i in layout.items] == [("my_number",), ("my_number",), ("personal",), ("corporate_number",)]


def test_pack_names_that_no_address_can_hold(make_book: MakeBook) -> None:
    with pytest.raises(PackError, match="使えません"):
        run(make_book({"住民": PERSON}), pack="a/b@c")


@pytest.mark.parametrize(("address", "declares"), [("mic@2.7/resident_register/household", True), ("kihon", False)])
def test_an_export_keeps_whether_a_pack_declares_itself_the_intermediate_standard(
    tmp_path: Path, address: str, declares: bool
) -> None:
    from chukan.authoring.export import export
    from chukan.layouts.library import Library
    from chukan.layouts.select import select

    [workbook] = export(select(Library(), address), "excel", tmp_path)
    import_workbook(workbook, out=tmp_path / "own", pack="own")
    assert Library([tmp_path / "own"]).pack("own").origin.intermediate_standard is declares

    extension = tmp_path / "more"
    extension.mkdir()
    (extension / "pack.yaml").write_text("pack: more\nname: 追加\nextends: own\n", encoding="utf-8")
    packs = Library([tmp_path / "own", extension])
    assert packs.pack("more").origin.intermediate_standard is False
