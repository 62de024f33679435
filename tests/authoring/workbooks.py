"""Trial workbooks: one function a kind that importers have stumbled over, made up after public and customary forms.

Each returns the workbooks of one import by file name. What is right for each stands in ``workbook/test_trials.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook

Rows = Sequence[Any]
Books = dict[str, Any]
HEAD = ["項番", "項目名", "データ型", "桁数", "必須", "主キー", "コード", "備考"]
KEY = [1, "宛名番号", "X", 15, "○", "○"]
KINDS: dict[str, Callable[[], Books]] = {}


def kind(make: Callable[[], Books]) -> Callable[[], Books]:
    KINDS[make.__name__] = make
    return make


def book(sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None) -> Workbook:
    """Return a workbook from rows of cells; `merged` has the merged ranges of a sheet, apart by blanks."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(r, c, value)
    for title, areas in (merged or {}).items():
        for area in areas.split():
            made[title].merge_cells(area)
    return made


def one(sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None) -> Books:
    return {"住民基本台帳_V2.7.xlsx": book(sheets, merged)}


def save(books: Books, folder: Path) -> list[Path]:
    paths = [folder / name for name in books]
    for path, made in zip(paths, books.values(), strict=True):
        made.save(str(path))
    return paths


def struck(*parts: str) -> CellRichText:
    """Return a text whose parts in ``~`` are struck through."""
    blocks = [TextBlock(InlineFont(strike=part.startswith("~")), part.strip("~")) for part in parts]
    return CellRichText(*blocks)


# What stands in public repositories


@kind
def model_definitions_with_one_title_on_every_sheet() -> Books:
    head = ["項目名", "形式", "桁数", "必須"]
    return one(
        {
            "個人": [
                ["個人"],
                ["基礎項目"],
                head,
                ["ID", "文字列（半角英数）", 10, "○"],
                ["氏名(カナ)", "文字列（全角カナ）", 50],
                [],
                ["連絡先"],
                head,
                ["電話番号", "数値（半角数字）", 11],
            ],
            "法人": [
                ["法人"],
                ["基礎項目"],
                head,
                ["ID", "文字列（半角英数）", 10, "○"],
                ["法人番号", "半角数字", 13, "○"],
                [],
                ["所在地"],
                head,
                ["住所", "文字列（全角）", 100],
            ],
        }
    )


@kind
def codes_only() -> Books:
    return {
        "コード一覧_V1.0.xlsx": book(
            {
                "性別": [["コード", "名称"], ["1", "男"], ["2", "女"]],
                "続柄": [
                    ["コードID", "コード名", "コード値", "内容"],
                    ["C01", "続柄", "01", "世帯主"],
                    [None, None, "02", "妻"],
                ],
            }
        )
    }


@kind
def a_comparison() -> Books:
    return {"比較.xlsx": book({"比較": [["標準", "A社", "B社"], ["住所", "あり", "なし"]]})}


@kind
def table_definitions() -> Books:
    head = ["No", "論理名称", "物理名称", "データ型", "桁数", "PK", "NOT NULL", "初期値", "備考"]
    rows = [
        ["テーブル名", "住民"],
        head,
        [1, "住民ID", "RESIDENT_ID", "NVARCHAR2", 10, "○", "○"],
        [2, "金額", "KINGAKU", "NUMBER(8,2)", None, "×", "×", "0"],
        [3, "更新日時", "UPDATED", "TIMESTAMP", None, None, "○"],
        [4, "登録日", "ADDED", "DATE", 8, None, "○"],
    ]
    return {"テーブル定義書（収納管理）.xlsx": book({"住民": rows})}


@kind
def a_blank_table_definition() -> Books:
    return {
        "テーブル定義書.xlsx": book(
            {"様式": [["テーブル名", None], ["No", "論理名称", "物理名称", "データ型", "桁数"]]}
        )
    }


