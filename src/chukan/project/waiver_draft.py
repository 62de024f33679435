"""The draft of a waiver sheet: the findings of a verification, ready to be accepted."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chukan.output.text import display_width
from chukan.rules.catalogue import RULES
from chukan.severity import Severity
from chukan.verification.decisions.use import WaiverUse
from chukan.verification.result import Verification

SHEET = "了承"
COLUMNS = ("検査項目", "項目", "範囲", "上限件数", "理由", "了承者", "了承日")
#: Columns that a sheet may have; older ones have none of them.
UNTIL, WHOLE = "期限", "まとめて"
TICK = "まとめて"
"""The word in `WHOLE` where the whole is accepted."""
#: Beside the columns that are read: what helps people to see what a row is about.
NOTES = ("重大度", "検査項目の名称", "市区町村", "業務", "移行ファイル定義")
_WIDTHS = (10, 20, 36, 10, 32, 16, 13, 13, 11, 9, 20, 12, 16, 18)
_LINE = 19.0
"""Height of a line, in points."""
_ORDER: tuple[Severity, ...] = (Severity.ERROR, Severity.WARNING)
_FONT = "游ゴシック"

_GUIDE = (
    "このブックは chukan verify --waiver-draft が書いた下書きです。検証結果の指摘（了承されていないエラーと警告）を並べています。",
    "直すべき指摘は、移行元に直してもらい、行を消してください。了承するのは、直さずに移行してよいと団体が判断した指摘だけです。",
    "このシートは、検査項目と項目の全体を件数の上限までまとめて了承するためのものです。次の検証で新しく出た別の指摘にも及びます。1件ずつ了承するときは report.xlsx の指摘一覧（課題管理表）を使ってください。",
    "了承する行には、理由・了承者・了承日を記入し、まとめて の欄に「まとめて」と書いてください。どれか一つでも空欄の行は効力がなく、検査項目 W01 の指摘になります。期限は、効力のある最後の日です（空欄は無期限）。",
    "項目を空欄にすると、その検査項目のすべての項目に当たります。",
    "範囲は 市区町村/業務/移行ファイル定義 の順に書きます。後ろは省けます（例 131016/resident_register）。空欄は全体です。",
    "上限件数は、了承する指摘の件数です。次の検証でこれを超えると、その了承は効力を失い、W01 の指摘になります。",
    "当たる指摘がなくなった行は W01 の情報になります。直ったものの行は消してください。",
    "右側の 重大度・名称・市区町村・業務・移行ファイル定義 は参考です。読み込みません。",
    "記入したら waivers.xlsx などの名前で保存し、プロジェクトファイルに waivers: waivers.xlsx と書いて chukan verify をやり直してください。",
    "了承した指摘も、件数は数え、書類に一覧で載ります。",
    "このブックに個人の氏名・番号などの値は書かないでください（了承者の職・氏名を除きます）。証跡の書類にそのまま載ります。",
)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of the draft.

    Attributes:
        names: What municipality, business and layout are called, as far as the scope goes.
    """

    rule: str
    item: str
    scope: str
    limit: int
    severity: str
    names: tuple[str, str, str]
    reason: str = ""
    who: str = ""
    when: str = ""
    until: str = ""
    whole: str = ""


def draft_rows(verification: Verification) -> list[DraftRow]:
    """List the waivers that are in order, then one row for each rule, item and layout with errors or warnings left.

    The order is the order in which waivers take effect: a row without an item matches every item, so it
    comes after the others of its rule and layout.
    """
    return [*_kept(verification), *_open(verification)]


def write_draft(path: Path, verification: Verification) -> None:
    """Write the draft: a sheet to fill in, and a guide. The same verification gives the same bytes.

    Args:
        path: the `.xlsx` file.
        verification: only counts are taken from it; the draft has no value of a record.
    """
    rows = draft_rows(verification)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "了承シート（下書き）", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - fixed: no clock
        book.formats[0].set_font_name(_FONT)
        sheet = book.add_worksheet(SHEET)
        cell = book.add_format({"font_name": _FONT, "text_wrap": True, "valign": "top", "border": 1})
        to_fill = book.add_format(
            {
                "font_name": _FONT,
                "text_wrap": True,
                "valign": "top",
                "border": 1,
                "bg_color": "#fff9e0",
            }
        )
        head = book.add_format(
            {"font_name": _FONT, "bold": True, "bg_color": "#e9eef4", "border": 1, "text_wrap": True}
        )
        note = book.add_format(
            {"font_name": _FONT, "font_color": "#55616e", "valign": "top", "border": 1, "text_wrap": True}
        )
        _fill(sheet=sheet, rows=rows, head=head, cell=cell, to_fill=to_fill, note=note)
        _lay_out(sheet, len(rows))
        _guide(book.add_worksheet("書き方"), book.add_format({"font_name": _FONT, "text_wrap": True, "valign": "top"}))


