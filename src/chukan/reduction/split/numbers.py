"""Numbers in archived text that may be 個人番号: twelve digits whose check digit is right (番号法20条 is not about columns only)."""

from __future__ import annotations

import re
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from chukan.values.check_digits import MODULUS_11

_DIGIT = "[0-9０-９]"
_TWELVE = f"{_DIGIT}{{12}}|{_DIGIT}{{4}}[-－ 　]{_DIGIT}{{4}}[-－ 　]{_DIGIT}{{4}}"
#: For RE2, which looks neither back nor ahead.
_SIEVE = f"(^|[^0-9０-９])({_TWELVE})([^0-9０-９]|$)"
_NUMBER = re.compile(f"(?<!{_DIGIT})(?:{_TWELVE})(?!{_DIGIT})")
_PLAIN = str.maketrans("０１２３４５６７８９", "0123456789", "-－ 　")


def count_numbers(table: pa.Table | pa.RecordBatch, skip: Collection[str]) -> dict[str, int]:
    """Return how many values of each column hold twelve digits with the check digit of a 個人番号.

    One number in eleven of those that are none passes as well: a hit is to be looked at, not a proof.

    Args:
        table: columns of strings.
        skip: columns that are emptied anyway.

    Returns:
        The columns with a hit, and their values with one.
    """
    found: dict[str, int] = {}
    for name in table.schema.names:
        column = table.column(name)
        if name in skip or not pa.types.is_string(column.type) or not len(column):
            continue
        if (pc.max(pc.binary_length(column)).as_py() or 0) < 12:
            continue
        hits = column.filter(pc.fill_null(pc.match_substring_regex(column, _SIEVE), False))
        count = sum(any(_is_one(m) for m in _NUMBER.findall(text)) for text in hits.to_pylist())
        if count:
            found[name] = count
    return found


def _is_one(text: str) -> bool:
    return MODULUS_11.fits(text.translate(_PLAIN))
