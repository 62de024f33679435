"""The XML of sheets, in the form that is read, and what is not."""

from __future__ import annotations

import pytest

from chukan.project.sheet_xml import Strings, Unusual, cells_of, column_of, divided, forms_of, rows_of

STRINGS = Strings("<sst><si><t>番号</t></si><si/><si><r><t>a </t></r><r><t>&lt;b&#x3042;</t></r></si></sst>".encode())
FORMS = ["General", "yyyy/mm/dd", "00"]


def _row(cells: str) -> bytes:
    return f'<row r="2" spans="1:3">{cells}</row>'.encode()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A2" s="0" t="s"><v>0</v></c>', "番号"),
        ('<c r="A2" t="s"><v>2</v></c>', "a <bあ"),
        ('<c r="A2"><v>12</v></c>', "12"),
        ('<c r="A2" s="2"><v>7</v></c>', "07"),
        ('<c r="A2" s="1" t="n"><v>46348</v></c>', "2026-11-22T00:00:00"),
        ('<c r="A2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A2" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>', "x"),
        ('<c r="A2" t="str"><v>x&amp;y</v></c>', "x&y"),
    ],
)
def test_cells(cell: str, text: str) -> None:
    assert list(cells_of(_row(cell), STRINGS, FORMS)) == [(1, text)]


@pytest.mark.parametrize("cell", ['<c r="A2" s="1"/>', '<c r="A2" t="s"><v>1</v></c>', '<c r="A2" s="0"></c>'])
def test_blank_cells(cell: str) -> None:
    assert not list(cells_of(_row(cell), STRINGS, FORMS))


@pytest.mark.parametrize(
    "cell",
    ['<c r="A2" t="e"><v>#N/A</v></c>', "text", '<c r="A2"><f>A1</f><v>1</v></c>', '<c r="A2" t="s"><v>0</v></c> '],
)
def test_what_is_not_read(cell: str) -> None:
    with pytest.raises(Unusual):
        list(cells_of(_row(cell), STRINGS, FORMS))


def test_formulas_where_they_belong() -> None:
    cell = '<c r="B2" s="0"><f>COUNTIF(A1:A2,"直す")</f><v>3</v></c>'
    assert list(cells_of(_row(cell), STRINGS, FORMS, formulas=True)) == [(2, "3")]


def test_rows_and_what_stands_around_them() -> None:
    head, body, tail = divided(b'<w><sheetData><row r="1"/><row r="3"><c r="A3"/></row></sheetData></w>')
    assert (head, tail) == (b"<w><sheetData>", b"</sheetData></w>")
    assert [number for number, _ in rows_of(body)] == [1, 3]
    for xml in (b"<w/>", b'<sheetData></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'):
        with pytest.raises(Unusual):
            divided(xml)
    with pytest.raises(Unusual):
        list(rows_of(b'<row r="1"/> <row r="2"/>'))


def test_strings_with_something_between_are_not_read() -> None:
    with pytest.raises(Unusual):
        Strings(b"<sst><si><t>a</t></si><!-- --></sst>")
    assert len(STRINGS) == 3


def test_forms_and_columns() -> None:
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    styles = f'<styleSheet {namespace}><numFmts><numFmt numFmtId="164" formatCode="00"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    assert forms_of(styles.encode()) == ["00", "mm-dd-yy"]
    assert (column_of(b"A"), column_of(b"AA")) == (1, 27)
