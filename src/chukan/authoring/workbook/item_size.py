"""Type and size of an item, from all the cells that say something of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chukan.authoring.lint.item_tables import DATE_LENGTHS
from chukan.authoring.workbook.cells import is_blank, read_length
from chukan.authoring.workbook.grid import folded
from chukan.authoring.workbook.item_types import picture_of_date, read_type, with_decimals
from chukan.authoring.workbook.mapping import WorkbookMapping
from chukan.authoring.workbook.report import Level
from chukan.layouts.model import DECIMAL_TYPES, NUMBER_TYPES, ItemType

Notify = Callable[[Level, str, str, str], None]
"""Takes a level, the field whose cell it is about, a message and a hint."""

_NUMBER_PICTURE = re.compile(r"(-?)[9#0z,]*[9#0z](?:\.([9#0]+))?")
_SIGNED: dict[ItemType, ItemType] = {"9": "S9", "9V": "S9V"}


@dataclass
class ItemSize:
    """Type and size while they are found."""

    type: ItemType
    length: int | None
    scale: int
    least: int | None = None
    repeat: str = ""
    formats: list[str] = field(default_factory=list)


def item_size(
    name: str, cell: Mapping[str, str], mapping: WorkbookMapping, words: str, notify: Notify
) -> tuple[ItemSize, bool]:
    """Return type, length and scale: from the type's cell, the length's, the scale's, and a written form (``YYYYMMDD``).

    Args:
        name: The item's name as the workbook has it.
        cell: Field -> text.
        mapping: What a person has decided of words.
        words: What the row says of the item in sentences.
        notify: Called for each cell that can't be taken as it is.

    Returns:
        What was found, and True where the length counts bytes.
    """
    kind = read_type(cell["type"], mapping.types)
    if kind.type is None:
        shown = f"型「{cell['type']}」がわかりません" if cell["type"] else "型が空です"
        notify(
            "problem",
            "type",
            f"項目「{name}」の{shown}。XN（制限のゆるい文字列）として取り込みました",
            "対応表の types: で型を指定してください。",
        )
    elif kind.remark:
        notify("problem" if kind.lost else "warning", "type", f"項目「{name}」: {kind.remark}", "")
    model_type = kind.type or "XN"
    length = read_length(cell.get("length", ""), model_type)
    if length.remark:
        level: Level = "problem" if length.length is None else "warning"
        notify(level, "length", f"項目「{name}」: {length.remark}", "ワークブックの桁数を確かめてください。")
    if length.length is not None and kind.length is not None and length.length != kind.length:
        notify(
            "problem",
            "length",
            f"項目「{name}」の型の欄の桁数 {kind.length} と桁数の欄の {length.length} が違います。桁数の欄を使いました",
            "ワークブックを確かめてください。",
        )
    size = ItemSize(
        type=model_type,
        length=length.length or kind.length,
        scale=length.scale or kind.scale,
        least=length.least,
        repeat=kind.repeat,
        formats=list(kind.formats),
    )
    _add_scale(name, cell, size, notify)
    _add_least(cell, size, notify, name)
    if "slug" not in cell:
        _as_date(name, size, words, mapping, notify)
    _fit_date(name, size, notify)
    return size, length.in_bytes


def _add_scale(name: str, cell: Mapping[str, str], size: ItemSize, notify: Notify) -> None:
    """Add the digits after the point, and the type that has some."""
    text = cell.get("scale", "")
    if re.fullmatch(r"[0-9]+", folded(text)):
        size.scale = size.scale or int(folded(text))
    elif not is_blank(text):
        notify("problem", "scale", f"項目「{name}」の小数桁「{text}」を読めません", "ワークブックを確かめてください。")
    picture = _NUMBER_PICTURE.fullmatch(folded(cell.get("format", "")))
    if picture and size.type in NUMBER_TYPES:
        size.scale = size.scale or len(picture[2] or "")
        size.type = _SIGNED.get(size.type, size.type) if picture[1] else size.type
    if size.scale:
        size.type = with_decimals(size.type)
    elif size.type in DECIMAL_TYPES and not size.scale and size.length is not None:
        notify(
            "warning",
            "length" if "length" in cell else "type",
            f"項目「{name}」は小数のある型ですが、桁数「{cell.get('length', '')}」に小数部がありません"
            "（n,m の形で書かれていないか、Excel が「,」を消しました）",
            "ワークブックの桁数を確かめてください。",
        )


def _add_least(cell: Mapping[str, str], size: ItemSize, notify: Notify, name: str) -> None:
    text = cell.get("least", "")
    if re.fullmatch(r"[0-9]+", folded(text)):
        size.least = int(folded(text))
    elif not is_blank(text):
        notify("problem", "least", f"項目「{name}」の最小の桁数「{text}」を読めません", "")
    if size.least is not None and size.least == size.length and size.type in ("X", "N", "XN"):
        size.formats.append("fixed")
        size.least = None
    if size.length is not None and size.length < 1:
        notify("problem", "length", f"項目「{name}」の桁数 {size.length} は 1 以上のはずです。桁数なしとしました", "")
        size.length = None


def _as_date(name: str, size: ItemSize, words: str, mapping: WorkbookMapping, notify: Notify) -> None:
    """Take a string or a number for a date where the workbook writes out its form (``YYYYMMDD``)."""
    form = picture_of_date(words) if size.type in ("X", "9", "DATE") and mapping.formats == "infer" else None
    if form and size.type != "DATE" and size.length == form[1]:
        notify(
            "info",
            "type",
            f"項目「{name}」は説明の形から日付の型（{form[0]}）としました",
            "違うときは、対応表に formats: none と書いてください。",
        )
        size.type, size.formats = form[0], []
    elif size.type in ("9", "X") and size.length == 8 and name.endswith(("年月日", "日付")):
        notify(
            "warning",
            "type",
            f"項目「{name}」は日付のようですが、型 {size.type} のまま取り込みました。日付の検査はされません",
            "日付なら、対応表の types: などで DATE としてください。",
        )


def _fit_date(name: str, size: ItemSize, notify: Notify) -> None:
    allowed = DATE_LENGTHS.get(size.type)
    if allowed is None or size.length is None or size.length in allowed:
        return
    notify(
        "problem",
        "length",
        f"項目「{name}」は {size.type} ですが、桁数が {size.length} です（和暦など、ほかの形かもしれません）。X として取り込みました",
        "日付の形を相手の事業者に確かめてください。",
    )
    size.type = "X"
