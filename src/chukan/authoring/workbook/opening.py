"""A workbook as grids, whatever the format of its file."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from chukan.authoring.workbook.grid import Grid, grid_of
from chukan.authoring.workbook.guard import OLE, file_of, open_workbook

_SHAPE = re.compile(r"xl/drawings/drawing[0-9]+\.xml")
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class OpenedWorkbook:
    """A workbook, read as far as its cells.

    Attributes:
        name: The file's name.
        sha256: Over the bytes of the file, in hex.
        grids: Its sheets, in their order.
        shapes: The texts of shapes and text boxes, which are in no cell.
        properties: The document's own properties by name: title, comments, and those that chukan writes.
    """

    name: str
    sha256: str
    grids: tuple[Grid, ...]
    shapes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


def open_grids(path: Path) -> OpenedWorkbook:
    """Open an ``.xlsx`` or an ``.xls``.

    Args:
        path: The file.

    Raises:
        InputError: missing, too big, neither of both, with a password or macros, or made to harm the reader.
    """
    data = file_of(path)
    if data.startswith(OLE):
        from chukan.authoring.workbook.xls import open_xls

        name, sha256, grids = open_xls(data, path)
        return OpenedWorkbook(name, sha256, grids)
    source = open_workbook(path, data)
    grids = tuple(grid_of(source, sheet) for sheet in source.book.worksheets)
    core = source.book.properties
    stated = [("title", core.title), ("comments", core.description), ("subject", core.subject)]
    custom: Any = source.book
    stated += [(p.name, p.value) for p in custom.custom_doc_props.props]
    properties = tuple((str(name), str(value)) for name, value in stated if value)
    return OpenedWorkbook(source.name, source.sha256, grids, _shapes(data), properties)


def _shapes(data: bytes) -> tuple[str, ...]:
    """Return the texts of the drawings; the guard has refused entities and bombs before."""
    found: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if _SHAPE.fullmatch(name):
                root = ET.fromstring(archive.read(name))  # noqa: S314 - no DTD, so no entities: see guard
                for body in root.iter():
                    if body.tag.endswith("}txBody"):
                        text = "".join(t.text or "" for t in body.iter(f"{_TEXT}t")).strip()
                        found += [text] if text else []
    return tuple(found)