def _kept(v: Verification) -> Iterator[DraftRow]:
    for w in v.waivers:
        if not w.note and w.bulk:
            yield DraftRow(
                rule=w.rule,
                item=w.item,
                scope=w.scope,
                limit=w.limit,
                severity="了承済み",
                names=_names_of(v, w),
                reason=w.reason,
                who=w.who,
                when=w.when,
                until=w.until,
                whole=TICK,
            )


def _names_of(v: Verification, waiver: WaiverUse) -> tuple[str, str, str]:
    """Return what the parts of a scope are called, as far as it goes."""
    parts = [*waiver.scope.split("/"), "", "", ""][:3]
    known = [
        {n: f.municipality_name for f in v.files for n in (f.municipality, f.municipality_name)},
        {n: f.business_name for f in v.files for n in (f.business, f.business_name)},
        {n: f.layout.name for f in v.files for n in (f.layout.layout or "", f.layout.name)},
    ]
    first, second, third = (names.get(part, part) for names, part in zip(known, parts, strict=True))
    return first, second, third


def _open(v: Verification) -> Iterator[DraftRow]:
    left: dict[tuple[str, str, str], dict[Severity, int]] = {}
    names: dict[str, tuple[str, str, str]] = {}
    for f in v.files:
        scope = f"{f.municipality}/{f.business}/{f.layout.layout}" if f.municipality else ""
        names[scope] = (f.municipality_name, f.business_name, f.layout.name)
        for c in f.counts:
            if c.count > c.waived:
                sums = left.setdefault((c.rule, scope, c.item or ""), {})
                sums[c.severity] = sums.get(c.severity, 0) + c.count - c.waived
    named = {key for key, sums in left.items() if any(s in sums for s in _ORDER)}
    gravest: dict[tuple[str, str], int] = {}
    for key in named:
        gravest[key[:2]] = min(gravest.get(key[:2], len(_ORDER)), _weight(left[key]))
    for rule, scope, item in sorted(named, key=lambda k: (gravest[k[:2]], k[0], k[1], not k[2], k[2])):
        sums = left[rule, scope, item]
        # a waiver counts findings of every severity, and without an item those of every item that no row took
        limit = sum(sums.values())
        if not item:
            limit += sum(
                sum(other.values()) for key, other in left.items() if key[:2] == (rule, scope) and key not in named
            )
        yield DraftRow(
            rule=rule, item=item, scope=scope, limit=limit, severity=_ORDER[_weight(sums)].ja, names=names[scope]
        )


def _weight(sums: dict[Severity, int]) -> int:
    return next(i for i, severity in enumerate(_ORDER) if severity in sums)


def _fill(sheet: Worksheet, rows: list[DraftRow], head: Format, cell: Format, to_fill: Format, note: Format) -> None:
    for column, name in enumerate((*COLUMNS, UNTIL, WHOLE, *NOTES)):
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(rows, 1):
        title = RULES[row.rule].title if row.rule in RULES else ""
        for column, text in enumerate((row.rule, row.item, row.scope)):
            sheet.write_string(number, column, text, cell)
        sheet.write_number(number, 3, row.limit, cell)
        for column, text in enumerate((row.reason, row.who, row.when, row.until, row.whole), 4):
            sheet.write_string(number, column, text, to_fill)
        for column, text in enumerate((row.severity, title, *row.names), 9):
            sheet.write_string(number, column, text, note)
        filled = (row.reason, row.who, row.when, row.until, row.whole)
        texts = (row.rule, row.item, row.scope, "", *filled, row.severity, title, *row.names)
        sheet.set_row(
            number,
            _LINE * max(math.ceil((display_width(t) or 1) / (w - 1)) for t, w in zip(texts, _WIDTHS, strict=True)),
        )


def _lay_out(sheet: Worksheet, rows: int) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 2 * _LINE)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(_WIDTHS) - 1)
    last = rows + 200  # room for rows of one's own
    sheet.data_validation(
        1,
        3,
        last,
        3,
        {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "上限件数",
            "error_message": "0 以上の整数で書いてください。",
        },
    )
    sheet.data_validation(1, 8, last, 8, {"validate": "list", "source": [TICK]})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header("&L了承シート（下書き）&R理由・了承者・了承日を記入した行だけが効力を持ちます")
    sheet.set_footer("&C&P / &N")


def _guide(sheet: Worksheet, text: Format) -> None:
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 88)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for row, sentence in enumerate(_GUIDE):
        sheet.write_number(row, 0, row + 1, text)
        sheet.write_string(row, 1, sentence, text)
        sheet.set_row(row, _LINE * math.ceil(display_width(sentence) / 84))
