"""What is spilled: only the columns that were asked for, in a private folder that goes away."""

from __future__ import annotations

import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chukan.errors import OutputError
from chukan.integrity.model import LINE, RECORD
from chukan.integrity.spill import Spill

TABLE = pa.RecordBatch.from_pydict({"番号": ["1", "2"], "氏名": ["山田", "鈴木"]})
RECORDS, LINES = pa.array([4, 5], pa.int64()), pa.array([6, 7], pa.int64())


def test_only_the_columns_that_are_needed_with_their_places() -> None:
    with Spill() as spill:
        writer = spill.writer(3)
        for _ in range(2):
            writer.write(TABLE, RECORDS, LINES, ("番号", "無い項目"))
        path = writer.close()

        assert path is not None
        assert pq.read_table(path).to_pydict() == {
            RECORD: [4, 5, 4, 5],
            LINE: [6, 7, 6, 7],
            "番号": ["1", "2", "1", "2"],
        }
        assert spill.path(3) == path


def test_no_record_leaves_no_file() -> None:
    with Spill() as spill:
        writer = spill.writer(0)
        writer.write(TABLE.slice(0, 0), RECORDS.slice(0, 0), LINES.slice(0, 0), ("番号",))

        assert writer.close() is None
        assert spill.path(0) is None


def test_the_folder_is_the_users_own_and_gone_whatever_happened() -> None:
    seen: list[tuple[Path, int]] = []

    def interrupted() -> None:
        with Spill() as spill:
            spill.writer(0).write(TABLE, RECORDS, LINES, ("番号",))
            seen.append((spill.folder, stat.S_IMODE(spill.folder.stat().st_mode)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    [(folder, mode)] = seen
    assert mode == 0o700
    assert not folder.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with Spill() as spill:
        writer = spill.writer(0)
        writer.path = tmp_path / "missing" / "0.parquet"

        with pytest.raises(OutputError):
            writer.write(TABLE, RECORDS, LINES, ("番号",))
