"""The sheet ``定義`` of chukan's own export: what has no place in an item table.

With it, export and import give back the same layouts, digest for digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import ValidationError

from chukan.authoring.workbook.grid import Grid
from chukan.errors import PackError
from chukan.layouts.body import DECLARATIONS, LayoutBody
from chukan.layouts.declaration import SingleDeclaration
from chukan.layouts.declarations import RequiredWhen
from chukan.layouts.digest import digest_of
from chukan.layouts.model import Layout
from chukan.layouts.origin import AUTHORITIES, REFERENCE_SENTENCE, Authority

SHEET = "定義"
MARK = "chukan 移行ファイル定義"
ABOUT = "移行ファイル定義"
"""The title of the sheet はじめに."""
PACK_ID, AUTHORITY, DECLARED_BY, DIGEST = "レイアウト集ID", "定義の位置付け", "公式である旨の申告", "digest"
"""The words in both sheets' heads for what the export rests on."""
PROPERTY = "chukan_authority"
"""The document property of an export that says it too."""
COLUMNS = ("定義ID", "種類", "内容")
STANDARD, INTERMEDIATE = "規格", "中間標準レイアウト"
"""The line by which a pack declares itself the intermediate standard layout."""

#: What a row may hold, by its word in the column 種類.
KINDS: dict[str, str] = {
    "業務": "business",
    "名称": "name",
    "説明": "description",
    **{kind.label: kind.field for kind in DECLARATIONS},
}
LISTS = frozenset(kind.field for kind in DECLARATIONS if not issubclass(kind, SingleDeclaration | RequiredWhen))


@dataclass(frozen=True)
class Definition:
    """What an exported workbook says of its own pack and layouts, read from the sheet 定義.

    Attributes:
        intermediate_standard: The exported pack declared itself the 中間標準レイアウト.
        authority: Of the exported pack; None where the sheet doesn't say.
        businesses: Business slug -> name, number, family.
        bodies: ``BUSINESS/LAYOUT`` -> body.
    """

    edition: str
    pack_name: str
    intermediate_standard: bool = False
    authority: Authority | None = None
    businesses: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: dict[str, LayoutBody] = field(default_factory=dict)


def is_definition(grid: Grid) -> bool:
    """Return True for the sheet 定義 of chukan's own export, under whatever name: its mark says so."""
    return grid.at(1, 1) == MARK


def read_definition(grid: Grid) -> Definition | None:
    """Return the definition in a sheet, or None when the sheet is not one.

    Raises:
        PackError: a row was edited into something that is not a definition; names the cell.

    Args:
        grid: Any sheet; only the one with the mark of chukan is read.

    Returns:
        The definition, or None.
    """
    if not is_definition(grid):
        return None
    head: dict[str, str] = {}
    businesses: dict[str, dict[str, Any]] = {}
    parts: dict[str, dict[str, Any]] = {}
    places: dict[str, int] = {}
    table = False
    for row in grid.rows[1:]:
        first, kind, content = (grid.at(row, c) for c in (1, 2, 3))
        if not table:
            table = (first, kind, content) == COLUMNS
            head[first] = kind
            continue
        if kind not in KINDS:
            raise PackError(
                f"知らない種類「{kind}」があります", place=grid.place(row, 2), hint=f"使える種類: {', '.join(KINDS)}"
            )
        value = _value(content, kind, grid.place(row, 3))
        key = KINDS[kind]
        if key == "business":
            businesses[first] = value
            continue
        places.setdefault(first, row)
        part = parts.setdefault(first, {})
        if key in LISTS:
            part.setdefault(key, []).append(value)
        elif key == RequiredWhen.field:
            part.setdefault(key, {}).update(value)
        else:
            part[key] = value
    bodies = {address: _body(part, grid.place(places[address], 3), address) for address, part in parts.items()}
    return Definition(
        edition=head.get("版", ""),
        pack_name=head.get("レイアウト集", ""),
        intermediate_standard=head.get(STANDARD) == INTERMEDIATE,
        authority=_authority(head),
        businesses=businesses,
        bodies=bodies,
    )


def origin_rows(layouts: Sequence[Layout]) -> list[tuple[str, str]]:
    """Return (word, value) of what exported layouts rest on: pack, edition, authority, digest.

    Args:
        layouts: layouts of one edition of one pack.

    Returns:
        Rows that `stated_authority` reads back. The digest is over the digests of all the layouts.
    """
    origin = layouts[0].origin
    digest = layouts[0].digest if len(layouts) == 1 else digest_of({y.path: y.digest for y in layouts})
    return [
        (PACK_ID, origin.pack),
        (AUTHORITY, origin.authority),
        *([(DECLARED_BY, origin.declared_by)] if origin.declared_by else []),
        (DIGEST, digest),
    ]


def stated_authority(grid: Grid) -> Authority | None:
    """Return the authority that a sheet of chukan's own export states; None when it states none.

    Both はじめに and 定義 carry it, so that a workbook that lost one of the sheets keeps what it rests on.

    Args:
        grid: Any sheet.
    """
    if grid.at(1, 1) not in (ABOUT, MARK):
        return None
    return _authority({grid.at(row, 1): grid.at(row, 2) for row in grid.rows[1:]})


def _authority(head: Mapping[str, str]) -> Authority | None:
    """Return the authority in a sheet's head; sheets of older versions only have the sentence about it."""
    stated = next((a for a in AUTHORITIES if head.get(AUTHORITY) == a), None)
    sentences = (head.get("もとの定義", ""), head.get("定義の出所", ""))
    if stated == "reference" or any(REFERENCE_SENTENCE in sentence for sentence in sentences):
        return "reference"
    return stated


def _value(content: str, kind: str, place: str) -> Any:
    if KINDS[kind] in ("name", "description"):
        return content
    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as e:
        raise PackError(
            f"「{kind}」の内容を読めません: {e}", place=place, hint="書き出したときの形に戻してください。"
        ) from None


def _body(part: dict[str, Any], place: str, address: str) -> LayoutBody:
    try:
        return LayoutBody.model_validate(part)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise PackError(f"定義「{address}」の {where} が正しくありません: {first['msg']}", place=place) from None
