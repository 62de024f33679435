"""A workbook with a sheet of findings, read and changed by its XML: of thirty thousand rows in seconds, not minutes.

Only the plain form of `chukan.project.sheet_xml` is read; of anything else `open_parts` returns None, and openpyxl has to read
the file.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from chukan.authoring.workbook.guard import file_of, refuse_by_parts
from chukan.project.decision_sheet import DecisionSheet, SheetRow, Texts, sheet_of
from chukan.project.sheet_xml import CELL, ROW, Strings, Unusual, cells_of, column_of, divided, forms_of, rows_of
from chukan.verification.decisions import sheet as form

_BOOK, _RELATIONS, _STRINGS, _STYLES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
#: What programs take for a character that XML can't hold.
_MARK = re.compile("_x[0-9A-Fa-f]{4}_")
#: How many rows have an action, as it was last computed.
_COUNT = re.compile(rb'("([^"<>]+)"\)</f><v>)[0-9]+(?=</v>)')
#: Days are counted from 1904 there.
_OTHER_DAYS = re.compile(rb'date1904="(?:1|true)"')
#: Day 0 of Excel, as its days from March 1900 on count.
_FIRST_DAY = date(1899, 12, 30)
#: ZIP keeps no earlier day; the same bytes come from the same decisions.
_NO_DAY = (1980, 1, 31, 0, 0, 0)


@dataclass(frozen=True)
class SheetParts:
    """A workbook with a sheet of findings, and its parts as they are in the file.

    Attributes:
        sheet: what it says.
        members: name -> bytes of its parts, in their order.
        part: the name of the one that holds the list of findings; its rows are left out of `members`.
        about: the name of the one that says what the workbook is.
        rows: the rows of the list by their numbers, as XML.
        strings: how many shared strings there are.
    """

    sheet: DecisionSheet
    members: Mapping[str, bytes]
    part: str
    about: str
    rows: Mapping[int, bytes] = field(repr=False)
    strings: int

    def typed(self, cells: Mapping[int, Mapping[str, str]]) -> SheetParts:
        """Return the workbook with other texts in the columns that people fill in.

        Args:
            cells: row of the sheet -> all headings of `form.TYPED` -> text; days are ISO, "" is blank.
        """
        added: dict[str, int] = {}
        rows = {**self.rows}
        for row, texts in cells.items():
            rows[row] = self._row(row, texts, lambda text: added.setdefault(text, self.strings + len(added)))
        sheet = replace(
            self.sheet,
            rows=tuple(retyped(one, cells[one.row]) if one.row in cells else one for one in self.sheet.rows),
        )
        counts = Counter(one.cells.get(form.ACTION, "") for one in sheet.rows)
        about = _COUNT.sub(lambda at: at[1] + str(counts[at[2].decode()]).encode(), self.members[self.about])
        strings = _with_strings(self.members[_STRINGS], [*added])
        members = {**self.members, _STRINGS: strings, self.about: about}
        return replace(self, sheet=sheet, members=members, rows=rows, strings=self.strings + len(added))

    def write(self, file: BinaryIO) -> None:
        """Write the workbook into a file."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in self.members.items():
                whole = data.replace(_ROWS, b"".join(self.rows.values()), 1) if name == self.part else data
                archive.writestr(zipfile.ZipInfo(name, _NO_DAY), whole, zipfile.ZIP_DEFLATED, 1)

    def _row(self, row: int, texts: Mapping[str, str], number_of: Callable[[str], int]) -> bytes:
        """Return a row with other texts in the cells that people fill in; what they look like stays."""
        found = ROW.fullmatch(self.rows[row])
        assert found is not None  # noqa: S101 - it was found by it
        cells = {one[1]: (one[0], one[2]) for one in CELL.finditer(found[3] or b"")}
        for heading, text in texts.items():
            letters = self.sheet.columns[heading].encode()
            style = cells.get(letters, (b"", None))[1]
            cells[letters] = (_cell(letters, row, style, _value(heading, text, number_of)), style)
        content = b"".join(cells[letters][0] for letters in sorted(cells, key=column_of))
        return found[1] + b">" + content + b"</row>"


#: Stands where the rows were; no XML has it.
_ROWS = b"\0rows\0"


class NoDecisions(Exception):
    """The list of findings has no columns to decide in: it is the result of `check`."""


def open_parts(path: Path) -> SheetParts | None:
    """Read a workbook with a sheet of findings.

    Args:
        path: the workbook; messages name it by its name.

    Returns:
        None where it is written in a form that is not read here.

    Raises:
        InputError: missing, too big, no ``.xlsx``, or with a password or macros.
        NoDecisions: there is nothing to decide in.
        ProjectError: a part of the sheet is lacking.
    """
    data = file_of(path)
    try:
        members = _members(data, path)
        return _read(members, hashlib.sha256(data).hexdigest(), path.name)
    except _NOT_READ:
        return None