@kind
def an_interface_file() -> Books:
    rows = [
        ["ファイル名", "入金ファイル"],
        ["No", "項目", None, "型", "桁数", None, "フォーマット", "備考"],
        [None, "大項目", "小項目", None, "整数部", "小数点位置"],
        [1, "ヘッダ", "区分", "半角数字", 1, None, None, "コードID：C0002"],
        [2, None, "利率", "符号付数値", 3, 2, "-999.99"],
        [3, None, "件数", "半角数字", 6],
    ]
    codes = [
        ["コードID", "コード名", "コード値", "内容"],
        ["C0002", "レコード区分", "1", "ヘッダ"],
        [None, None, "2", "明細"],
    ]
    return {
        "外部インタフェース設計書.xlsx": book(
            {"入金": rows, "コード": codes, "別紙（データ型について）": [["半角数字とは0から9の文字です。"]]},
            {"入金": "B2:C2 E2:F2"},
        )
    }


@kind
def lengths_headed_byte() -> Books:
    return one(
        {"入金": [["No", "項目名", "型", "Byte"], [1, "銀行コード", "数字", 4], [2, "口座名義", "半角カナ", 30]]}
    )


@kind
def a_tree_of_objects() -> Books:
    return one(
        {"JSON": [["No", "項目名", "型", "桁数"], [1, "person", "オブジェクト", None], [2, "name", "文字列", 20]]}
    )


@kind
def a_printed_form() -> Books:
    rows = [
        ["項番", "項目名", "型", "フォント", None, "編集仕様"],
        [None, None, None, "名称", "サイズ", None],
        [1, "氏名", "N", "明朝", 10, "左寄せ"],
    ]
    return {"帳票設計書（印刷不要）.xlsx": book({"証明書": rows}, {"証明書": "D1:E1"})}


@kind
def domains_with_three_columns_of_lengths() -> Books:
    rows = [
        ["No", "項目名", "データ型", "桁数", None, None],
        [None, None, None, "最小", "最大", "小数部"],
        [1, "郵便番号", "半角数字", 7, 7],
        [2, "氏名", "全角", 1, 50],
        [3, "税率", "実数", None, 3, 2],
    ]
    return one({"ドメイン": rows}, {"ドメイン": "D1:F1"})


@kind
def master_data() -> Books:
    return {"マスタ.xlsx": book({"マスタ": [["id", "label", "url"], [1, "a", "b"]]})}


@kind
def an_old_workbook() -> Books:
    made = xlwt.Workbook()
    sheet = made.add_sheet("住民", cell_overwrite_ok=True)
    name, old, coded = [2, "氏名", "N", 50, "△"], [3, "旧項目", "X", 5], [4, "区分", "X", 2, None, None, "1:甲\n2:乙"]
    rows: list[list[Any]] = [HEAD, KEY, name, old, coded]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    line = xlwt.easyfont("struck_out true")
    sheet.write(3, 1, "旧項目", xlwt.easyxf("font: struck_out true"))
    sheet.write_rich_text(2, 3, [("40", line), ("60", xlwt.easyfont(""))])
    codes = made.add_sheet("控え")
    codes.write(0, 0, "memo")
    codes.visibility = 1
    return {"住民基本台帳_V1.0.xls": made}


# Customary forms


@kind
def ministry_style() -> Books:
    rows = [
        ["中間標準レイアウト仕様　Ｖ２．７"],
        ["業務名", "住民基本台帳"],
        ["項番", "項目名", None, "データ型", "桁数", "必須", "キー", "備考"],
        [None, "大項目", "小項目"],
        [1, "基本", "宛名番号", "Ｘ", "１５", "○", "①"],
        [2, None, "性別", "Ｘ", "１", "○", None, "1:男 2:女"],
        [3, None, "元号", "Ｘ", "２", None, None, "元号を設定する。01:明治、02:大正、03:昭和"],
        [4, None, "異動年月日", "９", "９", None, None, None],
        [5, None, "生年月日", "９", "８", None, None, "YYYYMMDD"],
    ]
    return {"仕様.xlsx": book({"住民": rows}, {"住民": "B3:C3 A3:A4 D3:D4 E3:E4"})}


