"""A Parquet file as a side."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.reconciliation.conftest import LAYOUT, Bench, found, only, person

from chukan.agreement import Agreement
from chukan.errors import InputError
from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.outcome import reconcile_job
from chukan.reconciliation.sides.parquet import open_parquet

PEOPLE = [person(n) for n in range(1, 9)]


def test_a_parquet_file_is_compared_like_a_csv_file(bench: Bench, tmp_path: Path) -> None:
    bench.compare(PEOPLE, PEOPLE)
    rows = [*PEOPLE[:-1], {**PEOPLE[-1], "税額": "1"}]
    pq.write_table(pa.table({name: [row[name] for row in rows] for name in LAYOUT.names}), tmp_path / "new.parquet")
    one, other = bench.specs()

    outcome = reconcile_job(
        ReconcileJob([Pair(one, replace(other, path=tmp_path / "new.parquet"))], single=True), ReconcileOptions()
    )

    assert found(outcome) == {("M03", "税額"): 1}
    assert (only(outcome).loaded.encoding, only(outcome).loaded.records) == ("parquet", 8)


def test_typed_values_are_strings_and_null_is_blank(tmp_path: Path) -> None:
    table = pa.table(
        {
            "番号": pa.array(["1", None]).dictionary_encode(),
            "異動日": pa.array([dt.date(2023, 4, 1), None]),
            "税額": pa.array([100, None], pa.int64()),
            "事由": pa.array([True, None]),
            "謎": pa.array([1, 2]),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")

    side = open_parquet(tmp_path / "t.parquet", LAYOUT, Agreement())
    (part,) = side.blocks()

    assert part.table.to_pydict() == {
        "番号": ["1", ""],
        "異動日": ["2023-04-01", ""],
        "税額": ["100", ""],
        "事由": ["1", ""],
    }
    assert part.records.to_pylist() == [1, 2]
    assert side.extra == ("5 列目（漢）",)


@pytest.mark.parametrize("content", [None, b"no parquet at all", b"PAR1"])
def test_what_is_no_parquet_file_is_a_clear_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "t.parquet"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        open_parquet(path, LAYOUT, Agreement())

    assert caught.value.place == str(path)


def test_bytes_that_are_no_text_are_damage_of_the_file(tmp_path: Path) -> None:
    """Arrow does not look by itself, and DuckDB would end the run as a bug of ours."""
    broken = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff\xfe"]).buffers())
    pq.write_table(pa.table({"番号": broken}), tmp_path / "t.parquet")

    with pytest.raises(InputError, match="壊れています"):
        list(open_parquet(tmp_path / "t.parquet", LAYOUT, Agreement()).blocks())


def test_the_name_of_a_column_that_is_no_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"number": ["1"]}), tmp_path / "t.parquet", store_schema=False)
    data = (tmp_path / "t.parquet").read_bytes()
    (tmp_path / "t.parquet").write_bytes(data.replace(b"number", b"num\xffer"))

    with pytest.raises(InputError, match="Parquet として読めません"):
        open_parquet(tmp_path / "t.parquet", LAYOUT, Agreement())


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([["1", "2"]]), "list<"),
        (pa.array([{"a": 1}]), "struct<"),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), "map<"),
        (pa.array([[b"1"]], pa.list_(pa.binary())), "list<"),
    ],
)
def test_a_column_of_lists_is_called_what_it_is(tmp_path: Path, column: pa.Array, kind: str) -> None:
    pq.write_table(pa.table({"番号": column}), tmp_path / "t.parquet")

    with pytest.raises(InputError, match=f"列「番号」の型 {kind}.*項目「番号」の値として比べられません"):
        open_parquet(tmp_path / "t.parquet", LAYOUT, Agreement())
