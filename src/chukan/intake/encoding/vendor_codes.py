"""CP932's second codes: ∵ is 81 E6 in JIS, and 87 9A or FA 5B where NEC or IBM wrote it.

Decoded, both are one character, and nobody can tell any more that another system may not know the code.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chukan.intake.encoding.column import data_of
from chukan.intake.encoding.second_codes import second_codes


@cache
def _flags() -> npt.NDArray[np.bool_]:
    flags = np.zeros(1 << 16, np.bool_)
    flags[[int.from_bytes(code, "big") for code in second_codes()]] = True
    return flags


@cache
def _leads() -> tuple[int, ...]:
    return tuple(sorted({code[0] for code in second_codes()}))


def vendor_coded(column: pa.BinaryArray) -> list[int]:
    """Return the rows with a value that holds such a code.

    Args:
        column: values in CP932.
    """
    data = data_of(column)
    # comparing bytes costs a tenth of looking up pairs, and few bytes are one of these
    may_be = np.zeros(max(0, len(data) - 1), np.bool_)
    for lead in _leads():
        may_be |= data[:-1] == lead
    leads = np.flatnonzero(may_be)
    places = leads[_flags()[data[leads].astype(np.uint16) << 8 | data[leads + 1]]]
    if not len(places):
        return []
    bounds = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    rows = np.unique(np.searchsorted(bounds - bounds[0], places, "right") - 1)
    return [row for row in rows.tolist() if _holds_code(column[row].as_py())]


def _holds_code(value: bytes) -> bool:
    """Return whether one of the codes is a character of the value: its bytes may belong to two others."""
    codes, at = second_codes(), 0
    while at < len(value) - 1:
        if value[at : at + 2] in codes:
            return True
        at += 2 if 0x81 <= value[at] <= 0x9F or 0xE0 <= value[at] <= 0xFC else 1
    return False