@kind
def type_and_length_in_one_cell() -> Books:
    cells = [
        "9(4)",
        "X(20)",
        "S9(9)",
        "9(8)V9(2)",
        "9V9(4)",
        "K(30)",
        "9(5) COMP-3",
        "X",
        "999",
        "文字列(20)",
        "N100",
        "CHAR(8)",
    ]
    return one({"住民": [["No", "項目名", "型・桁数"], *([n, f"項目{n}", cell] for n, cell in enumerate(cells, 1))]})


@kind
def type_with_its_length_beside_a_length() -> Books:
    rows = [
        ["No", "項目名", "型", "桁数"],
        [1, "氏名", "X(20)", 20],
        [2, "住所", "X(20)", 30],
        [3, "率", "9V9(4)", None],
    ]
    return one({"住民": rows})


@kind
def lengths_in_words() -> Books:
    cells = [
        ("9V", "整数部8 小数部2"),
        ("9V", "（8，2）"),
        ("X", "最大120"),
        ("X", "11～13"),
        ("X", "20桁"),
        ("X", "500以内"),
        ("X", "１３"),
        ("9V", "8.2"),
        ("9V", "10(2)"),
    ]
    return one(
        {"住民": [["No", "項目名", "型", "桁数"], *([n, f"項目{n}", t, cell] for n, (t, cell) in enumerate(cells, 1))]}
    )


@kind
def repeats() -> Books:
    rows = [
        ["No", "項目名", "型", "桁数", "繰り返し"],
        [1, "番号", "X", 5],
        [2, "月別額", "9", 9, "OCCURS 12"],
        [3, "区分", "X", 1],
        [4, "期別額", "9", 9, "5回"],
        [5, "日付", "X", 8],
        [6, "履歴", "X", 8, "n"],
        [7, "名", "X", 8],
        [8, "備考A", "X", 8, "×2"],
        [9, "備考B", "X", 8, "×2"],
    ]
    return one({"住民": rows})


@kind
def codes_in_cells() -> Books:
    cells = [
        "1:男 2:女",
        "１：有　２：無",
        "1=男,2=女",
        "01 転入\n02 転出",
        "1.男 2.女",
        "1（男）2（女）",
        "01～03：等級",
    ]
    return one({"住民": [HEAD, *([n, f"区分{n}", "X", 2, None, None, cell] for n, cell in enumerate(cells, 1))]})


@kind
def codes_in_notes() -> Books:
    notes = ["性別。1:男 2:女", "01 転入\n02 転出", "10:00～12:00 の間", "1:甲、2:乙 など", "「地区」参照"]
    rows = [HEAD, *([n, f"区分{n}", "X", 2, None, None, None, note] for n, note in enumerate(notes, 1))]
    return one({"住民": rows, "地区": [["コード", "名称"], ["11", "東"], ["12", "西"]]})


@kind
def code_tables_side_by_side() -> Books:
    rows = [
        ["■性別", None, None, "■続柄", None, None, "■証明"],
        ["コード", "名称", None, "コード", "名称", None, "コード", "名称"],
        ["1", "男", None, "01", "世帯主", None, "A", "謄本"],
        ["2", "女", None, "02", "妻", None, "B", "抄本"],
        [None, None, None, "…", None],
    ]
    items = [HEAD, [1, "性別", "X", 1, None, None, "性別"], [2, "続柄", "X", 2, None, None, "続柄"]]
    return one({"住民": items, "コード": rows})


@kind
def items_and_codes_under_one_header_row() -> Books:
    rows = [
        ["■住民", *[None] * len(HEAD), "コード表"],
        [*HEAD, None, "コード名", "コード", "名称"],
        [1, "性別", "X", 1, None, None, "性別", None, None, "性別", "1", "男"],
        [2, "続柄", "X", 2, None, None, "続柄", None, None, "性別", "2", "女"],
        [3, "備考", "N", 20, None, None, None, None, None, "続柄", "01", "世帯主"],
        [*[None] * len(HEAD), None, "続柄", "02", "妻"],
    ]
    return one({"住民": rows})


