"""What the tables of databases and of Parquet files share as a side: they name their columns, and their records are parsed."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly, Summary
from chukan.intake.source.open_source import Source, changed_meanwhile
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.columns import table_columns
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.part import Part, as_read


class TableSide(ABC):
    """The columns of a table that a layout knows, as strings; NULL is blank. See `OpenSide` for what is public.

    Args:
        names: of the table's columns, in order.
        layout: names the items.
        agreement: `columns` says what other names mean.

    Raises:
        AgreementError: the columns can't be told apart.
    """

    unread = ""
    stays = True

    def __init__(self, names: Sequence[str], layout: Layout, agreement: Agreement) -> None:
        found = table_columns(names, layout, agreement)
        self._places = tuple(found.places.values())
        self.columns = tuple(found.places)
        self.extra = found.extra
        self.unknown = agreement.unknown_dates
        self._read = 0

    @property
    def parse(self) -> Callable[[Part], Part]:
        """See `OpenSide`."""
        return as_read

    def absorb(self, summary: Summary, anomalies: Iterable[Anomaly]) -> None:  # noqa: B027 - nothing to do is right here
        """See `OpenSide`: nothing is said of what was read from a table."""

    def blocks(self) -> Iterator[Part]:
        """See `OpenSide`: its records, some thousand at a time."""
        for rows, columns in self._records():
            records = pa.array(range(self._read + 1, self._read + 1 + rows), pa.int64())
            self._read += rows
            if columns:
                yield Part(pa.RecordBatch.from_arrays(columns, names=list(self.columns)), records, records)

    @property
    @abstractmethod
    def facts(self) -> Facts:
        """See `OpenSide`."""

    @abstractmethod
    def _records(self) -> Iterator[tuple[int, list[pa.Array]]]:
        """Yield how many records are next, and their values: a column of strings without nulls for each of `_places`."""


class TableFile(TableSide):
    """A table in a file of its own.

    Args:
        path: the file.
        kind: what results call its form.
        names: of the table's columns, in order.
        layout: names the items.
        agreement: `columns` says what other names mean.
    """

    def __init__(self, path: Path, kind: str, names: Sequence[str], layout: Layout, agreement: Agreement) -> None:
        super().__init__(names, layout, agreement)
        self._path, self._kind = path, kind
        self._state = Source.of(path).state()

    @property
    def facts(self) -> Facts:
        """What was read.

        Raises:
            InputError: it was written to meanwhile.
        """
        if Source.of(self._path).state() != self._state:
            raise changed_meanwhile(self._path)
        with self._path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Facts(digest, self._path.stat().st_size, self._kind, self._read, 0)
