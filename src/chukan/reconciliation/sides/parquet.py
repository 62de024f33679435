"""A Parquet file as a side."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.agreement import Agreement
from chukan.errors import InputError, reason
from chukan.intake.batch import Anomaly, Summary
from chukan.intake.source.open_source import Source, changed_meanwhile
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.columns import table_columns
from chukan.reconciliation.sides.facts import Facts
from chukan.reconciliation.sides.part import Part, as_read

_ROWS = 1 << 16


class ParquetSide:
    """The columns of a Parquet file, as strings. Days are yyyy-mm-dd, numbers as they print, NULL is blank."""

    unread = ""
    stays = True

    def __init__(self, path: Path, file: pq.ParquetFile, layout: Layout, agreement: Agreement) -> None:
        self._path, self._file = path, file
        self._names = file.schema_arrow.names
        found = table_columns(self._names, layout, agreement)
        self._places = found.places
        self.columns = tuple(found.places)
        self.extra = found.extra
        self.unknown = agreement.unknown_dates
        self._read = 0
        self._state = Source.of(path).state()

    @property
    def parse(self) -> Callable[[Part], Part]:
        """See `OpenSide`."""
        return as_read

    def absorb(self, summary: Summary, anomalies: Iterable[Anomaly]) -> None:
        """See `OpenSide`: nothing is said of what was read from a table."""

    def blocks(self) -> Iterator[Part]:
        """See `OpenSide`: its records, some thousand at a time."""
        wanted = [self._names[place] for place in self._places.values()]
        try:
            for batch in self._file.iter_batches(_ROWS, columns=wanted):
                columns = [_strings(batch.column(name)) for name in wanted]
                for column in columns:
                    column.validate(full=True)  # what is no UTF-8 would be DuckDB's to find
                records = pa.array(range(self._read + 1, self._read + 1 + batch.num_rows), pa.int64())
                self._read += batch.num_rows
                table = pa.RecordBatch.from_arrays(columns, names=list(self._places))
                yield Part(table, records, records)
        except (pa.ArrowException, OSError):
            raise InputError(
                "Parquet ファイルが壊れています", place=str(self._path), hint="書き出し直してもらってください。"
            ) from None

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
        return Facts(digest, self._path.stat().st_size, "parquet", self._read, 0)


def open_parquet(path: Path, layout: Layout, agreement: Agreement) -> ParquetSide:
    """Open a Parquet file.

    Args:
        path: the file.
        layout: names its columns.
        agreement: `columns` says what other names mean.

    Raises:
        InputError: it is missing or no Parquet file.
        AgreementError: its columns can't be told apart.
    """
    try:
        file = pq.ParquetFile(path)
    except OSError as e:
        if not path.is_file():
            raise InputError(
                f"ファイルを読めません: {reason(e)}", place=str(path), hint="パスを確かめてください。"
            ) from None
        raise InputError("Parquet として読めません", place=str(path), hint="書き出し直してもらってください。") from None
    except (pa.ArrowException, UnicodeDecodeError):  # the latter of names
        raise InputError("Parquet として読めません", place=str(path), hint="書き出し直してもらってください。") from None
    side = ParquetSide(path, file, layout, agreement)
    for item, place in table_columns(file.schema_arrow.names, layout, agreement).places.items():
        kind = file.schema_arrow.field(place).type
        try:
            _strings(pa.array([], kind))
        except pa.ArrowException:
            raise InputError(
                f"列「{file.schema_arrow.names[place]}」の型 {kind} は、項目「{item}」の値として比べられません"
                "（一つのセルに文字・数・日付を一つずつ持つ列だけを読みます）",
                place=str(path),
                hint="移行先に、その列を文字列にして書き出し直してもらってください。",
            ) from None
    return side


def _strings(values: pa.Array) -> pa.Array:
    """Return values as strings; a dictionary of strings is unpacked, NULL is blank."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_boolean(values.type):
        values = pc.if_else(values, "1", "0")
    return pc.fill_null(values if values.type == pa.string() else pc.cast(values, pa.string()), "")
