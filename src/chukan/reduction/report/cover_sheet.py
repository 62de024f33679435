"""The first sheet of `reduction.xlsx`: what comes to be left, by class and by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chukan.output.charts import Pattern
from chukan.output.excel import LINE, Book, Column
from chukan.output.text import percent, wareki_day
from chukan.reduction.report import tables
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.report import Report
from chukan.reduction.report.tables import Classes
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def cover_sheet(book: Book, report: Report) -> None:
    """Write the sheet 総括.

    Args:
        book: The workbook.
        report: Every number in it comes from it.
    """
    sheet = book.sheet("総括")
    for index, width in enumerate((16, 16, 14, 18, 60)):
        sheet.set_column(index, index, width)
    sheet.write_string(
        0, 0, "【案】データ移行対象削減の取組（任意推進項目ウ）", book.style(bold=True, font_size=14, text_wrap=False)
    )
    sheet.set_row(0, 2 * LINE)  # the large letters of the title
    title = f"{report.group or '—'}　基準日 {wareki_day(report.as_of)}　chukan {report.tool.get('version', '')}"
    sheet.write_string(1, 0, title, book.style(text_wrap=False))
    row = _totals(book, sheet, 3, tables.whole(report))
    row = _chart(book, sheet, row + 1, report)
    for note in report.notes:
        sheet.merge_range(row, 0, row, 4, note, book.style())
        sheet.set_row(row, LINE * -(-len(note) // 60) + 3)  # sixty full-width characters a line
        row += 1
    sheet.print_area(0, 0, row - 1, 4)


def _totals(book: Book, sheet: Worksheet, top: int, all_: Classes) -> int:
    head = (
        Column("分類", 16),
        Column("件数", 16, "number"),
        Column("件数の割合", 14, "percent"),
        Column("バイト", 18, "number"),
        Column("意味", 60),
    )
    rows = [
        (CLASS_JA[level], a.records, percent(a.records, all_.total.records), a.bytes, tables.CLASS_MEANS[level])
        for level, a in ((CANDIDATE, all_.candidate), (CHECK, all_.check), (MUST, all_.must))
    ]
    rejected = all_.rejected
    rows += [
        (
            "読取不可",
            rejected.records,
            percent(rejected.records, all_.total.records),
            rejected.bytes,
            "読み取れないため分類していない",
        ),
        ("提出データ", all_.total.records, 100.0 if all_.total.records else 0.0, all_.total.bytes, "移行前"),
        (
            "移行するデータ",
            all_.left.records,
            percent(all_.left.records, all_.total.records),
            all_.left.bytes,
            "移行後（削減候補を除く）",
        ),
    ]
    return book.table(sheet, top, head, rows)


def _chart(book: Book, sheet: Worksheet, top: int, report: Report) -> int:
    """Insert a native chart over a table of years beside it, out of the printed page."""
    data = by_year(tables.by_year(report), report.as_of)
    if not data.labels:
        return top
    name, first, last = "総括", 7, top + len(data.labels)
    chart = book.chart("column", "stacked")
    sheet.write_string(top, first, "年", book.boxed(bold=True))
    for row, label in enumerate(data.labels, top + 1):
        sheet.write_string(row, first, label, book.boxed())
    for column, series in enumerate(data.series, first + 1):
        sheet.write_string(top, column, series.name, book.boxed(bold=True))
        for row, value in enumerate(series.values, top + 1):
            sheet.write_number(row, column, value, book.boxed(num_format="#,##0"))
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, top + 1, first, last, first],
                "values": [name, top + 1, column, last, column],
                "gap": 40,
                **_FILLS[series.pattern](series.colour),
            }
        )
    chart.set_title({"name": data.title, "name_font": {"size": 11}})
    chart.set_legend({"position": "top"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D4DAE1"}}})
    chart.set_size({"width": 840, "height": 300})
    sheet.insert_chart(top, 0, chart, {"object_position": 2})
    return top + 16


#: How Excel fills a pattern.
_FILLS: dict[Pattern, Callable[[str], dict[str, Any]]] = {
    "plain": lambda colour: {"fill": {"color": colour}},
    "dots": lambda colour: {"pattern": {"pattern": "percent_20", "fg_color": "#FFFFFF", "bg_color": colour}},
    "stripes": lambda colour: {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#FFFFFF", "bg_color": colour}
    },
}
