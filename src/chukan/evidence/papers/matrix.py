"""The members and their businesses on one page (一覧): a sheet of 別紙3, before its others."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chukan.evidence.judgement.standing import COUNTS_JA, STANDING_JA, Standing, worst_standing
from chukan.evidence.papers.context import Case
from chukan.output.text import display_width, visible, wareki_day

SIGNS: dict[Standing, str] = {
    "met": "○",
    "planned": "予",
    "granted": "免",
    "exempt": "申",
    "ask": "△",
    "decision": "？",
    "not_met": "×",
}
_FONT = "游ゴシック"
_THIN = Side(style="thin", color="8A949E")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E9EEF4")


def add_matrix(book: Workbook, case: Case) -> None:
    """Add to a workbook the sheet 一覧 behind its first: one row a member, one column a business."""
    sheet = book.create_sheet("一覧", 1)
    judgement = case.judgement
    names = list(dict.fromkeys(b.business_name for b in judgement.businesses))
    _write(sheet, 1, 1, "市区町村と業務の一覧（必須推進項目1）　【案】", size=14, bold=True)
    head = f"{visible(case.project.file.group.name)}　基準日 {wareki_day(case.verification.as_of)}　判定: {judgement.words}"
    _write(sheet, 2, 1, head, size=9.5)
    for column, text in enumerate(["団体コード", "市区町村", *names, "数えた業務", "判定"], 1):
        _write(sheet, 4, column, text, fill=True, centre=True, box=True)
    for row, town in enumerate(judgement.municipalities, 5):
        _write(sheet, row, 1, town.code, box=True, centre=True)
        _write(sheet, row, 2, visible(town.name), box=True)
        for column, name in enumerate(names, 3):
            found = [b.standing for b in town.businesses if b.business_name == name]
            _write(sheet, row, column, SIGNS[worst_standing(found)] if found else "", box=True, centre=True)
        _write(sheet, row, len(names) + 3, str(len(town.counted)), box=True, centre=True)
        _write(sheet, row, len(names) + 4, STANDING_JA[town.standing], box=True, centre=True)
        sheet.row_dimensions[row].height = 22
    last = 5 + len(judgement.municipalities)
    legend = "　".join(f"{sign} {COUNTS_JA[standing]}" for standing, sign in SIGNS.items())
    _write(sheet, last + 1, 1, f"{legend}　空白 プロジェクトに記載のない業務", size=9)
    for column, width in enumerate([11, 16, *(13 for _ in names), 11, 30], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    longest = max((display_width(name) for name in names), default=8)
    sheet.row_dimensions[4].height = 18 * max(1, -(-longest // 11))
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = 24


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    fill: bool = False,
    centre: bool = False,
    box: bool = False,
) -> None:
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # a name that begins with = is no formula
    cell.font = Font(name=_FONT, size=size, bold=bold or fill)
    cell.alignment = Alignment(horizontal="center" if centre else "left", vertical="center", wrap_text=box)
    if box:
        cell.border = _BOX
    if fill:
        cell.fill = _HEAD
