"""A table twice: as Parquet for programs, and as CSV in Japanese for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.output.csv_file import BOM, cell
from chukan.values.buffers import data

#: Rows of the CSV that are made at a time: few enough for a column of long texts.
_ROWS = 1 << 13
Words = Mapping[str, Mapping[Any, str]]
"""Column -> value -> what people read for it in the CSV."""


def write_table_files(
    folder: Path, name: str, tables: Iterable[pa.Table], schema: pa.Schema, headings: Sequence[str], words: Words
) -> str:
    """Write ``NAME.parquet`` and ``NAME.csv``.

    Args:
        folder: an existing folder.
        name: of both files.
        tables: the rows, some at a time.
        schema: of these tables: several columns of texts, whole numbers and flags.
        headings: of the CSV.
        words: for the columns in which the CSV has words.

    Returns:
        The SHA-256 of the Parquet file.

    Raises:
        OSError: the folder can't be written.
    """
    path = folder / f"{name}.parquet"
    with pq.ParquetWriter(path, schema, compression="zstd") as file, (folder / f"{name}.csv").open("wb") as beside:
        beside.write(f"{BOM}{','.join(map(cell, headings))}\r\n".encode())
        for table in tables:
            file.write_table(table)
            for start in range(0, len(table), _ROWS):
                _write_csv_rows(beside, table.slice(start, _ROWS), words)
    with path.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _write_csv_rows(file: BinaryIO, table: pa.Table, words: Words) -> None:
    """Write rows as `chukan.output.csv_file.write_csv` does; each different text of a column is looked at only once."""
    columns = [_cells(table[name], words.get(name)) for name in table.column_names]
    lines = pc.binary_join_element_wise(*columns, ",", null_handling="replace")
    file.writelines(data(chunk).tobytes() for chunk in pc.binary_join_element_wise(lines, "\r\n", "").chunks)


def _cells(column: pa.ChunkedArray, words: Mapping[Any, str] | None) -> pa.ChunkedArray:
    if pa.types.is_integer(column.type):
        return column.cast(pa.string())
    encoded = column.combine_chunks().dictionary_encode()
    texts = [cell(value if words is None else words[value]) for value in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string()).take(encoded.indices)])


def some_at_a_time(rows: Sequence[object], most: int = 1 << 16) -> Iterable[slice]:
    """Yield the slices of a long list that are made a table at a time.

    Args:
        rows: the list.
        most: rows of one slice.
    """
    return (slice(start, start + most) for start in range(0, len(rows), most))
