"""The sheet ``定義`` of chukan's own export: what has no place in an item table.

With it, export and import give back the same layouts, digest for digest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import ValidationError

from chukan.authoring.workbook.grid import Grid
from chukan.errors import PackError
from chukan.layouts.declaration import SingleDeclaration
from chukan.layouts.declarations import DECLARATIONS, LayoutBody, RequiredWhen

SHEET = "定義"
MARK = "chukan 移行ファイル定義"
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
    """The sheet, read.

    Attributes:
        intermediate_standard: The exported pack declared itself the 中間標準レイアウト.
        businesses: Business slug -> name, number, family.
        bodies: ``BUSINESS/LAYOUT`` -> body.
    """

    edition: str
    pack_name: str
    intermediate_standard: bool = False
    businesses: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: dict[str, LayoutBody] = field(default_factory=dict)


def read_definition(grid: Grid) -> Definition | None:
    """Return the definition in a sheet, or None when the sheet is not one.

    Raises:
        PackError: a row was edited into something that is not a definition; names the cell.

    Args:
        grid: Any sheet; only the one named ``定義`` with the mark of chukan is read.

    Returns:
        The definition, or None.
    """
    if grid.name != SHEET or grid.at(1, 1) != MARK:
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
        businesses=businesses,
        bodies=bodies,
    )


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
