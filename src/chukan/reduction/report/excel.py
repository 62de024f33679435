"""`reduction.xlsx`: the same rows as the page, all of them, to work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chukan.output.charts import Pattern
from chukan.output.excel import LINE, Book, Column
from chukan.output.text import percent, wareki_day
from chukan.reduction.report import tables
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.report import Report
from chukan.reduction.report.tables import Classes
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_CLASSES = (
    Column("全件", 11, "number"),
    Column("削減候補", 11, "number"),
    Column("要確認", 11, "number"),
    Column("移行必須", 11, "number"),
    Column("読取不可", 10, "number"),
    Column("候補バイト", 14, "number"),
    Column("候補の割合", 11, "percent"),
)


def write_excel(path: Path, report: Report) -> None:
    """Write the workbook.

    Args:
        path: The file to write.
        report: Every number in the sheets comes from it.
    """
    day = dt.date.fromisoformat(report.as_of)
    details = tables.by_detail(report)
    footer = f"chukan {report.tool.get('version', '')}　基準日 {report.as_of}"
    with Book(path, title="データ移行対象削減の取組", day=day, largest=len(details), footer=footer) as book:
        _summary(book, report)
        _lines(book, report)
        _rules(book, report)
        _reasons(book, report)
        _decisions(book, report)
        _whatif(book, report)
        _details(book, report)
        if report.split:
            _split(book, report)


def _summary(book: Book, report: Report) -> None:
    sheet = book.sheet("総括")
    for index, width in enumerate((16, 16, 14, 18, 60)):
        sheet.set_column(index, index, width)
    sheet.write_string(
        0, 0, "【案】データ移行対象削減の取組（任意項目ウ）", book.style(bold=True, font_size=14, text_wrap=False)
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
    data = by_year(tables.by_year(report))
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


def _lines(book: Book, report: Report) -> None:
    head: tuple[Column, ...] = (Column("市区町村", 14), Column("業務", 22), *_CLASSES)
    rows = ((*line.names, *_amounts(line.classes)) for line in tables.by_business(report))
    book.table_sheet("業務別", head, rows, fixed=2, empty="ファイルがありません。")
    head = (Column("市区町村", 14), Column("業務", 18), Column("定義", 18), Column("ファイル", 34), *_CLASSES)
    rows = ((*line.names, *_amounts(line.classes)) for line in tables.by_layout(report))
    book.table_sheet("ファイル別", head, rows, fixed=3, empty="ファイルがありません。")
    head = (Column("年", 10), *_CLASSES)
    rows = ((line.names[0] or "起算日なし", *_amounts(line.classes)) for line in tables.by_year(report))
    book.table_sheet("年別", head, rows, empty="規則が当たる記録はありません。")


def _amounts(c: Classes) -> tuple[object, ...]:
    return (
        c.total.records,
        c.candidate.records,
        c.check.records,
        c.must.records,
        c.rejected.records,
        c.candidate.bytes,
        c.share,
    )


def _rules(book: Book, report: Report) -> None:
    head = (
        Column("規則", 8),
        Column("種別", 14),
        Column("業務", 14),
        Column("記録", 26),
        Column("法令・根拠", 30),
        Column("期間", 14),
        Column("起算", 20),
        Column("年数", 10),
        Column("団体の規程", 20),
        Column("決定", 16),
        Column("施行", 14),
        Column("旧規定", 18),
        Column("候補", 10, "number"),
        Column("この規則だけ", 12, "number"),
        Column("設定待ち", 10, "number"),
        Column("満了だが残す", 12, "number"),
        Column("確認の程度", 12),
        Column("注", 40),
        Column("出典", 40),
    )
    rows = (
        (
            r.id,
            KIND_JA[r.kind],
            r.business,
            r.record_class,
            r.law,
            r.period,
            r.start,
            tables.years(r),
            r.set_name,
            f"{r.set_by} {r.set_on}".strip(),
            r.in_force_since,
            r.prior,
            r.candidates.records,
            r.alone.records,
            r.waiting.records,
            r.held.records,
            tables.PROVENANCE_JA[r.provenance],
            r.note,
            r.source,
        )
        for r in report.rules
    )
    book.table_sheet("規則", head, rows, fixed=2, abreast=2)


def _reasons(book: Book, report: Report) -> None:
    head = (
        Column("分類", 11),
        Column("業務", 20),
        Column("定義", 20),
        Column("規則", 8),
        Column("理由", 70),
        Column("期間", 8),
        Column("件数", 12, "number"),
        Column("バイト", 14, "number"),
    )
    rows = (
        (
            CLASS_JA[s.level],
            s.business_name,
            s.layout_name,
            s.rule,
            s.reason,
            "満了" if s.over else "",
            s.amount.records,
            s.amount.bytes,
        )
        for s in tables.standing(report)
    )
    book.table_sheet("残す理由", head, rows, empty="ありません。")


def _decisions(book: Book, report: Report) -> None:
    head = (
        Column("状態", 10),
        Column("規則", 10),
        Column("内容", 80),
        Column("件数", 12, "number"),
        Column("市区町村", 44),
    )
    names = {True: "未決", False: "決定済"}
    some = [*tables.decisions(report, opened=True), *tables.decisions(report, opened=False)]
    towns = len(tables.towns_of(report))
    rows = (
        (names[d.open], d.rule, d.text, d.amount.records or "", d.where(towns) or "、".join(n for n, _ in d.towns))
        for d in some
    )
    book.table_sheet("決めること", head, rows, empty="ありません。")


def _whatif(book: Book, report: Report) -> None:
    head = (
        Column("基準日", 13),
        Column("年数", 34),
        Column("規則", 10),
        Column("削減候補", 13, "number"),
        Column("候補バイト", 15, "number"),
        Column("要確認", 13, "number"),
        Column("移行必須", 13, "number"),
        Column("この規則だけなら", 15, "number"),
    )
    rows: list[tuple[object, ...]] = []
    for s in report.scenarios:
        name = f"試算: {s.trial}" if s.trial else "設定のとおり"
        rows.append(
            (s.as_of, name, "（全体）", s.candidates.records, s.candidates.bytes, s.check.records, s.must.records, "")
        )
        rows += [
            (s.as_of, name, e.rule, e.candidates.records, e.candidates.bytes, "", "", e.alone.records)
            for e in s.by_rule
        ]
    book.table_sheet("比較", head, rows)


def _details(book: Book, report: Report) -> None:
    head = (
        Column("市区町村", 14),
        Column("業務", 16),
        Column("定義", 16),
        Column("ファイル", 30),
        Column("分類", 11),
        Column("規則", 8),
        Column("年", 8),
        Column("理由", 50),
        Column("件数", 11, "number"),
        Column("バイト", 14, "number"),
    )
    rows = (
        (
            f.municipality_name or f.municipality,
            f.business_name,
            f.layout_name,
            f.path,
            CLASS_JA[c.level],
            c.rule,
            "" if c.year is None else str(c.year),
            c.reason,
            c.amount.records,
            c.amount.bytes,
        )
        for f, c in tables.by_detail(report)
    )
    book.table_sheet("件数表", head, rows, fixed=3, empty="記録がありません。")


def _split(book: Book, report: Report) -> None:
    assert report.split is not None  # noqa: S101 - checked by the caller
    head = (
        Column("移行元ファイル", 34),
        Column("移行元", 11, "number"),
        Column("移行", 11, "number"),
        Column("保管", 11, "number"),
        Column("読取不可", 10, "number"),
        Column("移行元バイト", 14, "number"),
        Column("移行バイト", 14, "number"),
        Column("保管バイト", 14, "number"),
        Column("見出しの写し", 12, "number"),
        Column("除いた個人番号", 14, "number"),
        Column("除いたバイト", 12, "number"),
        Column("個人番号の列に残る値", 12, "number"),
        Column("列の外で検査数字の合う12桁", 20),
        Column("送付票の件数", 12, "number"),
        Column("移行ファイルの SHA-256", 68),
        Column("保管ファイルの SHA-256", 68),
    )
    migration = report.split.migration
    noted = {(f.municipality, f.path): f.noted for f in migration.files} if migration is not None else {}
    rows = (
        (
            f.source,
            f.source_records,
            f.migrate_records,
            f.archive_records,
            f.rejected_records,
            f.source_bytes,
            f.migrate_bytes,
            f.archive_bytes,
            f.copied_bytes,
            f.blanked_values,
            f.blanked_bytes,
            f.my_number_left,
            "、".join(f"{item} {n}" for item, n in f.loose_numbers.items()),
            "" if (note := noted.get((f.municipality, f.migrate))) is None else note,
            f.migrate_sha256,
            f.archive_sha256,
        )
        for f in report.split.files
    )
    book.table_sheet("分割の収支", head, rows)
