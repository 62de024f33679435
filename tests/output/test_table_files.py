"""A table as Parquet and as CSV: the same rows, and the digest of what programs read."""

from __future__ import annotations

import csv
import hashlib
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from chukan.output.csv_file import write_csv
from chukan.output.table_files import some_at_a_time, write_table_files

SCHEMA = pa.schema([("n", pa.int64()), ("text", pa.string())])


def written(folder: Path, rows: list[tuple[int, str]]) -> str:
    tables = (
        pa.table([[n for n, _ in rows[some]], [text for _, text in rows[some]]], schema=SCHEMA)
        for some in some_at_a_time(rows, most=2)
    )
    return write_table_files(folder, "rows", tables, schema=SCHEMA, headings=["番号", "文字"], words={})


def test_both_files_hold_the_rows_in_their_order(tmp_path: Path) -> None:
    digest = written(tmp_path, [(1, "甲"), (2, "乙"), (3, "丙")])

    assert pq.read_table(tmp_path / "rows.parquet").to_pydict() == {"n": [1, 2, 3], "text": ["甲", "乙", "丙"]}
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["番号", "文字"], ["1", "甲"], ["2", "乙"], ["3", "丙"]]
    assert digest == hashlib.sha256((tmp_path / "rows.parquet").read_bytes()).hexdigest()


def test_without_a_row_both_files_are_there(tmp_path: Path) -> None:
    written(tmp_path, [])

    assert pq.read_table(tmp_path / "rows.parquet").schema == SCHEMA
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines() == ["番号,文字"]


def test_the_csv_is_written_as_row_by_row(tmp_path: Path) -> None:
    rng = random.Random(2)
    schema = pa.schema([("n", pa.int64()), ("text", pa.string()), ("waived", pa.bool_()), ("last", pa.string())])
    texts = [
        "",
        None,
        "甲",
        "=1+1",
        "＝1",
        'a"b',
        "a,b",
        "a\nb",
        "a\r",
        " \t@x",
        "'",
        '"',
        "\x00",
        "-",
        "𠮷",
        "a;b",
        "\u2028",
    ]
    rows = [
        (rng.choice((None, 0, -3, 12)), rng.choice(texts), rng.random() < 0.5, rng.choice(texts)) for _ in range(20_000)
    ]
    words = {True: "了承", False: ""}
    table = pa.table(list(map(list, zip(*rows, strict=True))), schema=schema)

    write_table_files(tmp_path, "a", [table], schema=schema, headings=["n,", "文", "了", "末"], words={"waived": words})
    write_csv(
        tmp_path / "b.csv",
        ["n,", "文", "了", "末"],
        [(n, text, words[waived], last) for n, text, waived, last in rows],
    )

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
