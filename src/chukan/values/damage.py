"""The mark in a value of a byte that could not be decoded.

A file in Unicode may hold the very same characters: only intake knows which values are damaged
(`chukan.intake.batch.Batch.damaged`), and a mark means something only there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

#: An undecodable byte B is kept in a value as the character ``chr(DAMAGE + B)``, of a plane for private use.
DAMAGE = 0xF0000

_MARKS = re.compile(f"[{chr(DAMAGE)}-{chr(DAMAGE + 0xFF)}]")


def written_out(values: pa.Array, rows: Sequence[int]) -> pa.Array:
    """Return a column with the marks of its damaged values as people read them: ⟦81⟧.

    Args:
        values: strings.
        rows: the positions of the damaged values, ascending.
    """
    texts = [_MARKS.sub(lambda found: f"⟦{ord(found[0]) - DAMAGE:02X}⟧", values[row].as_py()) for row in rows]
    damaged = pc.is_in(pa.array(range(len(values)), pa.int64()), value_set=pa.array(rows, pa.int64()))
    return pc.replace_with_mask(values, damaged, pa.array(texts, pa.string()))
