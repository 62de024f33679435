"""A table twice: as Parquet for programs, and as CSV in Japanese for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.output.csv_file import write_csv


def write_table_files(
    folder: Path,
    name: str,
    tables: Iterable[pa.Table],
    schema: pa.Schema,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> str:
    """Write ``NAME.parquet`` and ``NAME.csv``.

    Args:
        folder: an existing folder.
        name: of both files.
        tables: the rows for programs, some at a time.
        schema: of these tables.
        headings: of the CSV.
        rows: the rows of the CSV.

    Returns:
        The SHA-256 of the Parquet file.

    Raises:
        OSError: the folder can't be written.
    """
    path = folder / f"{name}.parquet"
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for table in tables:
            file.write_table(table)
    write_csv(folder / f"{name}.csv", list(headings), rows)
    with path.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def some_at_a_time(rows: Sequence[object], most: int = 1 << 16) -> Iterable[slice]:
    """Yield the slices of a long list that are made a table at a time.

    Args:
        rows: the list.
        most: rows of one slice.
    """
    return (slice(start, start + most) for start in range(0, len(rows), most))
