"""`reduction.docx`: the chapter on optional item ウ for the 提案書 and the 報告書."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from chukan.output.picture import png
from chukan.output.text import number, percent, size, visible
from chukan.reduction.report import tables
from chukan.reduction.report.charts import by_year
from chukan.reduction.report.lines import LIMITATION
from chukan.reduction.report.report import Report
from chukan.reduction.rules.model import KIND_JA
from chukan.reduction.rules.reasons import CANDIDATE, CHECK, CLASS_JA, MUST

_FONT, _HEAD_FONT = "Yu Mincho", "Yu Gothic"
#: Rows of a table in the chapter; all of them stand in the workbook.
ROWS = 40
_HEAD = "E9EEF4"


def write_word(path: Path, report: Report) -> None:
    """Write the chapter."""
    document = _empty(report)
    document.add_heading("データ移行対象削減の取組", 1)
    _outline(document, report)
    _before_and_after(document, report)
    _years(document, report)
    _grounds(document, report)
    _staying(document, report)
    _decisions(document, report)
    if report.split:
        _archive(document, report)
    _basis(document, report)
    document.save(str(path))


def _outline(d: Any, report: Report) -> None:
    d.add_heading("取組の概要", 2)
    all_ = tables.whole(report)
    names = "、".join(dict.fromkeys(f.municipality_name or f.municipality for f in report.files))
    d.add_paragraph(
        f"{visible(report.group) or '当団体'}（{visible(names)}）は、法令により保存を義務付けられておらず、業務の継続にも要らない記録を移行の対象から除き、"
        f"別の媒体で保管することを検討した。基準日は{_day(report.as_of)}である。"
    )
    d.add_paragraph(
        f"提出データ {number(all_.total.records)} 件のうち、削減候補は {number(all_.candidate.records)} 件（件数の {all_.share:.1f}%、"
        f"記録のバイト数の {all_.share_of_bytes:.1f}%）、判断に確認を要するものは {number(all_.check.records)} 件である。"
        "削減候補は移行しない候補であり、廃棄してよいことを意味しない。"
    )
    if all_.rejected.records:
        d.add_paragraph(f"このほか、読み取れない記録が {number(all_.rejected.records)} 件あり、分類していない。")


def _before_and_after(d: Any, report: Report) -> None:
    d.add_heading("移行前と移行後", 2)
    all_ = tables.whole(report)
    rows: list[tuple[str, ...]] = [
        ("移行前（提出データ）", number(all_.total.records), "100.0%", size(all_.total.bytes)),
        *(
            (CLASS_JA[level], number(a.records), f"{percent(a.records, all_.total.records):.1f}%", size(a.bytes))
            for level, a in ((CANDIDATE, all_.candidate), (CHECK, all_.check), (MUST, all_.must))
        ),
        (
            "移行後（削減候補を除く）",
            number(all_.left.records),
            f"{percent(all_.left.records, all_.total.records):.1f}%",
            size(all_.left.bytes),
        ),
    ]
    _table(d, ("区分", "件数", "割合", "バイト数"), rows, (52, 28, 20, 60), right=(1, 2, 3))
    lines = sorted(tables.by_business(report), key=lambda n: -n.classes.candidate.records)
    rows = [
        (
            *line.names,
            number(line.classes.total.records),
            number(line.classes.candidate.records),
            number(line.classes.check.records),
            f"{line.classes.share:.1f}%",
        )
        for line in lines
    ]
    d.add_paragraph("業務別の内訳は次のとおりである。")
    _table(
        d,
        ("市区町村", "業務", "全件", "削減候補", "要確認", "割合"),
        rows,
        (28, 50, 24, 24, 20, 16),
        right=(2, 3, 4, 5),
    )


def _years(d: Any, report: Report) -> None:
    lines = tables.by_year(report)
    if not lines:
        return
    d.add_heading("事由の生じた年ごとの件数", 2)
    picture = png(by_year(lines))
    if picture is not None:
        d.add_picture(io.BytesIO(picture), width=Mm(160))
        d.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _caption(d, "図　事由の生じた年（年度から数える規則では年度）ごとの件数と分類")
        return
    rows = [
        (
            n.names[0] or "起算日なし",
            *(number(a.records) for a in (n.classes.candidate, n.classes.check, n.classes.must)),
        )
        for n in lines
    ]
    _table(d, ("年", "削減候補", "要確認", "移行必須"), rows, (30, 40, 40, 40), right=(1, 2, 3))


def _grounds(d: Any, report: Report) -> None:
    d.add_heading("削減の根拠", 2)
    cuts = tables.cuts(report)
    if not cuts:
        d.add_paragraph("現在の設定では、削減候補はない。")
    else:
        rows = [
            (
                r.id,
                KIND_JA[r.kind],
                r.record_class,
                f"{tables.ground(r)}{f'（{r.set_by} {r.set_on} 決定）' if r.set_by else ''}",
                number(r.candidates.records),
            )
            for r in cuts
        ]
        _table(d, ("規則", "種別", "記録", "根拠", "件数"), rows, (14, 20, 40, 66, 22), right=(4,))
    limits = [r for r in report.rules if r.kind == "limitation_period"]
    if limits:
        d.add_paragraph(LIMITATION)
        _table(
            d,
            ("規則", "期間制限・時効の根拠", "期間", "起算"),
            [(r.id, r.law, r.period, r.start) for r in limits],
            (14, 70, 20, 58),
        )


def _staying(d: Any, report: Report) -> None:
    rows = [
        (CLASS_JA[s.level], f"{s.business_name} {s.layout_name}", s.reason, number(s.amount.records))
        for s in tables.standing(report)
    ]
    if not rows:
        return
    d.add_heading("候補にできない記録とそのわけ", 2)
    d.add_paragraph("期間内の記録と、規則を当てない記録のほかに、次の記録は候補としていない。")
    _table(d, ("分類", "記録", "わけ", "件数"), rows, (20, 44, 76, 22), right=(3,))


def _decisions(d: Any, report: Report) -> None:
    towns = len(tables.towns_of(report))
    for title, opened in (("団体が決めた事項", False), ("今後決める事項", True)):
        d.add_heading(title, 2)
        some = tables.decisions(report, opened=opened)
        if not some:
            d.add_paragraph("なし。")
        for decision in some[:ROWS]:
            d.add_paragraph(_told(decision, towns), style="List Bullet")
        if len(some) > ROWS:
            d.add_paragraph(f"ほか {len(some) - ROWS} 件は reduction.xlsx の「決めること」にある。")


def _told(decision: tables.Asked, towns: int) -> str:
    rule = f"{decision.rule} " if decision.rule else ""
    amount = f"（{number(decision.amount.records)} 件）" if decision.amount.records else ""
    where = decision.where(towns)
    return visible(f"{rule}{decision.text}{amount}{f'【{where}】' if where else ''}", 500)


def _archive(d: Any, report: Report) -> None:
    assert report.split is not None  # noqa: S101 - asked by the caller
    d.add_heading("媒体での保管", 2)
    for line in report.split.archives:
        facts = (
            ("媒体", line.medium),
            ("ラベル", line.label),
            ("保管期限", line.retain_until),
            ("保管者", line.keeper),
            ("廃棄を決める者", line.disposal),
            ("個人番号", line.my_number or "該当する列なし"),
        )
        _table(d, ("項目", "内容"), [(k, v or "（未記入）") for k, v in facts], (40, 122))
    rows = [
        (
            f.source,
            number(f.source_records),
            number(f.migrate_records),
            number(f.archive_records),
            number(f.rejected_records),
            f.archive_sha256[:16] or "—",
        )
        for f in report.split.files
    ]
    d.add_paragraph("移行元の件数は、移行・保管・読取不可の件数の和に一致する。書き出したファイルを読み直して数えた。")
    _table(
        d,
        ("ファイル", "移行元", "移行", "保管", "読取不可", "保管の SHA-256"),
        rows,
        (56, 20, 20, 20, 18, 28),
        right=(1, 2, 3, 4),
    )


def _basis(d: Any, report: Report) -> None:
    d.add_heading("拠りどころ", 2)
    for note in report.notes:
        d.add_paragraph(visible(note, 500), style="List Bullet")
    d.add_paragraph(
        f"作成: chukan {report.tool.get('version', '')}、{report.started[:10]}。プロジェクトファイルの SHA-256 は {report.project_sha256[:16] or '—'}。",
        style="List Bullet",
    )


def _empty(report: Report) -> Any:
    """A4 with Japanese fonts; the same report gives the same properties."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    for name, points, font in (
        ("Normal", 10.5, _FONT),
        ("Heading 1", 15, _HEAD_FONT),
        ("Heading 2", 12, _HEAD_FONT),
        ("List Bullet", 10.5, _FONT),
        ("Caption", 9, _HEAD_FONT),
    ):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(points), font
        style.font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), font)
    properties = document.core_properties
    properties.author, properties.title = "chukan", "データ移行対象削減の取組"
    properties.created = properties.modified = dt.datetime.combine(dt.date.fromisoformat(report.as_of), dt.time.min)
    return document


def _table(
    d: Any, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], *, right: Sequence[int] = ()
) -> None:
    """A table with a head that repeats on every page; `widths` in millimetres."""
    some = list(rows)
    table = d.add_table(rows=1, cols=len(head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        _fill(cell, text, bold=True, right=False)
        shade = OxmlElement("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _HEAD)):
            shade.set(qn(key), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no other way
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001
    for values in some[:ROWS]:
        row = table.add_row()
        whole = OxmlElement("w:cantSplit")
        whole.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001
        for index, (cell, text) in enumerate(zip(row.cells, values, strict=True)):
            _fill(cell, visible(text), bold=False, right=index in right)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # of the grid, which LibreOffice goes by
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    if len(some) > ROWS:
        d.add_paragraph(f"ほか {len(some) - ROWS} 行は reduction.xlsx にある。")
    else:
        d.add_paragraph()


def _fill(cell: Any, text: str, *, bold: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(8.5), _HEAD_FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEAD_FONT)  # noqa: SLF001


def _caption(d: Any, text: str) -> None:
    paragraph = d.add_paragraph(text, style="Caption")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _day(text: str) -> str:
    day = dt.date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
