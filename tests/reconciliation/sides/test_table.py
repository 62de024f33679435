"""What the tables of databases and of Parquet files share as a side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from tests.reconciliation.conftest import LAYOUT

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.side import parts_of
from chukan.reconciliation.sides.table import TableFile, TableSide

ROWS = [["1", "2"], ["3"]]


class Rows(TableSide):
    """Numbers, some at a time."""

    def _records(self) -> Iterator[tuple[int, list[pa.Array]]]:
        for some in ROWS:
            yield len(some), [pa.array(some) for _ in self.columns]

    @property
    def facts(self) -> Facts:
        return Facts("", 0, "rows", self._read, 0)


class RowsOfFile(TableFile):
    """The same in a file."""

    def _records(self) -> Iterator[tuple[int, list[pa.Array]]]:
        yield from ()


def test_records_are_numbered_through_all_parts() -> None:
    side = Rows(["謎", "番号"], LAYOUT, Agreement())

    parts = list(parts_of(side))

    assert [p.records.to_pylist() for p in parts] == [[1, 2], [3]]
    assert [p.table.to_pydict() for p in parts] == [{"番号": ["1", "2"]}, {"番号": ["3"]}]
    assert (side.facts.read, len(side.extra)) == (3, 1)


def test_records_are_counted_where_no_column_is_an_item() -> None:
    side = Rows(["謎"], LAYOUT, Agreement())

    assert list(parts_of(side)) == []
    assert side.facts.read == 3


def test_a_file_that_is_written_to_meanwhile_is_no_fact(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    path.write_bytes(b"one")
    side = RowsOfFile(path, "sqlite", ["番号"], LAYOUT, Agreement())
    assert (side.facts.bytes, side.facts.encoding) == (3, "sqlite")

    path.write_bytes(b"other")
    os.utime(path, ns=(1, 1))

    with pytest.raises(InputError):
        _ = side.facts
