"""Key values: for each item a one-to-one map from numbers to values, so that keys are unique without a memory of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.layouts.model import Item
from chukan.sample.people.names import FAMILIES, MEN, WOMEN
from chukan.sample.people.places import ADDRESSES, MUNICIPALITIES, addresses_at
from chukan.sample.records import digits
from chukan.sample.records.block import Setting
from chukan.sample.records.meaning import meaning
from chukan.sample.records.typed import Ints, date_column, days, months_as_text
from chukan.values.formats import NUMBER_FORMATS, NumberFormat

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class KeyMaker:
    """`make` maps indices 0..capacity-1 one-to-one to values of the item's type."""

    capacity: int
    make: Callable[[Ints], pa.Array]


def key_maker(item: Item, setting: Setting) -> KeyMaker:
    """Return how an item's values are made from running numbers, none of them twice.

    Args:
        item: of any type.
        setting: gives the code list, the day of the check and the length unit.
    """
    if values := setting.code_values(item):
        column = pa.array(values).cast(pa.int64()) if item.is_number else pa.array(values)
        return KeyMaker(len(values), lambda index: column.take(pa.array(index)))
    if item.type == "YEAR":
        return KeyMaker(8, lambda index: pa.array(setting.as_of.year - index))
    if item.type == "YM":
        month = setting.as_of.year * 12 + setting.as_of.month - 1
        return KeyMaker(96, lambda index: months_as_text(month - index))
    if item.type == "DATE":
        last = days(setting.as_of)
        return KeyMaker(3000, lambda index: date_column(last - index))
    if item.is_number:
        return _numbers(item)
    return _texts(item, setting)


def _numbers(item: Item) -> KeyMaker:
    low, high = item.range or (1, 10 ** min(item.length or 9, 9) - 1)
    low = max(int(low), 1 if high > 1 else 0)
    if item.has("fixed"):
        low = max(low, 10 ** ((item.length or 9) - 1))
    return KeyMaker(int(high) - low + 1, lambda index: pa.array(index + low))


def _texts(item: Item, setting: Setting) -> KeyMaker:  # noqa: PLR0911 - one return for each kind of key
    width = setting.limit(item)
    kind = meaning(item, setting.layout).kind
    salt = zlib.crc32(item.name.encode()) ^ setting.salt
    number = NUMBER_FORMATS.get(kind)
    if number and number.identifies:
        return _of_format(number, number.width_within(width), salt)
    if kind == "municipality_code":
        column = pa.array([m.code for m in MUNICIPALITIES])
        return KeyMaker(len(column), lambda index: column.take(pa.array(index)))
    if kind in ("address", "lot", "town"):
        return KeyMaker(ADDRESSES, lambda index: _addresses(digits.scattered(index, ADDRESSES, salt), setting, width))
    if kind == "name":
        return KeyMaker(len(FAMILIES) * len(_GIVEN), _names)
    if item.type in ("N", "XN"):
        return _wide_numbers(width)
    if kind == "register_number" and width >= 12:
        # Two leading digits of the register's own keep registers apart.
        lead = (setting.salt % 89 + 10) * 10**9
        return _scattered(10**9, salt, lambda body: digits.addressee_numbers(lead + body, width))
    count = min(width, 15)
    return _scattered(10 ** min(count, 10), salt, lambda body: digits.zero_padded(body, count))


def _scattered(size: int, salt: int, make: Callable[[Ints], pa.Array]) -> KeyMaker:
    return KeyMaker(size, lambda index: make(digits.scattered(index, size, salt % size)))


def _of_format(number: NumberFormat, width: int, salt: int) -> KeyMaker:
    size = 10 ** min(digits.body_digits(number, width), 10)
    return _scattered(size, salt, lambda body: digits.numbered(body + number.synthetic_from, number, width))


_GIVEN = [g for g, _ in (*MEN, *WOMEN)]


def _names(index: Ints) -> pa.Array:
    family = pa.array([f for f, _ in FAMILIES]).take(pa.array(index % len(FAMILIES)))
    return pc.binary_join_element_wise(family, pa.array(_GIVEN).take(pa.array(index // len(FAMILIES))), "　")


def _addresses(index: Ints, setting: Setting, width: int) -> pa.Array:
    addresses = addresses_at(index, np.zeros_like(index), np.zeros_like(index), setting.home)
    return addresses.text if width >= 24 else addresses.local


def _wide_numbers(width: int) -> KeyMaker:
    """Return full-width running numbers, with words around them where there is room."""
    head, tail = ("第", "号") if width >= 6 else ("", "")
    count = min(width - len(head) - len(tail), 7)
    wide = pa.array([str(n).translate(_WIDE) for n in range(10)])

    def make(index: Ints) -> pa.Array:
        parts = [wide.take(pa.array(index // 10 ** (count - 1 - n) % 10)) for n in range(count)]
        return pc.binary_join_element_wise(pa.scalar(head), *parts, pa.scalar(tail), "")

    return KeyMaker(10**count, make)