@kind
def codes_and_items_under_one_header_row() -> Books:
    rows = [
        ["コード", "名称", None, *HEAD],
        ["1", "男", None, 1, "性別", "X", 1],
        ["2", "女", None, 2, "氏名", "N", 20],
    ]
    return one({"住民": rows})


@kind
def hidden_and_document_sheets() -> Books:
    made = book(
        {
            "表紙": [["住民基本台帳"], ["2021年4月1日"]],
            "改訂履歴": [["版", "内容"], ["1.0", "新規"]],
            "住民": [HEAD, KEY],
            "控え": [HEAD, [1, "旧番号", "X", 5]],
        }
    )
    made["控え"].sheet_state = "hidden"
    return {"住民基本台帳_V2.7.xlsx": made}


@kind
def struck_out_text() -> Books:
    made = book(
        {
            "住民": [
                HEAD,
                KEY,
                [2, "氏名", "N", None, "△"],
                [3, "廃止項目", "X", 5],
                [4, "区分", "X", 2],
                [5, None, "X", 3],
            ]
        }
    )
    sheet = made["住民"]
    sheet["D3"] = struck("~50~", "100")
    sheet["B4"].font = Font(strike=True)
    sheet["H5"] = "旧の説明"
    sheet["H5"].font = Font(strike=True)
    sheet["B6"] = struck("~前の名前~", "新しい名前")
    return {"住民基本台帳_V2.7.xlsx": made}


@kind
def lengths_in_bytes() -> Books:
    return one(
        {
            "住民": [["No", "項目名", "型", "バイト数"], [1, "氏名", "N", 100]],
            "世帯": [["No", "項目名", "型", "文字数", "バイト数"], [1, "住所", "N", 50, 100], [2, "番号", "X", 5, 99]],
            "転出": [["No", "項目名", "型", "桁数"], [1, "方書", "N", "20バイト"]],
        }
    )


@kind
def page_headers() -> Books:
    page = ["項番", "項目名", "データ型", "桁数", "必須", "主キー"]
    rows = [
        ["国民健康保険", None, "1/2"],
        ["資格"],
        page,
        KEY,
        [2, "氏名", "N", 50, "〃"],
        ["業務名", "国民健康保険", "ファイル名", "資格"],
        ["資格（続き）", None, "2/2"],
        page,
        [3, "生年月日", "DATE", 8, "△"],
        [4, "性別", "X", 1, "△"],
    ]
    return {"国保.xlsx": book({"資格": rows})}


@kind
def odd_names() -> Books:
    rows = [
        HEAD,
        KEY,
        [2, "氏名\n（漢字）", "N", 50],
        [3, "氏名(カナ)", "X", 50],
        [4, "備考", "N", 9],
        [5, "備考", "N", 9],
    ]
    return one({"住民": rows})


@kind
def bank_style() -> Books:
    rows = [
        ["No", "項目名", "文字種", "桁数"],
        [1, "銀行コード", "数字", 4],
        [2, "口座名義", "半角カナ", 30],
        [3, "記号", "英数", 5],
    ]
    return one({"口座": rows})


@kind
def items_and_codes_in_two_workbooks() -> Books:
    return {
        "住民基本台帳_V2.7.xlsx": book({"住民": [HEAD, [1, "続柄", "X", 2, "○", "○", "C01"]]}),
        "codes.xlsx": book({"コード": [["コードID", "コード名", "コード値", "内容"], ["C01", "続柄", "01", "世帯主"]]}),
    }


@kind
def two_editions() -> Books:
    old = [HEAD, KEY, [2, "氏名", "N", 50, "○"], [3, "旧氏", "N", 50], [4, "性別", "X", 1, None, None, "1:男 2:女"]]
    new = [
        HEAD,
        KEY,
        [2, "氏名", "N", 100, "○"],
        [3, "性別", "X", 1, None, None, "1:男 2:女 3:不明"],
        [4, "国籍", "X", 3],
    ]
    return {
        "住民基本台帳_V2.7.xlsx": book({"住民": new, "世帯": [HEAD, KEY]}),
        "住民基本台帳_V2.6.xlsx": book({"住民": old}),
    }


