"""Cells of the sheets that people fill in: texts, days, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from openpyxl.worksheet.worksheet import Worksheet

from chukan.authoring.workbook.grid import cell_text
from chukan.errors import ProjectError
from chukan.values.eras import western

_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


def texts_of(sheet: Worksheet) -> dict[int, dict[int, str]]:
    """Return row -> column -> text, only of cells that hold something."""
    texts: dict[int, dict[int, str]] = {}
    # only the cells that exist: a stray one far below would make a million rows
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - iterating makes a cell of every blank
        text = cell_text(cell)  # type: ignore[arg-type]
        if text:
            texts.setdefault(row, {})[column] = text
    return texts


def day_of(text: str, place: str, name: str) -> str:
    """Return YYYY-MM-DD from a date cell, 2026/11/23, 2026年11月23日 or a 和暦 day; "" stays "".

    Args:
        text: the cell's text.
        place: where it is, for the message.
        name: what the column is called.

    Raises:
        ProjectError: it is no day.
    """
    if not text:
        return ""
    found = _DAY.fullmatch(folded(text).partition("t")[0])
    try:
        day = dt.date(*(int(p) for p in found.groups())) if found else western(text)
    except ValueError:
        day = None
    if day is None:
        raise ProjectError(
            f"{name}「{text}」を日付として読めません", place=place, hint="例: 2026-11-23、令和8年11月23日"
        )
    return day.isoformat()


def folded(text: str) -> str:
    """Return a heading, id or figure in one form, however wide it was typed."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
