"""The private folder that key columns are spilled to: there while it is needed, then gone."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chukan.errors import ChukanError, reason
from chukan.expressions.bounds import Bounds
from chukan.expressions.session import out_of_space
from chukan.integrity.model import LINE, RECORD
from chukan.scratch import private_folder

#: So many values of a column tell whether they come again.
_LOOKED_AT = 2_000


class SpillWriter:
    """Writes the needed columns of one file to Parquet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.RecordBatch, records: pa.Array, lines: pa.Array, columns: Sequence[str]) -> None:
        """Append one batch; `columns` are the names of the string columns to keep.

        Raises:
            OutputError: no space, or no permission.
        """
        if table.num_rows == 0:
            return
        kept = [c for c in columns if c in table.schema.names]
        held = {RECORD: records, LINE: lines, **{c: table.column(c) for c in kept}}
        batch = pa.RecordBatch.from_pydict(held)
        try:
            if self._writer is None:
                self._writer = pq.ParquetWriter(
                    self.path, batch.schema, compression="zstd", compression_level=1, use_dictionary=repeated(held)
                )
            self._writer.write_batch(batch)
        except OSError as e:
            raise self._failed(e) from None

    def close(self) -> Path | None:
        """Close and return the file; None when nothing was written."""
        if self._writer is None:
            return None
        try:
            self._writer.close()
        except OSError as e:
            raise self._failed(e) from None
        return self.path

    def abandon(self) -> None:
        """Close the file, whatever state it is in."""
        with contextlib.suppress(ChukanError):  # what could not be written is about to be removed
            self.close()

    def _failed(self, error: OSError) -> ChukanError:
        # Arrow puts the system's message inside its own sentence
        return out_of_space(self.path.parent, reason(error) if error.errno else "")


def repeated(columns: Mapping[str, pa.Array]) -> list[str]:
    """Return the columns in which values come again, by their first ones: Parquet has dictionaries of these.

    DuckDB asks a condition of what is in a dictionary, not of every record. Of other columns (keys) a dictionary is made in
    vain, which takes longest of all.
    """
    heads = {name: values.slice(0, _LOOKED_AT) for name, values in columns.items()}
    return [name for name, head in heads.items() if 2 * pc.count_distinct(head).as_py() <= len(head)]


def bounds_of(path: Path) -> dict[str, Bounds]:
    """Return the bounds of the columns of strings, as Parquet keeps them for each group of rows.

    Args:
        path: What a `SpillWriter` wrote.

    Returns:
        By the name of the column; those are left out of which a group of rows says nothing.
    """
    metadata = pq.read_metadata(path)
    if not metadata.created_by.startswith("parquet-cpp-arrow"):
        return {}  # others may cut long bounds short
    groups = [metadata.row_group(n) for n in range(metadata.num_row_groups)]
    found: dict[str, Bounds] = {}
    for n, name in enumerate(metadata.schema.to_arrow_schema().names):
        statistics = [group.column(n).statistics for group in groups]
        if all(one and one.has_min_max and not one.null_count and isinstance(one.min, str) for one in statistics):
            found[name] = Bounds(min(one.min for one in statistics), max(one.max for one in statistics))
    return found


class Spill:
    """A private folder (0700). Removed at the end, also after an error or Ctrl-C."""

    def __enter__(self) -> Self:
        try:
            self.folder = private_folder("chukan")
        except OSError as e:
            raise out_of_space(Path(tempfile.gettempdir()), reason(e)) from None
        self._writers: dict[int, SpillWriter] = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.abandon()
        shutil.rmtree(self.folder, ignore_errors=True)

    def writer(self, index: int) -> SpillWriter:
        """Return the writer of the file `index`."""
        self._writers[index] = SpillWriter(self.folder / f"{index:05d}.parquet")
        return self._writers[index]

    def path(self, index: int) -> Path | None:
        """Return the closed Parquet file of the file `index`; None when no record was written."""
        path = self.folder / f"{index:05d}.parquet"
        return path if path.exists() else None
