"""Formats that follow from what a workbook says of an item in words.

Only where the words leave no doubt; each is in the report. 個人番号 matters most:
an item that is not known to be one would not be kept out of reports.
"""

from __future__ import annotations

import re

from chukan.layouts.model import Item
from chukan.values.formats import NUMBER_FORMATS

_UNKNOWN_DATE = re.compile(r"不詳日を許容(?!しない)")
_FULL_WIDTH_BLANK = re.compile(r"全角の?(?:空白|スペース)を(?:一|1|１)文字")
_MUNICIPALITY = re.compile(r"全国地方公共団体コード")

#: Ending of the name, length -> format.
_BY_NAME = tuple((ending, n.widths[0], n.name) for n in NUMBER_FORMATS.values() for ending in n.item_names)


def infer_formats(item: Item, words: str) -> tuple[str, ...]:
    """Return the formats that an item's name, length and description name.

    Args:
        item: the item as read, without formats.
        words: its definition and description in the workbook.
    """
    found: list[str] = []
    name = item.name.removesuffix("_").split("_")[-1]
    found += [f for ending, length, f in _BY_NAME if name.endswith(ending) and item.length == length and _fits(item, f)]
    if name.endswith(("個人番号", "マイナンバー")) and "my_number" not in found:
        found.append("personal")  # of another length it may be an old system's own number: hidden, not checked
    if item.type == "X" and item.length == 6 and _MUNICIPALITY.search(words):
        found.append("municipality_code")
    if item.type in ("DATE", "YM") and _UNKNOWN_DATE.search(words):
        found.append("unknown_date")
    if item.type == "DATE" and "終了" in item.name:
        found.append("open_date")
    if item.type in ("N", "XN") and _FULL_WIDTH_BLANK.search(words):
        found.append("person_name")
    return tuple(found)


def _fits(item: Item, name: str) -> bool:
    """Return True when an item may have a format: a string, or a 個人番号, which must be masked whatever its type."""
    return item.type == "X" or name == "my_number"
