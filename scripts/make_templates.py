"""Make the templates of the papers. `--check` only reports which are out of date.

python scripts/make_templates.py [--check]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from reconciliation_template import reconciliation
from word_templates import Page

from chukan.evidence.papers.fields import CHAPTER, CHECKLIST, CONFIRMATION, CONFIRMATION_PLAN, TARGETS, TARGETS_PLAN
from chukan.output.reproducible import office

SRC = Path(__file__).resolve().parents[1] / "src" / "chukan"
FOLDER = SRC / "evidence" / "papers" / "templates"
DAY = "2020-04-01"
"""Of the call; templates carry no clock."""
FONT = "游ゴシック"
THIN = Side(style="thin", color="8A949E")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD = PatternFill("solid", fgColor="E9EEF4")

PREMISES = (
    ("定義の位置付け", "確認の根拠"),
    ("定義（レイアウト集と版）", "レイアウト"),
    ("定義のダイジェスト", "定義ダイジェスト"),
    ("移行条件", "移行条件"),
    ("文字コード（検査で確認）", "文字コード"),
    ("検査の範囲", "検査の範囲"),
    ("検査しなかった項目", "検査しなかった項目"),
    ("基準日", "基準日"),
    ("検証日", "検証日"),
    ("ツール", "ツール"),
    ("プロジェクトの SHA-256", "プロジェクトのSHA256"),
    ("検証結果の SHA-256", "検証結果のSHA256"),
    ("判定の拠り所", "公募要領"),
)


SHOWN_ABOVE = ("確認の根拠", "レイアウト", "移行条件", "文字コード", "基準日", "検証日")
"""What the 確認書 says on its first page already."""
PLAN_FOOTER = "{{ 確認の根拠 }}　定義 {{ レイアウト }}　基準日 {{ 基準日 }}　{{ ツール }}"


def confirmation() -> bytes:
    """データ移行確認書 of the report."""
    page = Page(CONFIRMATION.title)
    page.letterhead("{{ 団体の文書番号 }}", "{{ あて先 }}", ("{{ 市区町村 }}", "{{ 団体の長 }}"))
    page.title("中間標準レイアウトによるデータ移行確認書")
    page.text(
        "　{{ 市区町村 }}が、移行元事業者から中間標準レイアウトによるデータとして提出を受けたものを検証した結果は、次のとおりである。"
    )
    page.tag("if 未了")
    page.text("{{ 未了 }}", size=12, align=WD_ALIGN_PARAGRAPH.CENTER)
    page.tag("endif")
    page.pairs(
        [
            ("市区町村", "{{ 市区町村 }}（{{ 市区町村コード }}）"),
            ("移行元事業者", "{{ 移行元 }}"),
            ("移行先事業者", "{{ 移行先 }}"),
            ("提出日", "{{ 提出日 }}"),
            ("提出データ", "{{ ファイル数 }} ファイル、{{ 件数 }} 件（うち読み取れなかったもの {{ 読取不可 }} 件）"),
            ("検証の結果", "{{ 判定 }}　{{ 判定の説明 }}"),
            ("検証日・基準日", "検証日 {{ 検証日 }}　基準日 {{ 基準日 }}"),
            ("移行条件", "{{ 移行条件 }}"),
            ("文字コード（検査で確認）", "{{ 文字コード }}"),
            ("定義の位置付け", "{{ 確認の根拠 }}（{{ レイアウト }}）"),
            ("注意事項", "{{ 注意事項 }}"),
        ]
    )
    page.heading("1　提出された業務")
    page.table(
        "業務",
        [
            ("業務番号", "業務番号", 15),
            ("業務", "業務", 24),
            ("版", "版", 15),
            ("移行先", "移行先", 17),
            ("件数", "件数", 15),
            ("送付票", "送付票", 15),
            ("取込", "取込", 20),
            ("エラー", "エラー", 12),
            ("警告", "警告", 10),
            ("了承", "了承", 10),
            ("結果", "検証結果", 17),
        ],
        size=8,
        right=("件数", "送付票", "エラー", "警告", "了承"),
    )
    page.text(NUMBERS, size=8)
    page.heading("2　提出されたファイル")
    page.table(
        "ファイル",
        [
            ("No.", "通番", 8),
            ("移行ファイル定義", "定義", 25),
            ("ファイル", "ファイル", 31),
            ("文字コード", "文字コード", 15),
            ("件数", "件数", 14),
            ("送付票", "送付票", 14),
            ("取込", "取込件数", 14),
            ("SHA-256", "SHA256", 33),
            ("結果", "検証結果", 16),
        ],
        size=7.5,
        right=("通番", "件数", "送付票", "取込件数"),
    )
    _reduced(page, "2の2　削減後の件数（任意推進項目ウ）")
    page.heading("3　未解決の事項")
    page.table_or_nothing(
        "未解決",
        [("業務", "業務", 30), ("移行ファイル定義", "ファイル", 30), ("内容", "内容", 94), ("件数", "件数", 16)],
        right=("件数",),
    )
    page.heading("4　了承した指摘")
    page.table_or_nothing("了承", WAIVERS, right=("件数", "上限"))
    page.heading("5　確認の前提")
    page.pairs([(name, "{{ " + field + " }}") for name, field in PREMISES if field not in SHOWN_ABOVE], head=44)
    page.heading("6　確認者")
    page.tag("if 押印")
    page.text("{{ 押印 }}", size=9.5)
    page.signatures("確認者")
    page.tag("else")
    page.text("{{ 未了 }}", size=10.5)
    page.tag("endif")
    return page.saved()


def planned_confirmation() -> bytes:
    """データ移行確認書 of the proposal."""
    page = Page(CONFIRMATION_PLAN.title, footer=PLAN_FOOTER)
    page.letterhead("{{ 団体の文書番号 }}", "{{ あて先 }}", ("{{ 市区町村 }}", "{{ 団体の長 }}"))
    page.title("中間標準レイアウトによるデータ移行確認書（提案）")
    page.text(
        "　{{ グループ名 }}の自治体クラウド導入に際し、{{ 市区町村 }}、移行元事業者及び移行先事業者は、次の業務のデータ移行を"
        "中間標準レイアウトで行うことを確認する。"
    )
    page.pairs(
        [
            ("市区町村", "{{ 市区町村 }}（{{ 市区町村コード }}）"),
            ("移行元事業者", "{{ 移行元 }}"),
            ("移行先事業者", "{{ 移行先 }}"),
            ("グループ・区分", "{{ グループ名 }}（{{ 区分 }}）"),
            ("代表団体", "{{ 代表団体 }}（{{ 代表団体コード }}）"),
            ("公募要領の条項", "{{ 条項 }}"),
        ]
    )
    page.heading("1　中間標準レイアウトで移行する業務（予定）")
    page.table(
        "業務",
        [
            ("業務番号", "業務番号", 19),
            ("業務", "業務", 36),
            ("版", "版", 20),
            ("移行先", "移行先", 25),
            ("移行予定", "移行予定", 24),
            ("備考", "備考", 46),
        ],
    )
    page.text(
        "業務番号の「（未確認）」は、仕様の業務番号と照合していないことを示す。提出・検証・取込の結果は、実施報告の確認書に示す。",
        size=8,
    )
    page.heading("2　確認者")
    page.signatures("確認者")
    return page.saved()


def _reduced(page: Page, heading: str, *, town: bool = False) -> None:
    """Write what optional item ウ left to be migrated, where something was split."""
    page.tag("if 削減後")
    page.heading(heading)
    page.text("{{ 削減の概要 }}", size=9.5)
    columns = [
        ("業務", "業務", 24 if town else 30),
        ("移行ファイル定義", "定義", 23 if town else 33),
        ("送付票", "送付票", 16),
        ("提出", "提出", 16),
        ("移行", "移行", 16),
        ("保管", "保管", 14),
        ("読取不可", "読取不可", 15),
        ("突合", "突合", 15),
        ("検証", "検証", 16),
    ]
    page.table(
        "削減後",
        [*([("市区町村", "市区町村", 16)] if town else []), *columns],
        size=8,
        right=("送付票", "提出", "移行", "保管", "読取不可"),
    )
    page.tag("endif")


NUMBERS = "業務番号の「（未確認）」は、仕様の業務番号と照合していないことを示す。件数は提出データ、取込は移行先のレコードの数である。"
WAIVERS = [
    ("検査項目", "検査項目", 27.0),
    ("項目", "項目", 19.0),
    ("範囲", "範囲", 27.0),
    ("件数", "件数", 12.0),
    ("上限", "上限", 12.0),
    ("理由", "理由", 27.0),
    ("了承者・了承日", "了承者 }}\n{{ 行.了承日", 25.0),
    ("状態", "状態", 21.0),
]


def chapter() -> bytes:
    """事業実施報告書, the chapter on the data migration."""
    page = Page(CHAPTER.title)
    page.title("中間標準レイアウトによるデータ移行（{{ 案 }}）")
    page.text("事業実施報告書　データ移行の章", size=9.5, align=WD_ALIGN_PARAGRAPH.CENTER)
    page.heading("1　概要")
    page.pairs(
        [
            ("グループ", "{{ グループ名 }}（{{ 区分 }}）"),
            ("代表団体", "{{ 代表団体 }}（{{ 代表団体コード }}）"),
            ("構成市区町村", "{{ 構成団体数 }}団体（{{ 構成団体 }}）"),
            ("定義の位置付け", "{{ 確認の根拠 }}（{{ レイアウト }}）"),
        ]
    )
    page.text("　{{ 提出の概要 }}")
    page.heading("2　必須推進項目1の判定")
    page.pairs(
        [
            ("判定", "{{ 総合判定 }}"),
            ("条項", "{{ 条項 }}"),
            ("理由", "{{ 判定理由 }}"),
            ("望ましい事項", "{{ 望ましい事項 }}"),
            ("注意事項", "{{ 注意事項 }}"),
        ]
    )
    page.table(
        "団体",
        [("市区町村", "市区町村", 28), ("業務数", "業務数", 14), ("判定", "判定", 30), ("理由", "理由", 98)],
        right=("業務数",),
    )
    page.heading("3　移行の対象とした業務")
    page.table(
        "対象業務",
        [
            ("市区町村", "市区町村", 20),
            ("業務番号", "業務番号", 19),
            ("業務", "業務", 25),
            ("移行元", "移行元", 18),
            ("移行先", "移行先", 18),
            ("件数", "件数", 16),
            ("結果", "検証結果", 16),
            ("備考", "備考", 38),
        ],
        right=("件数",),
    )
    _reduced(page, "3の2　削減後の件数（任意推進項目ウ）", town=True)
    page.heading("4　確認の方法と前提")
    page.pairs([(name, "{{ " + field + " }}") for name, field in PREMISES], head=44)
    page.heading("5　指摘")
    page.text("　{{ 指摘の概要 }}{{ 外字の概要 }}")
    page.picture("図_業務別", "図1　業務ごと・検査項目ごとの指摘の件数（了承されたものを除く）")
    page.picture("図_ファイル別", "図2　ファイルごとの指摘の件数（了承されたものを除く）")
    page.table_or_nothing(
        "種類別",
        [
            ("分類", "分類", 50),
            ("エラー", "エラー", 24),
            ("警告", "警告", 24),
            ("情報", "情報", 24),
            ("了承", "了承", 24),
            ("残り", "残り", 24),
        ],
        right=("エラー", "警告", "情報", "了承", "残り"),
        nothing="指摘はない。",
    )
    page.heading("6　指摘の処置")
    page.table_or_nothing(
        "指摘",
        [
            ("検査項目", "検査項目", 34),
            ("重大度", "重大度", 14),
            ("件数", "件数", 17),
            ("了承", "了承", 15),
            ("残り", "残り", 17),
            ("業務", "業務", 28),
            ("処置", "処置", 45),
        ],
        right=("件数", "了承", "残り"),
        nothing="指摘はない。",
    )
    _if(
        page,
        "指摘",
        lambda: page.text(
            "（個々の処置の経過を記入。リハーサルと本番の間の指摘の増減は、検証結果の比較を添える）", size=9.5
        ),
    )
    page.heading("7　了承した指摘")
    page.table_or_nothing("了承", WAIVERS, right=("件数", "上限"), nothing="了承した指摘はない。")
    page.heading("8　課題と教訓")
    page.text("{{ 課題と教訓 }}")
    return page.saved()


def _archived(page: Page) -> None:
    """Add what is kept on a medium, by whom, and what is migrated."""
    page.tag("if 分割")
    page.heading("媒体での保管", level=2)
    page.table(
        "保管",
        [
            ("市区町村", "市区町村", 24),
            ("媒体", "媒体", 22),
            ("ラベル", "ラベル", 26),
            ("保管期限", "保管期限", 22),
            ("保管者", "保管者", 24),
            ("廃棄を決める者", "廃棄を決める者", 26),
            ("個人番号の列", "個人番号", 26),
        ],
    )
    page.text("保管した記録の検索と、照会・証明の請求への対応は次のとおりである。")
    page.table(
        "検索",
        [
            ("市区町村", "市区町村", 32),
            ("検索の方法", "検索の方法", 78),
            ("照会・証明の請求に応じる者", "応じる者", 60),
        ],
    )
    page.text("{{ 個人番号の注意 }}")
    page.text("移行元の件数は、移行・保管・読取不可の件数の和に一致する。書き出したファイルを読み直して数えた。")
    _listed(
        page,
        "分割",
        [
            ("市区町村・移行ファイル", "ファイル", 62),
            ("送付票", "送付票", 22),
            ("移行元", "移行元", 22),
            ("移行", "移行", 22),
            ("保管", "保管", 22),
            ("読取不可", "読取不可", 20),
        ],
        right=("送付票", "移行元", "移行", "保管", "読取不可"),
    )
    _if(page, "移行の検証", lambda: page.text("{{ 移行の検証 }}"))
    page.tag("endif")


def reduction() -> bytes:
    """データ移行対象削減の取組, a chapter of 提案書 and 報告書."""
    page = Page(
        "データ移行対象削減の取組",
        header="",
        footer="{{ 確認の根拠 }}　基準日 {{ 基準日 }}　{{ ツール }}",
        levels=2,
    )
    page.heading("【案】データ移行対象削減の取組", size=15)
    page.heading("取組の概要", level=2)
    page.text("{{ 取組の概要 }}")
    page.text("{{ 件数の概要 }}")
    _if(page, "読取不可の概要", lambda: page.text("{{ 読取不可の概要 }}"))
    page.heading("移行前と移行後", level=2)
    page.table(
        "前後",
        [("区分", "区分", 52), ("件数", "件数", 28), ("割合", "割合", 22), ("バイト数", "バイト", 68)],
        right=("件数", "割合", "バイト"),
    )
    page.text("業務別の内訳は次のとおりである。")
    _listed(
        page,
        "業務別",
        [
            ("市区町村", "市区町村", 28),
            ("業務", "業務", 52),
            ("全件", "全件", 26),
            ("削減候補", "候補", 24),
            ("要確認", "要確認", 22),
            ("割合", "割合", 18),
        ],
        right=("全件", "候補", "要確認", "割合"),
    )
    page.tag("if 年別")
    page.heading("事由の生じた年ごとの件数", level=2)
    page.picture("図_年別", "図　事由の生じた年（年度から数える規則では年度）ごとの件数と分類")
    page.tag("if not 図_年別")
    _listed(
        page,
        "年別",
        [("年", "年", 32), ("削減候補", "候補", 46), ("要確認", "要確認", 46), ("移行必須", "必須", 46)],
        right=("候補", "要確認", "必須"),
    )
    page.tag("endif")
    page.tag("endif")
    page.heading("削減の根拠", level=2)
    page.tag("if 根拠")
    _listed(
        page,
        "根拠",
        [
            ("規則", "規則", 16),
            ("種別", "種別", 22),
            ("記録", "記録", 42),
            ("根拠", "根拠", 68),
            ("件数", "件数", 22),
        ],
        right=("件数",),
    )
    page.tag("else")
    page.text("現在の設定では、削減候補はない。")
    page.tag("endif")
    page.tag("if 期間制限")
    page.text("{{ 期間制限の注意 }}")
    _listed(
        page,
        "期間制限",
        [("規則", "規則", 16), ("期間制限・時効の根拠", "法令", 74), ("期間", "期間", 22), ("起算", "起算", 58)],
    )
    page.tag("endif")
    page.tag("if 残すもの")
    page.heading("候補にできない記録とその理由", level=2)
    page.text("期間内の記録と、規則を当てない記録のほかに、次の記録は候補としていない。")
    _listed(
        page,
        "残すもの",
        [("分類", "分類", 22), ("記録", "記録", 46), ("理由", "理由", 80), ("件数", "件数", 22)],
        right=("件数",),
    )
    page.tag("endif")
    for title, each in (("団体が決めた事項", "決めた事項"), ("今後決める事項", "決める事項")):
        page.heading(title, level=2)
        page.bullets(each, "文")
        _if(page, f"not {each}", lambda: page.text("なし。"))
        page.tag(f"if {each}_ほか")
        page.text("{{ " + each + "_ほか }}")
        page.tag("endif")
    _archived(page)
    page.heading("拠りどころ", level=2)
    page.bullets("拠りどころ", "文")
    page.text("件数は次のファイルから数えた。")
    _listed(
        page,
        "ファイル",
        [
            ("種別", "種別", 16),
            ("市区町村・移行ファイル", "ファイル", 62),
            ("件数", "件数", 20),
            ("SHA-256", "SHA256", 72),
        ],
        right=("件数",),
    )
    return page.saved()


def _if(page: Page, condition: str, write: Callable[[], None]) -> None:
    page.tag(f"if {condition}")
    write()
    page.tag("endif")


def _listed(page: Page, each: str, columns: Sequence[tuple[str, str, float]], *, right: Sequence[str] = ()) -> None:
    """Write a table, and below it how many rows it leaves out."""
    page.table(each, columns, right=right)
    _if(page, f"{each}_ほか", lambda: page.text("{{ " + each + "_ほか }}", size=9.5))


class Sheet:
    """A worksheet being written from top to bottom, with names on the cells that are filled."""

    def __init__(self, book: openpyxl.Workbook, title: str, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.row, self.wide = book, book.create_sheet(title), 1, len(widths)
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        _print(self.sheet)

    def title(self, text: str) -> None:
        """Write the paper's name over all columns, and the group's."""
        self._wide(1, self.wide - 2, text, size=14, bold=True)
        self._wide(self.wide - 1, self.wide, "【案】", size=14, bold=True, right=True)
        self.sheet.row_dimensions[self.row].height = 24
        self.row += 1
        self._wide(1, self.wide - 2, "", size=10)
        self._name("グループ名", 1)
        self._wide(self.wide - 1, self.wide, "", size=9, right=True)
        self.sheet.cell(self.row, self.wide - 1).number_format = '"基準日 "@'
        self._name("基準日", self.wide - 1)
        self.row += 2

    def pairs(self, rows: Sequence[tuple[str, str]], head: int = 2) -> None:
        """Names and texts, each text over the columns that are left."""
        for name, field in rows:
            self._wide(1, head, name, size=9.5, box=True, fill=True)
            self._wide(head + 1, self.wide, "", size=9.5, box=True)
            self._name(field, head + 1)
            self.sheet.row_dimensions[self.row].height = 17
            self.row += 1
        self.row += 1

    def table(self, table: str, columns: Sequence[tuple[str, str]], *, numbers: Sequence[str] = ()) -> None:
        """Write a heading that every page repeats, and the row that the filling multiplies."""
        self.sheet.print_title_rows = f"{self.row}:{self.row}"
        for column, (heading, _) in enumerate(columns, 1):
            self._wide(column, column, heading, size=9.5, box=True, fill=True, centre=True)
        self.sheet.row_dimensions[self.row].height = 30
        self.row += 1
        for column, (_, field) in enumerate(columns, 1):
            self._wide(column, column, "", size=9.5, box=True, right=field in numbers)
            if field in numbers:
                self.sheet.cell(self.row, column).number_format = "#,##0_ "
            self._name(f"{table}.{field}", column)
        self.row += 2

    def note(self, text: str) -> None:
        """Write a line in small type."""
        self._wide(1, self.wide, text, size=8.5)
        self.row += 1

    def _wide(
        self,
        first: int,
        last: int,
        text: str,
        *,
        size: float,
        bold: bool = False,
        right: bool = False,
        centre: bool = False,
        box: bool = False,
        fill: bool = False,
    ) -> None:
        if last > first:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)
        for column in range(first, last + 1):
            cell = self.sheet.cell(self.row, column)
            cell.font = Font(name=FONT, size=size, bold=bold or fill)
            if box:
                cell.border = BOX
            if fill:
                cell.fill = HEAD
            cell.alignment = Alignment(
                horizontal="center" if centre else "right" if right else "left",
                vertical="center",
                wrap_text=True,
                indent=0 if centre or not box else 1,
            )
        if text:
            self.sheet.cell(self.row, first).value = text

    def _name(self, name: str, column: int) -> None:
        place = f"'{self.sheet.title}'!${get_column_letter(column)}${self.row}"
        if name in self.book.defined_names:  # one name may mean several cells
            place = f"{self.book.defined_names[name].attr_text},{place}"
        self.book.defined_names[name] = DefinedName(name, attr_text=place)


def _print(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    footer = HeaderFooterItem(center=_HeaderFooterPart("&P / &N"), left=_HeaderFooterPart("&A（案）"))
    sheet.HeaderFooter.oddFooter = footer
    sheet.sheet_view.showGridLines = False


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEAD_OF_TARGETS = [
    ("文書番号", "文書番号"),
    ("作成年月日", "作成日"),
    ("宛先", "宛先"),
    ("代表団体", "代表団体"),
    ("代表団体の長", "代表団体の長"),
    ("区分", "区分"),
    ("段階", "段階"),
    ("定義の位置付け", "確認の根拠"),
    ("定義・版", "レイアウト"),
    ("判定", "総合判定"),
    ("判定の理由", "判定理由"),
    ("注意事項", "注意事項"),
    ("ツール", "ツール"),
]
NOT_OFFICIAL = "公式の様式が手元にないため案である。提出のときは公式の様式に転記すること。個人の情報は含まない。業務番号の「（未確認）」は、仕様の業務番号と照合していないことを示す。"


def targets() -> bytes:
    """別紙3 対象業務表 of the report."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = Sheet(book, "対象業務表", (4, 9, 11, 12, 14, 12, 12, 10, 20, 18, 9, 9, 18, 10, 13, 30))
    sheet.title("別紙3　中間標準レイアウトによるデータ移行対象業務表（実施報告）")
    sheet.pairs(HEAD_OF_TARGETS, head=3)
    columns = [
        ("No.", "通番"),
        ("団体コード", "市区町村コード"),
        ("市区町村", "市区町村"),
        ("業務番号", "業務番号"),
        ("業務", "業務"),
        ("移行元事業者", "移行元"),
        ("移行先事業者", "移行先"),
        ("版", "版"),
        ("移行方法", "移行方法"),
        ("提出日", "提出日"),
        ("件数", "件数"),
        ("送付票", "送付票"),
        ("移行先取込", "取込"),
        ("検証結果", "検証結果"),
        ("必須推進項目1", "該当"),
        ("備考", "備考"),
    ]
    sheet.table("対象業務", columns, numbers=("通番", "件数", "送付票"))
    sheet.note(f"{NOT_OFFICIAL}件数は提出データのレコード数、移行先取込は移行先のレコード数と取込日（申告）である。")
    _towns(book)
    _premises(book)
    return _saved(book)


