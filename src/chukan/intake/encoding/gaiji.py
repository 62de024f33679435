"""The inventory of gaiji: characters that mean nothing outside the system that wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chukan.intake.batch import Gaiji
from chukan.intake.encoding.column import data_of
from chukan.intake.encoding.decode import WIDE
from chukan.intake.records.lines import Ints

#: Private use.
_GAIJI = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
#: What marks an undecodable byte in a damaged value.
_MARKS = "[\U000f0000-\U000f00ff]"
#: Private use, but for these.
_GAIJI_OF_DAMAGED = re.compile("[\ue000-\uf8ff\U000f0100-\U000ffffd\U00100000-\U0010fffd]")


def inventory(
    columns: Mapping[str, pa.StringArray], records: Ints, encoding: str, damaged: Mapping[str, Sequence[int]]
) -> tuple[Gaiji, ...]:
    """Return the gaiji of some columns, sorted by code point.

    Args:
        columns: item name -> values that are not all ASCII.
        records: the record number of each row.
        encoding: the file's; the source code is told in it.
        damaged: item name -> the rows whose value holds marks of undecodable bytes.
    """
    found: dict[str, tuple[int, list[str], int]] = {}
    for item, values in columns.items():
        if not _may_hold_gaiji(values):
            continue
        marked = frozenset(damaged.get(item, ()))
        rows = _rows(values, damaged.get(item, ()))
        for row, value in zip(rows.to_pylist(), values.take(rows).to_pylist(), strict=True):
            for character in (_GAIJI_OF_DAMAGED if row in marked else _GAIJI).findall(value):
                count, items, first = found.get(character, (0, [], int(records[row])))
                if item not in items:
                    items.append(item)
                found[character] = (count + 1, items, min(first, int(records[row])))
    return tuple(
        Gaiji(
            source_code=_source_code(c, encoding),
            code_point=f"U+{ord(c):04X}",
            count=count,
            items=tuple(sorted(items)),
            first_record=first,
        )
        for c, (count, items, first) in sorted(found.items())
    )


def _rows(values: pa.StringArray, damaged: Sequence[int]) -> pa.Array:
    """Return the rows that hold gaiji; of damaged ones, which may be millions, only those that hold more than marks."""
    marked = np.zeros(len(values), np.bool_)
    marked[np.array(damaged, np.int64)] = True
    bits = pa.py_buffer(np.packbits(marked, bitorder="little"))  # `pa.array` and `to_numpy` would import pandas
    excused = pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])
    like_marks = pc.and_not(pc.match_substring_regex(values, _MARKS), excused)
    return pc.indices_nonzero(pc.or_(pc.match_substring_regex(values, _GAIJI_OF_DAMAGED.pattern), like_marks))


def _may_hold_gaiji(values: pa.StringArray) -> bool:
    """Look at the bytes of UTF-8, which is cheap: lead EE, EF 80 to EF A3, F3 and F4."""
    data = data_of(values)
    places = np.flatnonzero(data >= 0xEE)  # full-width digits and half-width katakana are among them, most text is not
    leads = data[places]
    return bool(((leads == 0xEE) | (leads >= 0xF3) | ((leads == 0xEF) & (data[places + 1] <= 0xA3))).any())


def _source_code(character: str, encoding: str) -> str:
    try:
        return character.encode("utf-16be" if encoding in WIDE else encoding).hex().upper()
    except UnicodeEncodeError:
        return "?"
