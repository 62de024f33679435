"""Formats that fix the shape of a half-width value: which characters, how many."""

from __future__ import annotations

from dataclasses import dataclass

from chukan.layouts.model import Item
from chukan.values.charsets import DIGITS, HYPHEN, either
from chukan.values.kernels import Ranges

CAPITALS: Ranges = ((0x41, 0x5A),)


@dataclass(frozen=True)
class Shape:
    """What a format asks of a value."""

    name: str
    """In Japanese, for messages."""
    allowed: Ranges = DIGITS
    widths: tuple[int, ...] = ()
    """The lengths that it may have; none given = the item's own limit."""
    pattern: str | None = None
    """A regular expression for a value of the right length and characters."""
    characters: str = "半角数字"


SHAPES = {
    "digits": Shape("数字"),
    "my_number": Shape("個人番号", widths=(12,)),
    "corporate_number": Shape("法人番号", widths=(13,)),
    "resident_code": Shape("住民票コード", widths=(11,)),
    "municipality_code": Shape("全国地方公共団体コード", widths=(6,)),
    "insurer_number": Shape("保険者番号", widths=(6, 8)),
    "late_elderly_number": Shape("後期高齢者医療 被保険者番号", widths=(8,)),
    "care_provider_number": Shape("介護保険事業所番号", widths=(10,)),
    "public_expense_number": Shape("公費負担者番号・受給者番号", widths=(7, 8)),
    "pension_number": Shape("基礎年金番号", widths=(10,)),
    "residence_card": Shape(
        "在留カード番号",
        either(DIGITS, CAPITALS),
        (12,),
        "[A-Z]{2}[0-9]{8}[A-Z]{2}",
        "半角英大文字2桁・数字8桁・英大文字2桁",
    ),
    "postal_code": Shape("郵便番号", widths=(7,)),
    "phone": Shape("電話番号", either(DIGITS, HYPHEN), characters="半角数字とハイフン「-」"),
}


def shape_of(item: Item) -> Shape | None:
    """The shape that the item's formats fix; the narrowest one when there are several."""
    found = [SHAPES[token] for token in item.formats if token in SHAPES]
    return max(found, key=lambda shape: bool(shape.widths), default=None)


def widths_of(item: Item) -> tuple[int, ...]:
    """The only lengths that a value may have; empty when any up to the limit will do."""
    shape = shape_of(item)
    if shape and shape.widths:
        return shape.widths
    return (item.length,) if item.has("fixed") and item.length else ()