@kind
def two_columns_of_lengths() -> Books:
    rows = [["No", "項目名", "型", "サイズ", "最大文字数"], [1, "氏名", "N", 50, 50], [2, "住所", "N", 80, 100]]
    return one({"住民": rows})


@kind
def old_and_new_side_by_side() -> Books:
    rows = [
        ["No", "旧（V2.6）", None, None, "新（V2.7）", None, None, "備考"],
        [None, "項目名", "型", "桁数", "項目名", "型", "桁数", None],
        [1, "宛名番号", "X", 10, "宛名番号", "X", 15, "延長"],
        [2, "氏名", "N", 50, "同左", "同左", 100],
        [3, "旧氏", "N", 20, "（削除）"],
        [4, None, None, None, "国籍", "X", 3],
    ]
    return {"住民基本台帳.xlsx": book({"新旧対照": rows}, {"新旧対照": "B1:D1 E1:G1 A1:A2 H1:H2"})}


@kind
def a_legend_of_marks() -> Books:
    rows = [
        ["凡例：◎必須　○条件付き必須　△任意"],
        HEAD,
        [1, "番号", "X", 5, "◎", "○"],
        [2, "氏名", "N", 50, "○"],
        [3, "電話", "X", 11, "△"],
    ]
    return one({"住民": rows})


@kind
def a_legend_on_its_own_sheet() -> Books:
    rows = [HEAD, [1, "番号", "X", 5, "◎", "○"], [2, "氏名", "N", 50, "○"]]
    return one(
        {"凡例": [["記号", "意味"], ["◎", "必ず出力する"], ["○", "条件により必須"], ["－", "出力しない"]], "住民": rows}
    )


@kind
def types_of_a_host() -> Books:
    return one(
        {
            "住民": [
                ["No", "項目名", "型", "桁数"],
                *([n, f"項目{n}", t, 5] for n, t in enumerate(["C", "Z", "P", "AN", "FLG"], 1)),
            ]
        }
    )


@kind
def several_businesses() -> Books:
    rows = [
        ["業務", "ファイル名", *HEAD],
        ["住民基本台帳", "住民", *KEY],
        ["固定資産税", "土地", *KEY],
        [None, None, 2, "地目", "X", 2],
    ]
    return {"全業務_V2.7.xlsx": book({"項目": rows})}


@kind
def unknown_columns_and_notes() -> Books:
    made = book(
        {
            "住民": [
                [*HEAD, "移行方針"],
                [*KEY, None, None, "そのまま"],
                ["※1 全角は2桁と数える"],
                [2, "型のない項目"],
                [3, "外字", "N", 9, "◇", "UK"],
            ],
            "一覧": [["レコード長", "500"]],
        }
    )
    made["住民"]["B2"].comment = Comment("桁数は 10 に変わる予定", "x")
    return {"住民基本台帳_V2.7.xlsx": made}


@kind
def file_title_on_several_sheets() -> Books:
    return one(
        {
            "1": [["移行ファイル名", "住民"], HEAD, KEY, [2, "氏名", "N", 50]],
            "2": [["移行ファイル名", "住民"], HEAD, [3, "性別", "X", 1]],
            "3": [["移行ファイル名", "世帯"], HEAD, KEY],
            "4": [["移行ファイル名", "世帯"], HEAD, KEY],
        }
    )


@kind
def required_by_three_businesses() -> Books:
    rows = [
        ["No", "項目名", "型", "桁数", "必須", None, None],
        [None, None, None, None, "住基", "税", "福祉"],
        [1, "番号", "X", 5, "○", "○", "○"],
        [2, "氏名", "N", 50, "○", "△", "×"],
    ]
    return one({"住民": rows}, {"住民": "E1:G1"})


