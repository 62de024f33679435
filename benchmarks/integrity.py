"""All questions between records, over a whole register: persons, histories, households, a tax, those living elsewhere.

    python benchmarks/integrity.py [PERSONS] [RUNS]     default 1,000,000 and 3; prints a table

The spills are made beforehand, by what a check writes them with, in blocks of as many records as a check has. Every fifth
person has two records, names and addresses are stated on both sides, every tenth thousandth record has a defect. Each run is a process of its own; its memory is the whole process's.
"""

from __future__ import annotations

import datetime as dt
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import folder, peak_mb

from chukan.severity import NOTHING_CHOSEN

AS_OF = dt.date(2026, 11, 23)
MUNICIPALITY = "131016"
LAYOUTS = {
    "person": "resident_register/person",
    "household": "resident_register/household",
    "address": "resident_register/address_history",
    "addressee": "non_resident_addressee/addressee",
    "tax": "individual_resident_tax/taxpayer",
}
MEMORY = 512 << 20
BLOCK = 16_384
"""Records: some 8 MB of persons."""

_PERSON = """
SELECT printf('%015d', (i * 7919) % 999999999989) AS 宛名番号, if(i % 70000 = 5 AND h = 2, '3', h::VARCHAR) AS 履歴番号,
    if(h = if(i % 5 = 0, 2, 1), '1', '0') AS 最新フラグ, printf('%015d', i // 2 + 1000) AS 世帯番号,
    if(i % 20011 = 1, '3', '1') AS 住民状態, if(i % 2 = 0, '02', '20') AS 続柄_1,
    if(i % 50000 = 0 AND h = 2, '20190101', (20200101 + h)::VARCHAR) AS 処理年月日,
    if(i % 30011 = 7, '100000000005', printf('%012d', (i * 104729) % 899999999981)) AS 個人番号,
    printf('%011d', (i * 15485863) % 99999999977) AS 住民票コード, '山田　' || i AS 氏名,
    if(i % 40000 = 9, '鈴木', '山田　' || (i // 2 * 2)) AS 世帯主氏名,
    '本町' || (i // 2 % 500) || '丁目' AS 住所_町字, (i // 2 % 3000) || '番地' AS 住所_番地号表記
FROM range({n}) t(i), range(1, 3) u(h) WHERE h <= if(i % 5 = 0, 2, 1)
"""
_OTHERS = {
    "household": """SELECT printf('%015d', i + 1000) AS 世帯番号, printf('%015d', (2 * i * 7919) % 999999999989) AS 世帯主_宛名番号,
        '1' AS 世帯状態, '山田　' || (2 * i) AS 世帯主氏名, '本町' || (i % 500) || '丁目' AS 住所_町字, (i % 3000) || '番地' AS 住所_番地号表記
        FROM range({n} // 2) t(i)""",
    "address": """SELECT printf('%015d', (((i * 7) % {n}) * 7919) % 999999999989) AS 宛名番号,
        if(i % 60000 = 3, '2', '1') AS 住所連番, '1' AS 最新フラグ FROM range({n}) t(i)""",
    "addressee": """SELECT if(i % 9000 = 1, printf('%015d', (i * 7919) % 999999999989), printf('9%014d', i)) AS 宛名番号,
        '1' AS 履歴番号, '1' AS 最新フラグ, '0' AS 代表宛名フラグ, '1' AS 住登外者状態, '' AS 個人番号 FROM range({n} // 10) t(i)""",
    "tax": """SELECT '2024' AS 課税年度, if(i % 12 = 0, if(i % 80000 = 0, '800000000000000', printf('9%014d', i // 12)),
        printf('%015d', (((i * 7) % {n}) * 7919) % 999999999989)) AS 宛名番号, '1' AS 履歴番号, '1' AS 最新フラグ,
        '' AS 配偶者_宛名番号, '20240601' AS 処理年月日 FROM range({n} * 6 // 10) t(i)""",
}


