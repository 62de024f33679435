"""What is kept of blocks is written as it stands in the file, whatever comes first."""

from __future__ import annotations

from itertools import permutations

import pyarrow as pa
import pytest

from chukan.intake.batch import Rejected
from chukan.verification.examine import KeyColumns
from chukan.verification.in_order import InOrder


class Kept:
    """Keeps what is spilled."""

    def __init__(self) -> None:
        self.records: list[int] = []
        self.closed = False

    def write(self, table: pa.RecordBatch, records: pa.Array, lines: pa.Array, columns: object) -> None:
        """Append it."""
        assert (table.schema.names, lines, columns) == (["番号"], records, ("番号",))
        self.records += records.to_pylist()

    def close(self) -> None:
        """Note it."""
        self.closed = True


def block(index: int) -> KeyColumns:
    records = pa.array([index])
    rejected = (Rejected(record=index, line=index, offset=0, raw=b"%d" % index),)
    return KeyColumns(index, pa.RecordBatch.from_pydict({"番号": ["1"]}), records, records, rejected)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_blocks_are_written_in_their_order(order: tuple[int, ...]) -> None:
    sink, rejected = Kept(), list[bytes]()
    kept = InOrder(sink, ("番号",), lambda r: rejected.append(r.raw))

    for index in order:
        kept.take(block(index))
    kept.close()

    assert sink.records == [0, 1, 2]
    assert rejected == [b"0", b"1", b"2"]
    assert sink.closed


def test_nobody_need_want_it() -> None:
    kept = InOrder(None, (), None)

    kept.take(block(0))
    kept.close()
