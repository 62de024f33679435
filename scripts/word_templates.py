"""What Word templates are made of, with python-docx. Run make_templates.py."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY, HEADING = "ＭＳ 明朝", "游ゴシック"
GREY = "E9EEF4"
Column = tuple[str, str, float]
"""Heading, placeholder (without braces), width in millimetres."""
HEADER = "{{ グループ名 }}　　"
FOOTER = "{{ 確認の根拠 }}　定義 {{ レイアウト }}　基準日 {{ 基準日 }}　{{ ツール }}"
WIDTH = 170.0
"""A4 less margins of 20 mm."""


class Page:
    """A document being written from top to bottom."""

    def __init__(self, title: str, *, header: str = HEADER, footer: str = FOOTER, levels: int = 1) -> None:
        """Begin a document on A4.

        Args:
            title: of its properties.
            header: at the top of every page, to the left of the mark of a draft; "" = no header.
            footer: at the foot of every page, above the page's number.
            levels: levels of headings.
        """
        self.document, self.levels = docx.Document(), levels
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(22), Mm(20)
        section.header_distance = section.footer_distance = Mm(9)
        self._styles()
        self.document.core_properties.title = title
        self.document.core_properties.author = "chukan"
        self.document.core_properties.comments = ""
        if header:
            self._header(section, header)
        self._footer(section, footer)

    def title(self, text: str) -> None:
        """Write the paper's name."""
        p = self._p(text, size=15, bold=True, font=HEADING, align=WD_ALIGN_PARAGRAPH.CENTER)
        p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(4), Pt(10)

    def heading(self, text: str, *, level: int = 1, size: float = 11.5) -> None:
        """Write the heading of a part."""
        p = self.document.add_paragraph(style=f"Heading {level}")
        _run(p, text, size=size, bold=True, font=HEADING)

    def bullets(self, each: str, placeholder: str) -> None:
        """Write a list with one entry for each `行` of a table of the context."""
        self.tag(f"for 行 in {each}")
        _run(self.document.add_paragraph(style="List Bullet"), "{{ 行." + placeholder + " }}", size=10)
        self.tag("endfor")

    def text(self, text: str, *, size: float = 10.5, align: Any = None, indent: float = 0) -> None:
        """Write a paragraph."""
        p = self._p(text, size=size, align=align)
        p.paragraph_format.left_indent = Mm(indent)

    def tag(self, tag: str) -> None:
        """Write a paragraph that only holds a tag: docxtpl removes it."""
        self._p("{%p " + tag + " %}", size=6)

    def pairs(self, rows: Sequence[tuple[str, str]], head: float = 36) -> None:
        """Write a table of names and texts."""
        table = self._table((head, WIDTH - head))
        for name, text in rows:
            cells = table.add_row().cells
            _cell(cells[0], name, size=9.5, font=HEADING, fill=GREY)
            _cell(cells[1], text, size=9.5)
        _together(table.rows)
        self._after()

    def table(self, each: str, columns: Sequence[Column], *, size: float = 8.5, right: Sequence[str] = ()) -> None:
        """Write a table with one row for each `行` of a table of the context."""
        table = self._table([c[2] for c in columns])
        head = table.add_row()
        _repeat(head)
        for cell, (name, _, _) in zip(head.cells, columns, strict=True):
            _cell(cell, name, size=size, font=HEADING, fill=GREY, align=WD_ALIGN_PARAGRAPH.CENTER)
        for tag in (f"for 行 in {each}", "", "endfor"):
            row = table.add_row()
            _whole(row)
            if tag:
                _cell(row.cells[0], "{%tr " + tag + " %}", size=size)
                continue
            for cell, (_, placeholder, _) in zip(row.cells, columns, strict=True):
                align = WD_ALIGN_PARAGRAPH.RIGHT if placeholder in right else None
                _cell(cell, "{{ 行." + placeholder + " }}", size=size, align=align)
        self._after()

    def table_or_nothing(
        self, each: str, columns: Sequence[Column], *, right: Sequence[str] = (), nothing: str = "該当なし。"
    ) -> None:
        """Write the same, or a sentence where there is no row."""
        self.tag(f"if {each}")
        self.table(each, columns, right=right)
        self.tag("else")
        self.text(nothing, size=9.5)
        self.tag("endif")

    def picture(self, name: str, caption: str) -> None:
        """Write a chart with its caption, where there is one."""
        self.tag(f"if {name}")
        self._p("{{ " + name + " }}", align=WD_ALIGN_PARAGRAPH.CENTER)
        p = self._p(caption, size=9, align=WD_ALIGN_PARAGRAPH.CENTER)
        p.paragraph_format.space_after = Pt(8)
        self.tag("endif")

    def letterhead(self, number: str, addressee: str, sender: Sequence[str]) -> None:
        """Write number and date of the document, whom it is for, and who sends it."""
        for text in (number, "{{ 作成日 }}"):
            self._p(text, size=10.5, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.space_after = Pt(0)
        self._p(addressee, size=10.5)
        for text in sender:
            self._p(text, size=10.5, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.space_after = Pt(0)

    def signatures(self, each: str) -> None:
        """Write places for date, name and seal, one row for each `行` of a table of the context; they stay on one page."""
        table = self._table((24, 34, 40, 28, 30, 14))
        head = table.add_row()
        _whole(head)
        for cell, name in zip(
            head.cells, ("", "団体・事業者", "確認する事項", "確認日", "職・氏名", "印"), strict=True
        ):
            _cell(cell, name, size=9, font=HEADING, fill=GREY, align=WD_ALIGN_PARAGRAPH.CENTER)
        for tag in (f"for 行 in {each}", "", "endfor"):
            row = table.add_row()
            _whole(row)
            if tag:
                _cell(row.cells[0], "{%tr " + tag + " %}", size=9)
                continue
            row.height = Mm(17)
            texts = ("{{ 行.役割 }}", "{{ 行.名称 }}", "{{ 行.確認事項 }}", "　　年　月　日", "", "")
            for cell, text in zip(row.cells, texts, strict=True):
                _cell(cell, text, size=9)
        _together(table.rows)

    def saved(self) -> bytes:
        """Return the document's bytes."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _styles(self) -> None:
        language = self.document.styles.element.find(f".//{qn('w:lang')}")
        language.set(qn("w:val"), "ja-JP")
        language.set(qn("w:eastAsia"), "ja-JP")  # else readers take Chinese shapes for 、 and 。
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = BODY, Pt(10.5)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
        normal.paragraph_format.space_after = Pt(4)
        for level in range(1, self.levels + 1):
            heading = self.document.styles[f"Heading {level}"]
            heading.font.name, heading.font.color.rgb = HEADING, RGBColor(0x1D, 0x27, 0x33)
            heading.element.rPr.rFonts.set(qn("w:eastAsia"), HEADING)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                heading.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
            heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)

    def _header(self, section: Any, text: str) -> None:
        p = section.header.paragraphs[0]
        p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(p, text, size=8.5)
        _run(p, "【{{ 案 }}】", size=12, bold=True, font=HEADING)

    def _footer(self, section: Any, text: str) -> None:
        p = section.footer.paragraphs[0]
        _run(p, text, size=7.5)
        p = section.footer.add_paragraph()
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
            _field(_run(p, "", size=8.5), kind, code)
        _run(p, " / ", size=8.5)
        for kind, code in (("begin", ""), ("", "NUMPAGES"), ("end", "")):
            _field(_run(p, "", size=8.5), kind, code)

    def _p(self, text: str, *, size: float = 10.5, bold: bool = False, font: str = BODY, align: Any = None) -> Any:
        p = self.document.add_paragraph()
        p.alignment = align
        _run(p, text, size=size, bold=bold, font=font)
        return p

    def _table(self, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = self.document.styles["Table Grid"]
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        table._tbl.tblPr.append(_margins())  # noqa: SLF001 - python-docx has no cell margins
        return _Sized(table, widths)

    def _after(self) -> None:
        p = self.document.add_paragraph()
        p.paragraph_format.space_after = Pt(0)
        p.paragraph_format.line_spacing = Pt(6)


class _Sized:
    """A table whose new rows have the widths of its columns: Word looks at the cells."""

    def __init__(self, table: Any, widths: Sequence[float]) -> None:
        self._table, self._widths = table, widths

    @property
    def rows(self) -> Any:
        return self._table.rows

    def add_row(self) -> Any:
        row = self._table.add_row()
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.width = Mm(width)
        return row


def _run(paragraph: Any, text: str, *, size: float, bold: bool = False, font: str = BODY) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - python-docx sets the western font only
    return run


def _cell(cell: Any, text: str, *, size: float, font: str = BODY, fill: str | None = None, align: Any = None) -> None:
    p = cell.paragraphs[0]
    p.alignment = align
    p.paragraph_format.space_after = Pt(0)
    _run(p, text, size=size, font=font)
    if fill:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no other way


def _margins() -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(twips))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    return margins


def _repeat(row: Any) -> None:
    """Repeat the heading on every page."""
    element = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(element)  # noqa: SLF001 - python-docx has no other way
    _whole(row)


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no other way


def _together(rows: Any) -> None:
    """Keep a short table on one page."""
    for row in rows[:-1]:
        for cell in row.cells:
            for p in cell.paragraphs:
                p.paragraph_format.keep_with_next = True


def _field(run: Any, kind: str, text: str) -> None:
    if kind:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    else:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = text
    run._element.append(element)  # noqa: SLF001 - python-docx has no other way
