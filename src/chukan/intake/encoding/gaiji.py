"""The inventory of gaiji: characters that mean nothing outside the system that wrote them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from chukan.intake.batch import Gaiji
from chukan.intake.encoding.column import PRIVATE_LEAD, data_of, rows_at
from chukan.intake.encoding.decode import WIDE
from chukan.intake.records.lines import Bytes, Ints
from chukan.values.damage import DAMAGE, mark_places


def inventory(
    columns: Mapping[str, pa.StringArray],
    records: Ints,
    encoding: str,
    damaged: Mapping[str, Ints],
    *,
    own_marks: bool = True,
) -> tuple[Gaiji, ...]:
    """Return the gaiji of some columns, sorted by code point.

    Args:
        columns: item name -> values that are not all ASCII.
        records: the record number of each row.
        encoding: the file's; the source code is told in it.
        damaged: item name -> the rows whose value holds marks of undecodable bytes.
        own_marks: the file itself may hold characters that marks look like; in a value that is not damaged they are gaiji.
    """
    found: dict[int, tuple[int, list[str], int]] = {}
    for item, values in columns.items():
        data = data_of(values)
        marked = item in damaged
        if marked and not own_marks and np.count_nonzero(data >= PRIVATE_LEAD) == len(mark_places(data)):
            continue  # nothing but marks, of which there may be millions
        codes, places = _private(data)
        rows = rows_at(values, places)
        if marked:
            hurt = np.zeros(len(values), np.bool_)
            hurt[damaged[item]] = True
            own = ~hurt[rows] | (codes < DAMAGE) | (codes > DAMAGE + 0xFF)
            codes, rows = codes[own], rows[own]
        order = np.argsort(codes, kind="stable")
        codes = codes[order]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        firsts = np.minimum.reduceat(records[rows[order]], starts) if len(starts) else starts
        counts = np.diff(starts, append=len(codes))
        for code, count, first in zip(codes[starts].tolist(), counts.tolist(), firsts.tolist(), strict=True):
            before, items, earliest = found.get(code, (0, [], first))
            found[code] = (before + count, [*items, item], min(earliest, first))
    return tuple(
        Gaiji(
            source_code=_source_code(chr(code), encoding),
            code_point=f"U+{code:04X}",
            count=count,
            items=tuple(sorted(items)),
            first_record=first,
        )
        for code, (count, items, first) in sorted(found.items())
    )


def _private(data: Bytes) -> tuple[Ints, Ints]:
    """Return the code points of the characters for private use in a text, and where they begin, in order.

    Found by their bytes in UTF-8: EE, or EF up to EF A3; F3 from F3 B0 on, or F4, but for the last two of each plane.
    """
    places = np.flatnonzero(data >= PRIVATE_LEAD)  # full-width digits and half-width katakana are among them
    leads, seconds = data[places], data[places + 1]
    places = places[
        (leads == 0xEE)
        | ((leads == 0xEF) & (seconds <= 0xA3))
        | ((leads == 0xF3) & (seconds >= 0xB0))
        | (leads == 0xF4)
    ]
    codes = data[places].astype(np.int32) & 0x0F
    for further in (1, 2):
        codes = codes << 6 | data[places + further] & 0x3F
    four = np.flatnonzero(codes < 0xE000)
    codes[four] = codes[four] << 6 | data[places[four] + 3] & 0x3F
    characters = codes & 0xFFFE != 0xFFFE
    return codes[characters], places[characters]


def _source_code(character: str, encoding: str) -> str:
    try:
        return character.encode("utf-16be" if encoding in WIDE else encoding).hex().upper()
    except UnicodeEncodeError:
        return "?"
