"""What is spilled: only the columns that were asked for, in a private folder that goes away."""

from __future__ import annotations

import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chukan.errors import OutputError
from chukan.expressions.bounds import Bounds
from chukan.integrity.model import LINE, RECORD
from chukan.integrity.spill import Spill, bounds_of

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


def test_what_comes_again_has_a_dictionary_and_keys_have_none() -> None:
    rows = 3_000
    table = pa.RecordBatch.from_pydict({"番号": [f"{n:05d}" for n in range(rows)], "フラグ": ["0", "1"] * (rows // 2)})
    with Spill() as spill:
        writer = spill.writer(0)
        writer.write(table, pa.array(range(rows)), pa.array(range(rows)), table.schema.names)
        path = writer.close()
        assert path is not None
        group = pq.read_metadata(path).row_group(0)

    dictionaries = {group.column(n).path_in_schema: group.column(n).has_dictionary_page for n in range(4)}
    assert dictionaries == {RECORD: False, LINE: False, "番号": False, "フラグ": True}


def test_bounds_are_those_of_all_blocks() -> None:
    with Spill() as spill:
        writer = spill.writer(0)
        for values in (["5", "7"], ["", "龍"], ["6", "6"]):
            writer.write(pa.RecordBatch.from_pydict({"値": values, "空": ["", ""]}), RECORDS, LINES, ("値", "空"))
        path = writer.close()

        assert path is not None
        assert bounds_of(path) == {"値": Bounds("", "龍"), "空": Bounds("", "")}


def test_of_what_parquet_says_nothing_of_no_bounds_are_known(tmp_path: Path) -> None:
    parts = {
        "null": pa.table({"値": pa.array(["1", None])}),
        "long": pa.table({"値": ["x" * 5_000]}),
        "none": pa.table({"値": ["1"]}),
    }
    for name, table in parts.items():
        pq.write_table(table, tmp_path / name, write_statistics=name != "none")

    assert [bounds_of(tmp_path / name) for name in parts] == [{}, {}, {}]