def planned_targets() -> bytes:
    """別紙3 対象業務表 of the proposal."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = Sheet(book, "対象業務表", (4, 10, 14, 13, 18, 14, 14, 11, 20, 15, 15, 36))
    sheet.title("別紙3　中間標準レイアウトによるデータ移行対象業務表（提案）")
    sheet.pairs(HEAD_OF_TARGETS, head=3)
    columns = [
        ("No.", "通番"),
        ("団体コード", "市区町村コード"),
        ("市区町村", "市区町村"),
        ("業務番号", "業務番号"),
        ("業務", "業務"),
        ("移行元事業者", "移行元"),
        ("移行先事業者", "移行先"),
        ("版", "版"),
        ("移行方法", "移行方法"),
        ("移行予定", "移行予定"),
        ("必須推進項目1", "該当"),
        ("備考", "備考"),
    ]
    sheet.table("対象業務", columns, numbers=("通番",))
    sheet.note(f"{NOT_OFFICIAL}すべて予定であり、提出データの検証は行っていない。")
    _towns(book)
    return _saved(book)


def _towns(book: openpyxl.Workbook) -> None:
    towns = Sheet(book, "市区町村別", (10, 18, 10, 24, 60, 30))
    towns.title("市区町村別の判定（必須推進項目1）")
    towns.pairs([("判定", "総合判定"), ("条項", "条項"), ("望ましい事項", "望ましい事項"), ("注意事項", "注意事項")])
    towns.table(
        "団体",
        [
            ("団体コード", "市区町村コード"),
            ("市区町村", "市区町村"),
            ("業務数", "業務数"),
            ("判定", "判定"),
            ("理由", "理由"),
            ("条項", "条項"),
        ],
        numbers=("業務数",),
    )


def checklist() -> bytes:
    """要件確認表."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = Sheet(book, "要件", (20, 46, 9, 13, 15, 42, 23))
    sheet.title("助成の要件の確認表（公募要領 3・6・7）")
    sheet.pairs(
        [
            ("段階", "段階"),
            ("区分", "区分"),
            ("未記入の必須要件", "未記入の数"),
            ("満たさない必須要件", "満たさない数"),
            ("定義の位置付け", "確認の根拠"),
            ("判定の拠り所", "公募要領"),
        ],
        head=1,
    )
    sheet.table(
        "要件",
        [
            ("条項", "条項"),
            ("要件", "要件"),
            ("種別", "種別"),
            ("状態", "状態"),
            ("判定", "判定"),
            ("根拠", "根拠"),
            ("文書・頁", "文書"),
        ],
    )
    sheet.note(
        "状態: データで確認＝提出データの検証による。申告＝プロジェクトファイルの記載による（内容は確かめていない。根拠の文書を見て判断すること）。未記入＝記載がない。要件は条項の番号と短い言い方で示す。判断のときは公募要領の本文を見ること。"
    )
    figures = Sheet(book, "数値", (34, 24, 70))
    figures.title("要件にかかわる数値")
    figures.table("数値", [("名称", "名称"), ("値", "値"), ("根拠", "根拠")])
    papers = Sheet(book, "提出書類", (12, 56, 22, 62))
    papers.title("提出書類（公募要領 9・10(2)・14(1)）")
    papers.table("書類", [("条項", "記号"), ("書類", "書類"), ("状態", "状態"), ("説明", "説明")])
    _premises(book)
    return _saved(book)


def _premises(book: openpyxl.Workbook) -> None:
    sheet = Sheet(book, "確認の前提", (14, 20, 50, 50))
    sheet.title("確認の前提")
    sheet.pairs(PREMISES)


def made() -> dict[Path, bytes]:
    """Return what each template should hold."""
    builders = (
        (CONFIRMATION, confirmation),
        (CONFIRMATION_PLAN, planned_confirmation),
        (CHAPTER, chapter),
        (TARGETS, targets),
        (TARGETS_PLAN, planned_targets),
        (CHECKLIST, checklist),
    )
    papers = {FOLDER / paper.template: office(build(), DAY) for paper, build in builders}
    return papers | {
        SRC / "reduction" / "report" / "templates" / "reduction.docx": office(reduction(), DAY),
        SRC / "reconciliation" / "views" / "templates" / "突合結果報告書.docx": office(reconciliation(), DAY),
    }


def main() -> int:
    """0 when all is up to date (or was written)."""
    stale = [(path, data) for path, data in made().items() if not path.exists() or path.read_bytes() != data]
    for path, data in stale:
        if "--check" in sys.argv:
            print(f"out of date: {path.name}; run python scripts/make_templates.py")
        else:
            path.write_bytes(data)
            print(f"written: {path.name}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
