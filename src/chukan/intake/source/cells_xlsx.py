"""The notes on cells of ``.xlsx`` and ``.xlsm`` (ECMA-376, part 1, 18.3.1.4): from the sheet's own XML."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from chukan.intake.source.cells import CellNote, MergedCells

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_ZEROS = re.compile(r"0{2,}")
#: These begin with plain letters: so they are found fast. What they find too much does no harm.
_ROW = re.compile(rb"row\b[^>]{0,200}?\br=[\"']([0-9]{1,10})")
_WIDE = re.compile(rb"r=[\"']([A-Z]{2,3})([0-9]{1,10})")
_MERGED = re.compile(rb"mergeCell\b[^>]{0,20}\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_MARKS = (b't="e"', b"t='e'", b"<f", b":f")
#: A document type may declare entities: text that other text grows to, or is taken from. No program for tables writes one.
_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_PIECE = 1 << 20
#: A table may have so many times the cells of the sheet, and so many besides.
_LOOSE, _ROOM = 20, 1 << 23
#: What a sheet has at most (ECMA-376, part 1, 18.3.1.99 and Excel's own limits).
_ROWS, _COLUMNS = 1 << 20, 1 << 14
#: The longest mark that is looked for, and its room: where two pieces of the XML meet.
_OVERLAP = 64


def notes_of(path: Path, sheet: str) -> Iterator[CellNote]:
    """Yield the notes on the cells of a sheet, in order.

    Args:
        path: a workbook that was opened already.
        sheet: one of its sheets.

    Raises:
        KeyError: the archive lacks a part that the workbook names.
        ValueError: a cell is where no sheet has one.
        ET.ParseError: a part is no XML.
        zipfile.BadZipFile: a part is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        padded = _padded_styles(archive)
        if part is None or not (padded or _holds(archive, part, _MARKS)):
            return
        with archive.open(part) as xml:
            yield from _notes(xml, padded)


def merged_of(path: Path, sheet: str) -> list[MergedCells]:
    """Return the cells that are merged over several rows, in order.

    Args:
        path: a workbook that was opened already.
        sheet: one of its sheets.

    Raises:
        KeyError: the archive lacks a part that the workbook names.
        ET.ParseError: a part is no XML.
        zipfile.BadZipFile: a part is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        places = {place for piece in _pieces(archive, part) for place in _MERGED.findall(piece)} if part else set()
    return sorted(
        MergedCells(int(top), int(bottom), _number_of(left.decode()), _number_of(right.decode()))
        for left, top, right, bottom in places
        if int(bottom) > int(top)
    )


def has_document_type(path: Path) -> bool:
    """Return True for a workbook that was made to do harm: a part of it declares a document type.

    Args:
        path: a workbook.

    Raises:
        zipfile.BadZipFile: a part is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.lower().endswith((".xml", ".rels", ".vml"))]
        return any(_holds(archive, part, _TYPES) for part in parts)


def is_scattered(path: Path, sheet: str) -> bool:
    """Return True for a sheet whose few cells are spread over so many that a table of them would not fit.

    Args:
        path: a workbook that was opened already.
        sheet: one of its sheets.

    Raises:
        KeyError: the archive lacks a part that the workbook names.
        ET.ParseError: a part is no XML.
        zipfile.BadZipFile: a part is damaged.
    """
    rows, columns, cells = 0, 26, 0
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        for piece in _pieces(archive, part) if part is not None else ():
            cells += piece.count(b"r=")
            rows = max(rows, *map(int, _ROW.findall(piece)), 0)
            wide = {*_WIDE.findall(piece)}
            rows = max(rows, *(int(row) for _, row in wide), 0)
            columns = max(columns, *(1 + _number_of(letters.decode()) for letters, _ in wide), 0)
    return rows * columns > _LOOSE * cells + _ROOM


def _notes(xml: IO[bytes], padded: dict[str, int]) -> Iterator[CellNote]:
    row, column = 0, -1
    for event, element in ET.iterparse(xml, events=("start", "end")):  # noqa: S314 - expat limits what entities grow to
        tag = _local(element.tag)
        if tag == "row":
            if event == "start":
                row, column = int(element.get("r") or row + 1), -1
            else:
                element.clear()
        elif tag == "c" and event == "end":
            place = _REFERENCE.fullmatch(element.get("r") or "")
            column = _number_of(place[1]) if place else column + 1
            note = _note(element, row, column, padded)
            if note is not None and not (1 <= row <= _ROWS and column < _COLUMNS):
                raise ValueError(f"cell {row}, {column}")
            if note is not None:
                yield note


def _note(cell: ET.Element, row: int, column: int, padded: dict[str, int]) -> CellNote | None:
    kind = cell.get("t", "n")
    parts = {_local(child.tag): child.text or "" for child in cell}
    value = parts.get("v", "")
    if kind == "e":
        return CellNote(row, column, error=value or "#N/A")
    if not value and "f" in parts and kind != "str":
        return CellNote(row, column, has_no_result=True)
    if kind == "n" and value and (digits := padded.get(cell.get("s", "0"), 0)):
        return CellNote(row, column, digits=digits)
    return None


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet."""
    book = _tree(archive, "xl/workbook.xml")
    ids = [
        next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        for one in book.iter()
        if _local(one.tag) == "sheet" and one.get("name") == sheet
    ]
    for relation in _tree(archive, "xl/_rels/workbook.xml.rels"):
        if relation.get("Id") in ids:
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
    return None


def _padded_styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """Return the numbers of the cell styles that fill numbers up with zeros -> digits."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = _tree(archive, "xl/styles.xml")
    forms = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter() if _local(one.tag) == "numFmt"}
    cells = next((one for one in styles if _local(one.tag) == "cellXfs"), ())
    found = {str(number): forms.get(style.get("numFmtId"), "") for number, style in enumerate(cells)}
    return {style: len(form) for style, form in found.items() if _ZEROS.fullmatch(form)}


def _tree(archive: zipfile.ZipFile, part: str) -> ET.Element:
    with archive.open(part) as xml:
        return ET.parse(xml).getroot()  # noqa: S314 - expat limits what entities grow to


def _holds(archive: zipfile.ZipFile, part: str, marks: tuple[bytes, ...]) -> bool:
    """Return True when a part's text holds one of some marks; much quicker than parsing it."""
    return any(mark in piece for piece in _pieces(archive, part) for mark in marks)


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part's text in pieces that overlap a little."""
    rest = b""
    with archive.open(part) as xml:
        while piece := xml.read(_PIECE):
            yield rest + piece
            rest = piece[-_OVERLAP:]


def _number_of(letters: str) -> int:
    """Return the number of a column, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _local(tag: str) -> str:
    """Return a tag without its namespace: there are two of SpreadsheetML."""
    return tag.rpartition("}")[2]
