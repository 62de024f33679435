"""The private folder that key columns are spilled to: there while it is needed, then gone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.errors import OutputError
from chukan.integrity.model import LINE, RECORD


class PartWriter:
    """Writes the needed columns of one part to Parquet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.RecordBatch, records: pa.Array, lines: pa.Array, columns: Sequence[str]) -> None:
        """Append one batch; `columns` are the names of the string columns to keep."""
        kept = [c for c in columns if c in table.schema.names]
        batch = pa.RecordBatch.from_arrays([records, lines, *(table.column(c) for c in kept)], names=[RECORD, LINE, *kept])
        try:
            if self._writer is None:
                self._writer = pq.ParquetWriter(self.path, batch.schema, compression="zstd")
            self._writer.write_batch(batch)
        except OSError as e:
            free = shutil.disk_usage(self.path.parent).free
            raise OutputError(
                f"作業用の一時ファイルに書けません: {e.strerror or e}（空き {free:,} バイト）", place=str(self.path.parent),
                hint="空き容量を増やすか、環境変数 TMPDIR（Windows では TEMP）で別の場所を指定してください。",
            ) from None  # fmt: skip

    def close(self) -> Path | None:
        """The file; None when nothing was written."""
        if self._writer is None:
            return None
        self._writer.close()
        return self.path


class Spill:
    """A private folder (0700). Removed at the end, also after an error or Ctrl-C."""

    def __enter__(self) -> Spill:
        self.folder = Path(tempfile.mkdtemp(prefix="chukan-"))
        self._writers: dict[int, PartWriter] = {}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for writer in self._writers.values():
            if writer._writer is not None and writer._writer.is_open:  # noqa: SLF001 - ours
                writer._writer.close()  # noqa: SLF001
        shutil.rmtree(self.folder, ignore_errors=True)

    def writer(self, index: int) -> PartWriter:
        """The writer of part `index`."""
        self._writers[index] = PartWriter(self.folder / f"{index:05d}.parquet")
        return self._writers[index]

    def path(self, index: int) -> Path | None:
        """The closed file of part `index`, if it has one."""
        path = self.folder / f"{index:05d}.parquet"
        return path if path.exists() else None
