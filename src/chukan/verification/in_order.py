"""What is kept of the blocks of one file, written in their order, whatever order their results come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import pyarrow as pa

from chukan.intake.batch import Rejected
from chukan.verification.examine import KeyColumns


class Sink(Protocol):
    """Where the columns that integrity needs are spilled."""

    def write(self, table: pa.RecordBatch, records: pa.Array, lines: pa.Array, columns: Sequence[str]) -> None:
        """Append the named columns of some records."""
        ...

    def close(self) -> object:
        """Nothing more comes."""
        ...


class InOrder:
    """Writes what is kept of the blocks of one file, as it stands in the file.

    Args:
        sink: takes the `spilled` columns; None = nobody needs them.
        spilled: their names.
        reject: takes every record that could not be read, byte for byte.
    """

    def __init__(self, sink: Sink | None, spilled: Sequence[str], reject: Callable[[Rejected], None] | None) -> None:
        self._sink, self._spilled, self._reject = sink, spilled, reject
        self._early: dict[int, KeyColumns] = {}
        self._next = 0

    def take(self, result: KeyColumns) -> None:
        """Take what a block left behind; it is written when those before it are."""
        self._early[result.index] = result
        while (following := self._early.pop(self._next, None)) is not None:
            self._write(following)
            self._next += 1

    def close(self) -> None:
        """Take nothing more."""
        if self._sink is not None:
            self._sink.close()

    def _write(self, result: KeyColumns) -> None:
        if self._sink is not None:
            self._sink.write(result.spilled, result.records, result.lines, self._spilled)
        if self._reject is not None:
            for rejected in result.rejected:
                self._reject(rejected)