def run_of(path: Path) -> str | None:
    """Return of which run a workbook with a sheet of findings is; None where it is not read here.

    Args:
        path: the workbook.

    Raises:
        InputError: missing, too big, no ``.xlsx``, or with a password or macros.
    """
    try:
        members = _members(file_of(path), path)
        rows = rows_of(divided(members[_parts_of(members)[form.ABOUT]])[1])
        strings, forms = Strings(members[_STRINGS]), forms_of(members[_STYLES])
        texts = [dict(cells_of(xml, strings, forms, formulas=True)) for _, xml in rows]
    except _NOT_READ:
        return None
    return next((row.get(2) for row in texts if row.get(1) == form.LABEL_RUN), None)


#: What a workbook may be that is not read here; openpyxl says what is wrong with it, where something is.
_NOT_READ = (
    Unusual,
    LookupError,
    ValueError,
    OverflowError,
    ET.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
)


def _members(data: bytes, path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_by_parts(archive, path)
        members = {one.filename: archive.read(one) for one in archive.infolist()}
    parsed = [members[name] for name in (_BOOK, _RELATIONS, _STYLES)]
    if any(b"<!DOCTYPE" in part for part in parsed) or _OTHER_DAYS.search(members[_BOOK]):
        raise Unusual
    return members


def _read(members: dict[str, bytes], sha256: str, called: str) -> SheetParts:
    names = _parts_of(members)
    strings, forms = Strings(members[_STRINGS]), forms_of(members[_STYLES])
    part = names[form.SHEET]
    head, body, tail = divided(members[part])
    rows = dict(rows_of(body))
    if form.ACTION not in dict(cells_of(rows[1], strings, forms)).values():
        raise NoDecisions
    texts: dict[str, Texts] = {form.SHEET: {row: dict(cells_of(xml, strings, forms)) for row, xml in rows.items()}}
    for name in (form.ABOUT, form.PAST):
        if name in names:
            others = rows_of(divided(members[names[name]])[1])
            has_counts = name == form.ABOUT
            texts[name] = {row: dict(cells_of(xml, strings, forms, formulas=has_counts)) for row, xml in others}
    sheet = sheet_of(texts, sha256, called)
    return SheetParts(
        sheet=sheet,
        members={**members, part: head + _ROWS + tail},
        part=part,
        about=names[form.ABOUT],
        rows=rows,
        strings=len(strings),
    )


def _parts_of(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the names of the parts that hold the sheets, by the sheets' titles."""
    targets = {one.get("Id"): one.get("Target", "") for one in ET.fromstring(members[_RELATIONS])}  # noqa: S314 - no DTD
    found = {}
    for one in ET.fromstring(members[_BOOK]).iter():  # noqa: S314 - no DTD
        if one.tag.endswith("}sheet"):
            key = next((value for name, value in one.attrib.items() if name.endswith("}id")), "")
            found[one.get("name", "")] = posixpath.normpath(posixpath.join("/xl", targets[key])).lstrip("/")
    return found


def _with_strings(xml: bytes, texts: Sequence[str]) -> bytes:
    """Return the shared strings with others behind them."""
    safe = (escape(_MARK.sub(r"_x005F\g<0>", text)) for text in texts)
    added = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in safe)
    head, end, tail = xml.rpartition(b"</sst>")
    return head + added.encode() + end + tail


def retyped(row: SheetRow, cells: Mapping[str, str]) -> SheetRow:
    """Return a row with other texts in the columns that people fill in.

    Args:
        row: the row.
        cells: all headings of `form.TYPED` -> text; "" is blank.
    """
    kept = {name: text for name, text in row.cells.items() if name not in form.TYPED}
    return replace(row, cells={**kept, **{name: text for name, text in cells.items() if text}})


def _value(heading: str, text: str, number_of: Callable[[str], int]) -> tuple[str, int] | None:
    """Return the type and the number of a cell with a text; None = it is blank."""
    if not text:
        return None
    if heading in (form.UNTIL, form.WHEN):
        try:
            return "n", (date.fromisoformat(text) - _FIRST_DAY).days
        except ValueError:
            pass  # no day: it stays the text that somebody typed
    return "s", number_of(text)


def _cell(letters: bytes, row: int, style: bytes | None, value: tuple[str, int] | None) -> bytes:
    look = f' s="{style.decode()}"' if style is not None else ""
    begin = f'<c r="{letters.decode()}{row}"{look}'
    return (f"{begin}/>" if value is None else f'{begin} t="{value[0]}"><v>{value[1]}</v></c>').encode()
