"""Checking 20 items of CP932 text with 57 field rules, against a bare read and polars expressions.

    python benchmarks/check.py [ROWS]        default 1,000,000; prints a table

Rules: 15 required, 20 maximal lengths, 15 kinds of characters, 4 code lists, 3 real dates = 57; 0.1 % of
the records are faulty. chukan expresses the same with 48 checks (a code list or a calendar leaves no length to
check); it runs with only those on, and once more with all its rules.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from measure import folder, measure, run_here, table

PACK = Path(__file__).with_name("pack")
ADDRESS = "bench@1/persons/person"
AS_OF = dt.date(2026, 11, 23)
#: Rules of chukan that the other ways do not run.
OTHERS = (
    "A01",
    "V06",
    "V07",
    "V08",
    "V09",
    "V10",
    "V11",
    "V12",
    "V13",
    "R01",
    "R02",
    "K01",
    "K02",
    "K03",
    "K04",
    "K05",
    "S01",
    "S02",
)


def data(rows: int, *, wholly_wrong: bool = False) -> Path:
    """Return a file of `rows` records with 0.1 % faults; with `wholly_wrong` two columns hold nothing that is right."""
    import numpy as np
    import pyarrow as pa

    from chukan.agreement import Agreement
    from chukan.layouts.library import Library
    from chukan.sample.files.write import write
    from chukan.sample.records.generate import generate

    path = folder() / f"check_{rows}{'_wrong' if wholly_wrong else ''}.csv"
    if path.exists():
        return path
    layout = Library([PACK]).layout(ADDRESS)
    rng = np.random.default_rng(7)

    def faulty(batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = {n: batch.column(n).to_pylist() for n in ("氏名", "性別", "生年月日", "郵便番号")}
        for row in np.flatnonzero(rng.random(batch.num_rows) < 0.001):
            name, value = [("氏名", ""), ("性別", "7"), ("生年月日", "20230231"), ("郵便番号", "12A4567")][
                rng.integers(4)
            ]
            columns[name][row] = value
        if wholly_wrong:
            columns["性別"] = ["X"] * batch.num_rows
            columns["郵便番号"] = ["ABCDEFG"] * batch.num_rows
        return pa.record_batch(
            [pa.array(columns[n]) if n in columns else batch.column(n) for n in batch.schema.names],
            names=batch.schema.names,
        )

    agreement = Agreement(encoding="cp932", newline="crlf", format="csv", header=True)
    write(path, layout, (faulty(b) for b in generate(layout, rows, as_of=AS_OF)), agreement)
    return path


def chukan_check(path: str, *, only_57: bool = True, jobs: int = 1) -> int:
    import chukan.verification.run as engine
    from chukan.agreement import Agreement
    from chukan.layouts.library import Library
    from chukan.severity import Severities
    from chukan.verification.job import Job, Options, Target

    agreement = Agreement(
        format="csv",
        encoding="cp932",
        newline="crlf",
        delimiter=",",
        quoting="minimal",
        header=True,
        length_unit="chars",
        dates="yyyymmdd",
        newlines_in_values=False,
    )
    layout = Library([PACK]).layout(ADDRESS)
    severities = Severities(dict.fromkeys(OTHERS, "off") if only_57 else None)
    job = Job([Target(Path(path), "file", layout, agreement)], agreement=agreement, across=False, severities=severities)
    outcome = engine.run(job, Options(as_of=AS_OF, profile=False, jobs=jobs))
    return outcome.verification.totals.errors


def bare_read(path: str) -> int:
    from pyarrow import csv

    return int(
        csv.read_csv(path, read_options=csv.ReadOptions(encoding="cp932"), convert_options=_strings(path)).num_rows
    )


def _strings(path: str) -> object:
    import pyarrow as pa
    from pyarrow import csv

    with Path(path).open("rb") as f:
        names = f.readline().decode("cp932").rstrip("\r\n").split(",")
    return csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))


def polars_expressions(path: str) -> int:
    import polars as pl

    from chukan.layouts.library import Library

    layout = Library([PACK]).layout(ADDRESS)
    frame = pl.read_csv(path, encoding="cp932", infer_schema=False).with_columns(pl.all().fill_null(""))
    wrong = []
    for item in layout.items:
        column = pl.col(item.name)
        filled = column != ""
        if item.required == "required":
            wrong.append(~filled)
        if codes := layout.code_list(item):
            wrong.append(filled & ~column.is_in(list(codes.codes)))
        if item.type == "DATE":
            wrong.append(filled & column.str.to_date("%Y%m%d", strict=False).is_null())
        elif item.has("digits"):
            wrong.append(filled & ~column.str.contains("^[0-9]*$"))
        elif item.has("kana"):
            wrong.append(filled & ~column.str.contains("^[ァ-ヶー・　]*$"))
        elif item.type == "N":
            wrong.append(column.str.contains("[\\x00-\\x7E｡-ﾟ]"))
        else:
            wrong.append(column.str.contains("[^\\x20-\\x7E]"))
        wrong.append(column.str.len_chars() > (item.length or 0))
    sums = frame.select([w.sum().alias(str(i)) for i, w in enumerate(wrong)])
    return int(sum(sums.row(0)))


WAYS = {
    "bare pyarrow.csv read": bare_read,
    "polars expressions": polars_expressions,
    "chukan, 57 rules": chukan_check,
    "chukan, 57 rules, 2 processes": lambda path: chukan_check(path, jobs=2),
    "chukan, all its rules": lambda path: chukan_check(path, only_57=False),
}


def main() -> None:
    if "--way" in sys.argv:
        at = sys.argv.index("--way")
        run_here(WAYS, *sys.argv[at + 1 :])
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    path = data(rows)
    measured = [measure(__file__, way, str(path)) for way in WAYS]
    print(f"\n{rows:,} records x 20 items, {path.stat().st_size / 1e6:.0f} MB of CP932, 0.1 % faulty\n")
    print(table(measured, "bare pyarrow.csv read", path.stat().st_size))

    large, wrong = data(5 * rows), data(rows, wholly_wrong=True)
    print("\nthe same with 5 times the records, and with two columns wholly wrong\n")
    more = [
        measure(__file__, "chukan, 57 rules", str(path)),
        measure(__file__, "chukan, 57 rules", str(large), runs=1),
        measure(__file__, "chukan, 57 rules", str(wrong)),
    ]
    for name, m, file in zip(("1x", "5x", "two columns wrong"), more, (path, large, wrong), strict=True):
        print(
            f"| {name} | {m.seconds:.2f} s | {m.cpu_seconds:.2f} CPU s | {file.stat().st_size / 1e6 / m.seconds:.0f} MB/s | {m.peak_mb:.0f} MB peak | {m.answer} findings |"
        )


if __name__ == "__main__":
    main()
