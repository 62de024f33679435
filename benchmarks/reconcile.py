"""What was delivered against what the new system holds, against datacompy and a plain DuckDB join in the same run.

    python benchmarks/reconcile.py [ROWS] [RUNS]     default 1,000,000 and 3; prints a table

Two files of 20 items in CP932; every thousandth record of the second has another value. `bare` only reads both with
chukan, in one process; `chukan` uses the cores (`--jobs auto`). DuckDB and datacompy get the same records in UTF-8, which they can read; datacompy only where it is installed, and
at most 200,000 records: it holds several copies of both files in memory.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from measure import folder, measure, run_here, table

if TYPE_CHECKING:
    from chukan.layouts.model import Layout

NAMES = ("番号", *(f"項目{n}" for n in range(1, 20)))
_FAMILIES = "佐藤鈴木高橋田中渡辺伊藤山本中村小林加藤"
_MOST = 200_000
_AGREEMENT = {
    "format": "csv",
    "encoding": "cp932",
    "newline": "crlf",
    "delimiter": ",",
    "quoting": "minimal",
    "header": True,
    "length_unit": "chars",
    "dates": "yyyymmdd",
}


def value(record: int, item: int) -> str:
    """Return a made-up value: a name, a code, a day, an amount, an address."""
    x = record * 7919 + item * 104729
    name = f"{_FAMILIES[x % 20]}{_FAMILIES[x // 20 % 20]}　{_FAMILIES[x // 400 % 20]}子"
    day = f"{1930 + x % 90}{x % 12 + 1:02d}{x % 28 + 1:02d}"
    return (name, f"{x % 1000:03d}", day, str(x % 1_000_000), f"東京都千代田区{x % 300}")[item % 5]


def make(rows: int) -> tuple[Path, ...]:
    """Return both files in CP932, then both in UTF-8."""
    home = folder()
    paths = tuple(
        home / f"reconcile_{rows}_{side}_{code}.csv" for code in ("cp932", "utf-8") for side in ("old", "new")
    )
    if all(path.exists() for path in paths):
        return paths
    files = [path.open("w", encoding=path.stem.rsplit("_", 1)[1], newline="") for path in paths]
    writers = [csv.writer(file, lineterminator="\r\n") for file in files]
    for writer in writers:
        writer.writerow(NAMES)
    for record in range(rows):
        old = [f"{record:010d}", *(value(record, item) for item in range(1, 20))]
        new = old.copy()
        if record % 1000 == 7:
            new[1 + record % 19] += "9"
        for writer, row in zip(writers, (old, new, old, new), strict=True):
            writer.writerow(row)
    for file in files:
        file.close()
    return paths


def _layout() -> Layout:
    from chukan.layouts.body import LayoutBody
    from chukan.layouts.model import Item, Layout
    from chukan.layouts.origin import Origin

    kinds = ("N", "X", "DATE", "9", "XN")
    items = [Item(no=1, item=NAMES[0], type="X", key=1)]
    items += [Item(no=n + 1, item=name, type=kinds[n % 5]) for n, name in enumerate(NAMES[1:], 1)]  # type: ignore[arg-type]
    return Layout(
        origin=Origin(pack="bench", pack_name="bench", authority="imported"),
        edition="1",
        business="bench",
        business_name="bench",
        slug="person",
        body=LayoutBody(name="person"),
        items=tuple(items),
    )


def bare(old: str, new: str, *_: str) -> int:
    from chukan.agreement import agreement_of
    from chukan.intake.reader import open_file

    layout, agreement = _layout(), agreement_of(_AGREEMENT)
    return sum(batch.table.num_rows for path in (old, new) for batch in open_file(path, layout, agreement))


def chukan(old: str, new: str, *_: str, jobs: int | str = "auto") -> int:
    import chukan

    outcome = chukan.reconcile(old, new, _layout(), agreement=_AGREEMENT, jobs=jobs)  # type: ignore[arg-type]
    return outcome.reconciliation.records.different


def chukan_in_one_process(old: str, new: str, *_: str) -> int:
    return chukan(old, new, jobs=1)


def duckdb(_old: str, _new: str, old: str, new: str) -> int:
    import duckdb

    sides = [f"read_csv('{path}', all_varchar = true)" for path in (old, new)]
    differ = " OR ".join(f'a."{name}" IS DISTINCT FROM b."{name}"' for name in NAMES[1:])
    found = (
        duckdb.connect()
        .execute(f"SELECT count(*) FROM {sides[0]} a JOIN {sides[1]} b USING (番号) WHERE {differ}")
        .fetchone()
    )
    return int(found[0]) if found else 0


def datacompy(_old: str, _new: str, old: str, new: str) -> int:
    import datacompy  # type: ignore[import-untyped, import-not-found, unused-ignore]
    import pandas as pd

    frames = []
    for path in (old, new):
        with Path(path).open(encoding="utf-8") as file:
            frames.append(pd.read_csv(file, dtype=str, nrows=_MOST, keep_default_na=False))
    compare = datacompy.Compare(*frames, join_columns="番号")
    return int((~compare.intersect_rows.filter(like="_match").all(axis=1)).sum())


WAYS: dict[str, Callable[..., object]] = {
    "bare": bare,
    "chukan": chukan,
    "chukan, one process": chukan_in_one_process,
    "duckdb": duckdb,
    "datacompy": datacompy,
}


def main() -> None:
    if sys.argv[1:2] == ["--way"]:
        run_here(WAYS, *sys.argv[2:])
        return
    rows, runs = (int(a) for a in [*sys.argv[1:3], *("1000000", "3")[len(sys.argv[1:3]) :]])
    paths = make(rows)
    size = sum(path.stat().st_size for path in islice(paths, 2))
    names = [name for name in WAYS if name != "datacompy" or _is_there()]
    rows_of = [measure(__file__, name, *map(str, paths), runs=runs) for name in names]
    print(table(rows_of, "bare", size))


def _is_there() -> bool:
    from importlib.util import find_spec

    return find_spec("datacompy") is not None


if __name__ == "__main__":
    main()