@kind
def struck_everywhere() -> Books:
    items = [HEAD, KEY, [2, "氏名", "N", 50], [3, "区分", "X", 1, None, None, "性別"]]
    made = book({"住民": items, "性別": [["コード", "名称"], ["1", "男"], ["2", "女"], ["3", "旧"]]})
    sheet, codes = made["住民"], made["性別"]
    for place, parts in {
        "B1": ("~名前~", "項目名"),
        "E3": ("~○~", "△"),
        "C3": ("~X~", "N"),
        "C4": ("~9~", "X"),
    }.items():
        sheet[place] = struck(*parts)
    codes["A2"], codes["B3"] = struck("~0~", "1"), struck("~女性~", "女")
    codes["A4"].font = codes["B4"].font = Font(strike=True)
    return {"住民基本台帳_V2.7.xlsx": made}


SIDE = ["項目名", "型", "桁数"]


@kind
def sides_in_one_row_of_headings() -> Books:
    return one(
        {"S": [["No", "旧項目名", "旧型", "旧桁数", "新項目名", "新型", "新桁数"], [1, "a", "X", 1, "b", "X", 2]]}
    )


@kind
def the_new_side_on_the_left() -> Books:
    rows = [[None, "改正後", None, None, "改正前"], ["No", *SIDE, *SIDE], [1, "b", "X", 2, "a", "X", 1]]
    return one({"S": rows}, {"S": "B1:D1 E1:G1"})


@kind
def only_lengths_of_two_sides() -> Books:
    return one({"S": [["No", "項目名", "型", "桁数（旧）", "桁数（新）"], [1, "b", "X", 1, 2]]})


@kind
def sides_one_below_the_other() -> Books:
    head = ["No", *SIDE]
    return one({"S": [["改正前"], head, [1, "a", "X", 1], [], ["改正後"], head, [1, "b", "X", 2]]})


@kind
def editions_side_by_side() -> Books:
    rows = [[None, "V2.6", None, None, "Ｖ２．７"], ["No", *SIDE, *SIDE], [1, "a", "X", 1, "b", "X", 2]]
    return {"住民基本台帳.xlsx": book({"S": rows}, {"S": "B1:D1 E1:G1"})}


@kind
def code_tables_that_begin_in_different_rows() -> Books:
    rows = [
        ["性別"],
        ["コード", "名称"],
        ["1", "男", None, None, "続柄"],
        ["2", "女", None, None, "コード", "名称"],
        [None, None, None, None, "01", "妻"],
        [None, None, None, None, "02", "夫"],
    ]
    return one({"住民": [HEAD, KEY], "コード": rows})


@kind
def a_legend_below_the_table() -> Books:
    rows = [["No", "項目名", "型", "桁数", "必須"], [1, "a", "X", 1, "●"], [2, "b", "X", 1, "○"], [], ["凡例"]]
    return one({"S": [*rows, ["●", "必須"], ["○", "任意"]]})


@kind
def two_marks_without_a_legend() -> Books:
    return one({"S": [["No", "項目名", "型", "桁数", "必須"], [1, "a", "X", 1, "◎"], [2, "b", "X", 1, "○"]]})


@kind
def repeats_in_words() -> Books:
    rows = [
        ["No", "項目名", "型", "桁数", "備考"],
        [1, "a", "X(10) OCCURS 3"],
        [2, "b", "X", 1, "12回繰り返し"],
        [3, "c（5回）", "X", 1],
    ]
    return one({"S": rows})


@kind
def types_with_lengths_in_words() -> Books:
    cells = [
        "半角英数字 10桁",
        "文字20",
        "数値8桁（うち小数2桁）",
        "X(10)以内",
        "日付8桁",
        "Ｘ（１０）",
        "９(8)Ｖ９(2)",
        "S9(8)V9(2)",
    ]
    return one({"S": [["No", "項目名", "型"], *([n, f"項目{n}", cell] for n, cell in enumerate(cells, 1))]})


@kind
def codes_of_rarer_forms() -> Books:
    cells = ["0／無、1／有", "M:男 F:女", "10～12", "男:1 女:2", "1-甲 2-乙", "1男2女"]
    return one(
        {"S": [["No", "項目名", "型", "桁数", "コード"], *([n, f"区分{n}", "X", 2, c] for n, c in enumerate(cells, 1))]}
    )


