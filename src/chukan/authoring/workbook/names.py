"""Names in addresses and folders for the Japanese names of a workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chukan.authoring.workbook.cell_words import EDITION
from chukan.authoring.workbook.grid import folded

_UNSAFE = re.compile(r"[^0-9A-Za-z_\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_IN_BRACKETS = re.compile(r"(?:定義書?|仕様書?|レイアウト|データリスト|項目一覧|設計書)[（(]([^（()）]+)[)）]")
_FILE_NAME = re.compile(r"([0-9]{3})_([^_【（(]+)")


@dataclass(frozen=True, slots=True)
class Known:
    """A row of ``names.csv``: the business ids of 基本データリスト (001 to 037) and some names beside them."""

    number: int | None
    name: str
    slug: str
    family: str


@cache
def known_names() -> tuple[Known, ...]:
    """All rows of ``names.csv``."""
    text = (Path(__file__).parent / "names.csv").read_text(encoding="utf-8")
    return tuple(
        Known(int(r["number"]) if r["number"] else None, r["name"], r["slug"], r["family"])
        for r in csv.DictReader(text.splitlines())
    )


def business_of(name: str, number: int | None) -> Known | None:
    """Return the known names of a business, by its Japanese name, else by its number.

    Args:
        name: The Japanese name; widths and blanks do not matter.
        number: The number in 基本データリスト, 1 to 37; None = the workbook has none.

    Returns:
        The row of ``names.csv``, or None for a business that it lacks.
    """
    by_name = next((k for k in known_names() if k.family and folded(k.name) == folded(name)), None)
    return by_name or next((k for k in known_names() if number is not None and k.number == number), None)


def slug_of(name: str, given: Mapping[str, str]) -> str:
    """Return the name in addresses: the one of the mapping file, a known one, else the Japanese name itself made safe.

    Args:
        name: The Japanese name.
        given: Japanese name -> name in addresses, from the mapping file.

    Returns:
        A name without characters that a path or an address can't hold.
    """
    if name in given:
        return given[name]
    known = next((k.slug for k in known_names() if folded(k.name) == folded(name)), None)
    return known or safe(name)


def safe(name: str) -> str:
    """Return a name without what a path or an address can't hold; Japanese letters stay."""
    return _UNSAFE.sub("_", name).strip("_") or "unnamed"


def business_in(texts: list[str], file_name: str) -> str:
    """Return the business that titles or the file's name name; "" when none does.

    Known names first; else the text in brackets (``項目定義書（住登外者宛名番号管理）``), else the file name's second part
    (``001_住民基本台帳_基本データリスト``).

    Args:
        texts: Names and titles of the sheets.
        file_name: The name of the file, without its ending.
    """
    for text in [*texts, file_name]:
        for known in sorted(known_names(), key=lambda k: -len(k.name)):
            if known.family and folded(known.name) in folded(text):
                return known.name
    for text in texts:
        if (m := _IN_BRACKETS.search(text)) and not EDITION.search(folded(m[1])):
            return m[1]
    m = _FILE_NAME.match(file_name)
    return m[2] if m else ""


def edition_in(texts: list[str]) -> str:
    """Return the edition that a file name or title names (``【第2.1版】``, ``Ｖ２．７``); "" when none does."""
    for text in texts:
        if m := EDITION.search(folded(text)):
            return m[1] or m[2] or m[3]
    return ""
