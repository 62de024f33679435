"""総括, the first sheet of `report.xlsx`: one page that says all that a person must know, with native charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chukan.output import colours
from chukan.output.excel import LINE, Book, Column
from chukan.output.text import display_width, listed, number, visible
from chukan.reports.coverage import basis, coverage
from chukan.reports.decided import kind, limit, remark
from chukan.reports.labels import (
    SEVERITY_MARKS,
    SEVERITY_SIGN,
    VERDICT_MARKS,
    VERDICT_SIGN,
    state_word,
    verdict_means,
)
from chukan.reports.steps import left_out, next_steps
from chukan.reports.summary import BusinessRow, RuleRow, Summary
from chukan.severity import Severity
from chukan.verification.verdict import VERDICT_JA

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

COVER = "総括"
#: Widths of the columns of 総括, in half-width characters; A is for labels, B for words, the rest for numbers.
_WIDTHS = (30, 42, 12, 12, 12, 12, 12, 13)
_LAST = len(_WIDTHS) - 1
#: Rules in the chart; all of them are in the table beside it.
_CHARTED = 12
#: Rows that the charts cover.
_CHART_ROWS = 19


def cover(book: Book, s: Summary) -> None:
    """Write 総括: the verdict, what it rests on, what to do next, and the tables of businesses and rules with their charts."""
    sheet = book.sheet(COVER)
    sheet.set_portrait()  # the charts are still on the first page
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    row = _verdict(book, sheet, s)
    row = _general(book, sheet, row + 1, s)
    row = _facts(book, sheet, row + 1, s)
    row = _steps(book, sheet, row + 1, s)
    charts = row + 1
    row = charts + (_CHART_ROWS if s.found else 0)
    businesses = row
    row = _businesses(book, sheet, row, s)
    rules = row + 1
    row = _rules(book, sheet, rules, s)
    _waivers(book, sheet, row + 1, s)
    if s.found:
        _chart_of_businesses(book, sheet, charts, businesses + 2, len(_with_files(s)))
        _chart_of_rules(book, sheet, charts, rules + 2, s.found[:_CHARTED])


def _verdict(book: Book, sheet: Worksheet, s: Summary) -> int:
    v, n = s.verification, s.numbers
    tint: dict[str, object] = {
        "bg_color": colours.VERDICT_PALE[v.verdict],
        "font_color": colours.VERDICT[v.verdict],
        "bold": True,
    }
    title = f"{v.group}　検証結果" if v.group else "検証結果"
    _wide(book, sheet, 0, visible(title), first=0, font_size=16, bold=True)
    big = book.style(
        font_size=28, valign="vcenter", align="center", border=2, border_color=colours.VERDICT[v.verdict], **tint
    )
    sheet.set_row(1, 52)
    sheet.merge_range(1, 0, 1, 1, f"{VERDICT_SIGN[v.verdict]} {VERDICT_JA[v.verdict]}", big)
    words = (
        f"{verdict_means(v)}\nエラー {number(n.errors)} 件　警告 {number(n.warnings)} 件　情報 {number(n.infos)} 件"
        f"　了承 {number(n.waived)} 件"
    )
    if n.estimates:
        words += f"\nうち推定に基づく指摘 {number(n.estimates)} 件"
    if s.general:
        words += f"　うちファイルに属さない指摘 {number(len(s.general))} 件"
    beside = book.style(font_size=11, valign="vcenter", border=2, border_color=colours.VERDICT[v.verdict], **tint)
    sheet.merge_range(1, 2, 1, _LAST, words, beside)
    return 2


def _general(book: Book, sheet: Worksheet, row: int, s: Summary) -> int:
    """Write what belongs to no file: no other table has it, and it may fail the whole."""
    if not s.general:
        return row - 1
    row = _heading(book, sheet, row, "ファイルに属さない指摘")
    for f in s.general:
        sheet.write_string(row, 0, f"{f.rule} {f.severity.ja}", book.marked(SEVERITY_MARKS[f.severity]))
        _wide(book, sheet, row, visible(f.message, 1000), border=1, border_color=colours.LINE)
        row += 1
    return row


def _facts(book: Book, sheet: Worksheet, row: int, s: Summary) -> int:
    row = _heading(book, sheet, row, "この判定の範囲と拠りどころ")
    for fact in (*coverage(s), *basis(s)):
        tint: dict[str, Any] = {"bg_color": colours.SEVERITY_PALE[Severity.WARNING]} if fact.warns else {}
        sheet.write_string(row, 0, visible(fact.label), book.boxed(bold=True, bg_color=colours.HEADING))
        _wide(book, sheet, row, visible(fact.text, 1000), border=1, border_color=colours.LINE, **tint)
        row += 1
    return row


def _steps(book: Book, sheet: Worksheet, row: int, s: Summary) -> int:
    row = _heading(book, sheet, row, "次にすること")
    steps = next_steps(s)
    for index, step in enumerate(steps, 1):
        label = f"{index}. {step.severity.ja}" if step.severity else f"{index}."
        sheet.write_string(
            row, 0, label, book.marked(SEVERITY_MARKS[step.severity]) if step.severity else book.boxed(bold=True)
        )
        text = f"{visible(step.what)} — {visible(step.where)}\n{visible(step.advice)}"
        _wide(book, sheet, row, text, border=1, border_color=colours.LINE)
        row += 1
    if not steps:
        sheet.write_string(row, 0, "ありません。", book.style())
        row += 1
    if rest := left_out(s):
        _wide(book, sheet, row, f"{visible(rest, 1000)}（シート「検査項目別」）", first=0)
        row += 1
    return row


def _with_files(s: Summary) -> list[BusinessRow]:
    return [b for b in s.businesses if b.files]


def _businesses(book: Book, sheet: Worksheet, row: int, s: Summary) -> int:
    row = _heading(book, sheet, row, "業務ごと")
    columns = _columns(
        "業務",
        "判定",
        "エラー:",
        "警告:",
        "情報:",
        "了承:",
        "ファイル:",
        "レコード:",
        verdict="判定",
    )
    rows = (
        (
            b.name,
            b.verdict or "対象外",
            b.numbers.errors,
            b.numbers.warnings,
            b.numbers.infos,
            b.numbers.waived,
            b.files,
            b.records,
        )
        for b in sorted(s.businesses, key=lambda b: not b.files)
    )
    return book.table(sheet, row, columns, rows)


def _columns(*names: str, verdict: str = "") -> list[Column]:
    """Columns as wide as those of 総括; a name with a colon at its end is one of numbers, `verdict` one of verdicts."""
    return [
        Column(
            name.removesuffix(":"),
            width,
            kind="number" if name.endswith(":") else "text",
            marks=VERDICT_MARKS if name == verdict else {},
        )
        for name, width in zip(names, _WIDTHS, strict=True)
    ]


def _rules(book: Book, sheet: Worksheet, row: int, s: Summary) -> int:
    row = _heading(book, sheet, row, "検査項目ごと（指摘のあるもの、実行していないもの）")
    columns = _columns(
        "検査項目",
        "主な項目・実行していない理由",
        "了承を除く計:",
        "エラー:",
        "警告:",
        "情報:",
        "了承:",
        "実行",
    )
    shown = (*s.found, *(r for r in s.rules if r.state != "ran" and not r.numbers.total))
    rows = (
        (
            _signed(r),
            r.why or listed(r.items),
            r.numbers.total - r.numbers.waived,
            r.numbers.errors,
            r.numbers.warnings,
            r.numbers.infos,
            r.numbers.waived,
            state_word(r),
        )
        for r in shown
    )
    return book.table(sheet, row, columns, rows)


def _signed(row: RuleRow) -> str:
    """Return a rule with the sign of its gravest finding, if it has any."""
    name = f"{row.rule} {row.title}"
    return f"{SEVERITY_SIGN[row.numbers.worst]} {name}" if row.numbers.worst else name


def _waivers(book: Book, sheet: Worksheet, row: int, s: Summary) -> None:
    waivers = s.verification.waivers
    if not waivers:
        return
    row = _heading(book, sheet, row, "了承")
    columns = _columns("検査項目と項目・範囲", "理由", "了承した数", "了承件数:", "了承者", "了承日", "状態", "備考")
    rows = (
        (
            f"{w.rule} {w.item or '全項目'}（{w.scope or '全体'}）",
            w.reason,
            f"{limit(w)}（{kind(w)}）",
            w.used,
            w.who,
            w.when,
            "無効" if w.note else "有効",
            remark(w),
        )
        for w in waivers
    )
    book.table(sheet, row, columns, rows)


def _chart_of_businesses(book: Book, sheet: Worksheet, row: int, first: int, count: int) -> None:
    """Errors, warnings and infos of the `count` businesses whose rows begin at `first`."""
    chart = book.chart("bar")
    for column, severity in enumerate(Severity, 2):
        chart.add_series(_series(first, count, column, fill=colours.SEVERITY[severity]) | {"name": severity.ja})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    _place(chart, sheet, row, 0, "業務ごとの指摘の件数")


def _chart_of_rules(book: Book, sheet: Worksheet, row: int, first: int, rules: Sequence[RuleRow]) -> None:
    """Chart the most frequent rules; the sign before each is of its gravest severity, as its colour is."""
    chart = book.chart("bar")
    points = [{"fill": {"color": colours.SEVERITY[r.gravest]}} for r in rules]
    chart.add_series(_series(first, len(rules), 2, fill=colours.INK) | {"points": points, "name": "件数"})
    chart.set_legend({"none": True})
    _place(chart, sheet, row, 1, "検査項目ごとの指摘の件数（× エラー　▲ 警告　i 情報）")


def _series(first: int, count: int, column: int, *, fill: str) -> dict[str, object]:
    last = first + count - 1
    return {
        "categories": [COVER, first, 0, last, 0],
        "values": [COVER, first, column, last, column],
        "fill": {"color": fill},
        "data_labels": {"value": True, "num_format": "#,##0;;", "position": "outside_end", "font": {"size": 8}},
        "gap": 40,
    }


def _place(chart: Any, sheet: Worksheet, row: int, side: int, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "line": {"color": colours.LINE}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 508, "height": _CHART_ROWS * 20 - 24})
    sheet.insert_chart(row, 0, chart, {"x_offset": 4 + side * 514, "y_offset": 4, "description": title})


def _heading(book: Book, sheet: Worksheet, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, book.style(bold=True, font_size=12, text_wrap=False))
    return row + 1


def _wide(book: Book, sheet: Worksheet, row: int, text: str, *, first: int = 1, **properties: object) -> None:
    """Write a text over the columns from `first` to the last, and set the height, which Excel does not fit for merged cells."""
    room = sum(_WIDTHS[first:]) * 0.95
    lines = sum(max(1, -(-display_width(line) // int(room))) for line in text.split("\n"))
    size = properties.get("font_size", 10)
    sheet.set_row(row, LINE * lines * (size / 10 if isinstance(size, int) else 1))
    sheet.merge_range(row, first, row, _LAST, text, book.style(**properties))