@kind
def notes_that_list_no_codes() -> Books:
    notes = [
        "1:円単位、2:千円単位",
        "S/N 及び A/B を除く",
        "1=有 それ以外=無",
        "コード値：0（無）、1（有）",
        "1:男 2:女。ただし未届は 9 とする",
    ]
    items = [(5, "9"), (2, "X"), (1, "X"), (1, "X"), (1, "X")]
    return one(
        {
            "S": [
                ["No", "項目名", "型", "桁数", "備考"],
                *([k, f"項目{k}", t, n, note] for k, ((n, t), note) in enumerate(zip(items, notes, strict=True), 1)),
            ]
        }
    )


@kind
def characters_beside_the_type() -> Books:
    rows = [
        ["No", "項目名", "データ型", "文字種", "桁数"],
        [1, "番号", "文字列", "半角数字", 5],
        [2, "氏名", "文字列", "全角", 50],
        [3, "謎", "文字列", "外字可", 5],
    ]
    return one({"S": rows})


@kind
def dittos_and_merged_cells() -> Books:
    rows = [
        ["No", "大項目", "小項目", "型", "桁数", "必須", "備考"],
        [1, "住所", "郵便番号", "X", 7, "○", "転出先も同じ"],
        [2, "〃", "町名", "N", 50, "〃", None],
        [3, "前住所", "郵便番号", "〃", "〃", None, "同上"],
    ]
    return one({"S": rows}, {"S": "G2:G3"})


@kind
def code_tables_named_by_labels() -> Books:
    rows = [
        ["コードID", "C01", "コード名", "性別"],
        ["コード", "内容"],
        ["1", "男"],
        ["2", "女"],
        [],
        ["コードID", "C02", "コード名", "続柄"],
        ["コード", "内容"],
        ["01", "妻"],
    ]
    items = [HEAD, [1, "性別", "X", 1, None, None, "C01"], [2, "続柄", "X", 2, None, None, "続柄"]]
    return one({"住民": items, "コード": rows})


@kind
def a_code_table_below_the_items() -> Books:
    items = [HEAD, [1, "性別", "X", 1, None, None, "性別コード"]]
    return one(
        {
            "移行ファイル一覧": [["No", "移行ファイル名"], [1, "住民"]],
            "住民": [*items, [], ["性別コード"], ["コード", "名称"], ["1", "男"], ["2", "女"]],
        }
    )


@kind
def two_businesses_in_two_workbooks() -> Books:
    head = ["No", "項目名", "型", "桁数"]
    return {
        "住民基本台帳_V2.7.xlsx": book({"基本": [head, [1, "宛名番号", "X", 15]]}),
        "固定資産税_V2.7.xlsx": book({"基本": [head, [1, "物件番号", "X", 15]]}),
    }


@kind
def codes_of_an_edition_of_their_own() -> Books:
    return {
        "住民基本台帳_V2.7.xlsx": book({"住民": [HEAD, [1, "性別", "X", 1, None, None, "性別"]]}),
        "コード_V1.0.xlsx": book({"性別": [["コード", "名称"], ["1", "男"]]}),
    }


@kind
def a_group_that_repeats() -> Books:
    rows = [
        ["No", "大項目", "小項目", "型", "桁数", "繰返"],
        [1, "期別", None, None, None, 2],
        [2, None, "税額", "9", 9],
        [3, None, "納期", "X", 8],
        [4, "備考", None, "N", 9],
    ]
    flat = [["No", "項目名", "型", "桁数", "繰返"], [1, "期別", None, None, 10], [2, "税額", "9", 9]]
    return one({"S": rows, "T": flat})


@kind
def names_that_become_one() -> Books:
    names = ["a|b", "c/d", "c d", "e f", "e f"]
    return one({"S": [["No", "項目名", "型", "桁数"], *([n, name, "X", 1] for n, name in enumerate(names, 1))]})
