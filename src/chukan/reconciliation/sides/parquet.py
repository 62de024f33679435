"""A Parquet file as a side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.agreement import Agreement
from chukan.errors import InputError, reason
from chukan.layouts.model import Layout
from chukan.reconciliation.sides.table import TableFile

_ROWS = 1 << 16


class ParquetSide(TableFile):
    """The columns of a Parquet file. Days are yyyy-mm-dd, numbers as they print."""

    def __init__(self, path: Path, file: pq.ParquetFile, layout: Layout, agreement: Agreement) -> None:
        super().__init__(path, "parquet", file.schema_arrow.names, layout, agreement)
        self._file = file
        for item, place in zip(self.columns, self._places, strict=True):
            self._must_be_comparable(item, file.schema_arrow.field(place))

    def _must_be_comparable(self, item: str, column: pa.Field) -> None:
        try:
            _strings(pa.array([], column.type))
        except pa.ArrowException:
            raise InputError(
                f"列「{column.name}」の型 {column.type} は、項目「{item}」の値として比べられません"
                "（一つのセルに文字・数・日付を一つずつ持つ列だけを読みます）",
                place=str(self._path),
                hint="移行先に、その列を文字列にして書き出し直してもらってください。",
            ) from None

    def _records(self) -> Iterator[tuple[int, list[pa.Array]]]:
        wanted = [self._file.schema_arrow.names[place] for place in self._places]
        try:
            for batch in self._file.iter_batches(_ROWS, columns=wanted):
                columns = [_strings(batch.column(name)) for name in wanted]
                for column in columns:
                    column.validate(full=True)  # what is no UTF-8 would be DuckDB's to find
                yield batch.num_rows, columns
        except (pa.ArrowException, OSError):
            raise InputError(
                "Parquet ファイルが壊れています", place=str(self._path), hint="書き出し直してもらってください。"
            ) from None


def open_parquet(path: Path, layout: Layout, agreement: Agreement) -> ParquetSide:
    """Open a Parquet file.

    Args:
        path: the file.
        layout: names its columns.
        agreement: `columns` says what other names mean.

    Raises:
        InputError: it is missing or no Parquet file, or a column of an item holds lists or the like.
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
    return ParquetSide(path, file, layout, agreement)


def _strings(values: pa.Array) -> pa.Array:
    """Return values as strings; a dictionary of strings is unpacked, NULL is blank."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_boolean(values.type):
        values = pc.if_else(values, "1", "0")
    return pc.fill_null(values if values.type == pa.string() else pc.cast(values, pa.string()), "")
