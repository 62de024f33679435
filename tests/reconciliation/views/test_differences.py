"""`differences.parquet` and `differences.csv`."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
from tests.reconciliation.conftest import Bench, person

from chukan.reconciliation.views.differences import differences_table, write_differences

PEOPLE = [person(n) for n in range(1, 9)]


def test_both_files_hold_the_same_rows(bench: Bench, tmp_path: Path) -> None:
    found = bench.compare(PEOPLE, [*PEOPLE[2:], {**PEOPLE[0], "税額": "=1+1"}], show_values=True).differences

    digest = write_differences(tmp_path, found)

    table = pq.read_table(tmp_path / "differences.parquet")
    with (tmp_path / "differences.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert digest == hashlib.sha256((tmp_path / "differences.parquet").read_bytes()).hexdigest()
    assert table.equals(differences_table(found))
    assert [r["検査項目"] for r in rows] == table["rule"].to_pylist() == ["M03", "M01"]
    assert rows[0]["移行先の値"] == "'=1+1"
    assert rows[0]["移行先のレコード"] == "7"
    assert table["loaded_record"].to_pylist() == [7, None]
