"""The XML of a workbook's sheets, in the plain form that xlsxwriter, Excel and openpyxl write (ECMA-376, part 1, 18.3.1).

No entity is expanded and nothing is guessed: what is written in another form raises `Unusual`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.etree import ElementTree as ET

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from chukan.authoring.workbook.grid import number_text, tidy
from chukan.authoring.workbook.guard import MAX_CELLS

ROW = re.compile(rb'(<row (?:[^<>]*? )?r="([0-9]{1,7})"[^<>/]*)(?:/>|>(.*?)</row>)', re.DOTALL)
CELL = re.compile(
    rb'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]+)")?(?: t="(s|str|n|b|inlineStr)")?'
    rb"(?:/>|>(<f[^<>]*>[^<]*</f>)?(?:<v>([^<]*)</v>|<v ?/>|<is><t[^<>]*>([^<]*)</t></is>)?</c>)"
)
_STRING = re.compile(rb"<si>(.*?)</si>|<si ?/>", re.DOTALL)
_TEXT = re.compile(rb"<t(?: [^<>]*)?>([^<]*)</t>")
_SOUND = re.compile(rb"<rPh .*?</rPh>", re.DOTALL)
_CHARACTER = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Unusual(Exception):
    """Something is written in another form than the one that is read here."""


def divided(xml: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a sheet before, in and behind its rows.

    Args:
        xml: the part.

    Raises:
        Unusual: it has no rows, merged cells, or more cells than are read.
    """
    head, begin, rest = xml.partition(b"<sheetData>")
    body, end, tail = rest.partition(b"</sheetData>")
    if not begin or not end or b"<mergeCell " in tail or body.count(b"<c ") > MAX_CELLS:
        raise Unusual
    return head + begin, body, end + tail


def rows_of(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the XML of each row.

    Args:
        body: what stands between ``<sheetData>`` and its end.

    Raises:
        Unusual: something else than a row is there.
    """
    at = 0
    for found in ROW.finditer(body):
        if found.start() != at:
            raise Unusual
        at = found.end()
        yield int(found[2]), found[0]
    if at != len(body):
        raise Unusual


def cells_of(
    row: bytes, strings: Strings, forms: Sequence[str], *, formulas: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield column and text of the cells of a row that hold something, as `chukan.project.cells.texts_of` does.

    Args:
        row: its XML.
        strings: the shared strings of the workbook.
        forms: the number formats of its styles.
        formulas: whether cells may hold formulas; their last results are read.

    Raises:
        Unusual: a cell is written in another form.
    """
    found = ROW.fullmatch(row)
    assert found is not None  # noqa: S101 - it was found by it
    content, at = found[3] or b"", 0
    for cell in CELL.finditer(content):
        if cell.start() != at:
            raise Unusual
        at = cell.end()
        letters, style, kind, formula, value, inline = cell.groups()
        if formula is not None and not formulas:
            raise Unusual
        if kind == b"s" and value is not None:
            text = strings[int(value)]
        elif kind == b"inlineStr":
            text = tidy(_plain(inline or b""))
        elif value is None:
            continue
        elif kind in (None, b"n"):
            text = _number(float(value), forms[int(style)] if style else "General")
        else:
            text = tidy(_plain(value)) if kind == b"str" else ("FALSE", "TRUE")[int(value)]
        if text:
            yield column_of(letters), text
    if at != len(content):
        raise Unusual


class Strings:
    """The shared strings, each decoded when it is first asked for."""

    def __init__(self, xml: bytes) -> None:
        begin = xml.find(b"<si")
        pieces = xml[begin : xml.rfind(b"</sst>")] if begin >= 0 else b""
        self._raw: list[bytes] = []
        at = 0
        for found in _STRING.finditer(pieces):
            if found.start() != at:
                raise Unusual
            at = found.end()
            self._raw.append(found[1] or b"")
        if at != len(pieces):
            raise Unusual
        self._texts: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._raw)

    def __getitem__(self, number: int) -> str:
        if (text := self._texts.get(number)) is None:
            raw = self._raw[number]
            spoken = _SOUND.sub(b"", raw) if b"<rPh " in raw else raw
            text = "".join(_plain(one) for one in _TEXT.findall(spoken))
            self._texts[number] = text = tidy(text.replace("x005F_", ""))  # as openpyxl does
        return text


def forms_of(styles: bytes) -> list[str]:
    """Return the number formats of the cell styles, by their numbers.

    Args:
        styles: the part ``xl/styles.xml``, without a DTD.
    """
    tree = ET.fromstring(styles)  # noqa: S314 - no DTD
    named = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in tree.iter() if one.tag.endswith("}numFmt")
    }
    cells = next((one for one in tree if one.tag.endswith("}cellXfs")), ())
    numbers = [int(style.get("numFmtId", "0")) for style in cells]
    return [named.get(number, BUILTIN_FORMATS.get(number, "General")) for number in numbers]


@lru_cache(maxsize=256)
def column_of(letters: bytes) -> int:
    """Return the number of a column from 1: 27 for AA."""
    return column_index_from_string(letters.decode())


def _plain(raw: bytes) -> str:
    """Return the text of XML without tags."""
    text = raw.decode()
    return _CHARACTER.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    return chr(int(found[1], 16) if found[1] else int(found[2]))


def _number(value: float, form_: str) -> str:
    """Return a number, or a day, as `chukan.authoring.workbook.grid.cell_text` does."""
    if _is_of_time(form_):
        if is_timedelta_format(form_):
            raise Unusual
        return str(from_excel(value).isoformat())
    return number_text(value, form_)


@lru_cache(maxsize=256)
def _is_of_time(form_: str) -> bool:
    return bool(is_date_format(form_))