def spills(persons: int) -> Path:
    """Return the folder with one spill a layout, with the columns that integrity needs."""
    import duckdb

    from chukan.integrity.spill import SpillWriter

    home = folder() / f"integrity_spills_{persons}"
    if (home / "done").exists():
        return home
    home.mkdir(exist_ok=True)
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GB'")
    connection.execute("SET enable_progress_bar = false")
    layouts = _layouts()
    for name, sql in {"person": _PERSON, **_OTHERS}.items():
        made = sql.format(n=persons)
        has = {row[0] for row in connection.execute(f"DESCRIBE {made}").fetchall()}
        # what the making above leaves out is blank
        columns = _needed(layouts, name)
        chosen = ", ".join(f'"{c}"::VARCHAR AS "{c}"' if c in has else f"'' AS \"{c}\"" for c in columns)
        blocks = connection.sql(
            f"SELECT row_number() OVER () AS __record, row_number() OVER () + 1 AS __line, {chosen} FROM ({made})"
        ).to_arrow_reader(BLOCK)
        writer = SpillWriter(home / f"{name}.parquet")
        for block in blocks:
            writer.write(block, block["__record"], block["__line"], columns)
        writer.close()
    (home / "done").touch()
    return home


def _layouts() -> dict[str, object]:
    from chukan.layouts.library import Library

    library = Library()
    return {name: library.layout(f"mic@2.7/{address}") for name, address in LAYOUTS.items()}


def _needed(layouts: dict[str, object], name: str) -> tuple[str, ...]:
    from chukan.integrity.columns import needed

    return needed(layouts[name], layouts.values())  # type: ignore[arg-type]


def answer(home: Path) -> tuple[int, int]:
    """Return the numbers of records checked and of findings."""
    import pyarrow.parquet as pq

    from chukan.integrity.model import SpilledFile
    from chukan.integrity.run import check_integrity

    parts = []
    for index, (name, layout) in enumerate(_layouts().items()):
        path = home / f"{name}.parquet"
        rows = pq.read_metadata(path).num_rows
        parts.append(SpilledFile(index, MUNICIPALITY, layout, f"{name}.csv", layout.names, path, records=rows))  # type: ignore[arg-type, attr-defined]
    with tempfile.TemporaryDirectory() as spill:
        found = check_integrity(
            parts,
            severities=NOTHING_CHOSEN,
            as_of=AS_OF,
            sample_limit=1000,
            memory_limit=MEMORY,
            spill_folder=Path(spill),
        )
    if "--list" in sys.argv:
        for o in found.violations:
            print(o.rule, parts[o.file].name, o.item, o.count, o.message)
        print(found.skipped)
    return sum(p.records for p in parts), sum(o.count for o in found.violations)


def _run(home: Path) -> None:
    started = time.perf_counter()
    records, findings = answer(home)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, peak_mb(), records, findings)


def main(persons: int, runs: int) -> None:
    """Print the table."""
    # in a process of its own: a process that it starts later would count its memory, too
    made = subprocess.run(
        [sys.executable, __file__, "--spills", str(persons)], capture_output=True, text=True, check=True
    )
    home = Path(made.stdout.strip())
    measured = []
    for _ in range(runs):
        out = subprocess.run(
            [sys.executable, __file__, "--home", str(home)], capture_output=True, text=True, check=True
        )
        measured.append([float(x) for x in out.stdout.split()])
    seconds, cpu, peak, records, findings = (statistics.median(column) for column in zip(*measured, strict=True))
    size = sum(f.stat().st_size for f in home.glob("*.parquet")) / 1e6
    print("| persons | records | spill MB | findings | s (median) | CPU s | peak MB | limit MB | runs |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(
        f"| {persons:,} | {records:,.0f} | {size:.0f} | {findings:,.0f} | {seconds:.1f} | {cpu:.1f} | {peak:.0f} "
        f"| {MEMORY >> 20} | {runs} |"
    )


if __name__ == "__main__":
    if "--spills" in sys.argv:
        print(spills(int(sys.argv[2])))
    elif "--home" in sys.argv:
        _run(Path(sys.argv[sys.argv.index("--home") + 1]))
    else:
        numbers = [int(a) for a in sys.argv[1:]]
        main(numbers[0] if numbers else 1_000_000, numbers[1] if len(numbers) > 1 else 3)
