"""How fast files are read, and in how much memory, against pyarrow, polars and pandas in the same run.

    python benchmarks/read.py [--rows 1000000] [--runs 3]

Makes a resident file of 20 items as CSV (plain, and with every value in quotes) and as fixed width, in CP932 and
UTF-8, and reads each with every reader in a process of its own, in turn, so that a busy machine is busy for all of them. Prints
the median. pandas.read_fwf gets a tenth of the records: it is that slow.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

FAMILIES = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "髙﨑",
    "齋藤",
    "佐々木",
    "長谷川",
]
GIVEN = ["太郎", "花子", "一郎", "さくら", "翔", "陽菜", "蓮", "結衣", "大翔", "美咲", "悠真", "葵"]
KANA = ["サトウ", "スズキ", "タカハシ", "タナカ", "イトウ", "ワタナベ", "ヤマモト", "ナカムラ"]
TOWNS = ["霞が関", "永田町", "麹町", "番町", "平河町", "紀尾井町", "隼町", "三番町"]
REASONS = ["転入", "転出", "出生", "死亡", "転居", "世帯変更"]

#: Bytes of each item in the fixed-width file (CP932).
WIDTHS = (15, 10, 24, 32, 1, 8, 60, 40, 7, 13, 2, 24, 9, 8, 8, 1, 8, 6, 8, 12)
NAMES = (
    "宛名番号",
    "世帯番号",
    "氏名",
    "氏名カナ",
    "性別",
    "生年月日",
    "住所",
    "方書",
    "郵便番号",
    "電話番号",
    "続柄",
    "世帯主氏名",
    "所得金額",
    "異動年月日",
    "届出年月日",
    "最新フラグ",
    "異動事由",
    "団体コード",
    "更新年月日",
    "識別番号",
)


FILES = ("cp932.csv", "utf8.csv", "quoted_cp932.csv", "quoted_utf8.csv", "cp932.txt", "tenth.txt")


def record(rng: random.Random, number: int) -> list[str]:
    """One synthetic record; names and addresses hardly repeat."""
    name = f"{rng.choice(FAMILIES)}　{rng.choice(GIVEN)}"
    return [
        f"{number:015d}",
        f"{rng.randrange(10**10):010d}",
        name,
        f"{rng.choice(KANA)}　{rng.choice(KANA)}",
        rng.choice("12"),
        f"19{rng.randrange(100):02d}0{rng.randrange(1, 10)}1{rng.randrange(10)}",
        f"東京都千代田区{rng.choice(TOWNS)}{rng.randrange(9)}丁目{rng.randrange(99)}番{rng.randrange(30)}号",
        f"{rng.choice(TOWNS)}ハイツ{rng.randrange(999)}号室",
        f"{rng.randrange(10**7):07d}",
        f"03-1234-{rng.randrange(10**4):04d}",
        "02",
        name,
        f"{rng.randrange(10**6)}",
        "20200401",
        "",
        "1",
        rng.choice(REASONS),
        "131016",
        "20210131",
        f"{rng.randrange(10**12):012d}",
    ]


def make(folder: Path, rows: int) -> dict[str, Path]:
    """Return the files that are read."""
    rng = random.Random(1)
    paths = {name: folder / name for name in FILES}
    files = {name: path.open("wb") for name, path in paths.items()}
    _write(files, NAMES)
    for number in range(rows):
        values = record(rng, number)
        _write(files, values)
        encoded = [value.encode("cp932") for value in values]
        fixed = b"".join(value.ljust(width) for value, width in zip(encoded, WIDTHS, strict=True)) + b"\r\n"
        files["cp932.txt"].write(fixed)
        if number < rows // 10:
            files["tenth.txt"].write(fixed)
    for file in files.values():
        file.close()
    return paths


def _write(files: Mapping[str, BinaryIO], values: Sequence[str]) -> None:
    """Write a record, or the header, to the CSV files."""
    for name, line in (("", ",".join(values)), ("quoted_", '"' + '","'.join(values) + '"')):
        for encoding in ("cp932", "utf8"):
            files[f"{name}{encoding}.csv"].write(f"{line}\r\n".encode(encoding))


def chukan(path: Path, encoding: str) -> int:
    from chukan.agreement import Agreement
    from chukan.intake.reader import open_file

    agreed = {
        "format": "csv",
        "encoding": encoding,
        "newline": "crlf",
        "delimiter": ",",
        "header": True,
        "dates": "yyyymmdd",
    }
    if path.suffix == ".txt":
        starts = [1 + sum(WIDTHS[:number]) for number in range(len(WIDTHS))]
        places = {n: {"start": s, "length": w} for n, s, w in zip(NAMES, starts, WIDTHS, strict=True)}
        agreed = {"format": "fixed", "encoding": encoding, "newline": "crlf", "dates": "yyyymmdd", "positions": places}
    reader = open_file(path, None, Agreement.model_validate(agreed))
    rows: int = sum(batch.table.num_rows for batch in reader)
    reader.account.check()
    return rows


def pyarrow_csv(path: Path, encoding: str) -> int:
    import pyarrow as pa
    from pyarrow import csv

    types = dict.fromkeys(NAMES, pa.string())
    options = csv.ConvertOptions(column_types=types)
    return int(csv.read_csv(path, csv.ReadOptions(encoding=encoding), convert_options=options).num_rows)


def polars_csv(path: Path, encoding: str) -> int:
    import polars as pl

    return pl.read_csv(path, encoding="utf8" if encoding == "utf-8" else encoding, infer_schema=False).height


def pandas_fwf(path: Path, encoding: str) -> int:
    import pandas as pd

    return len(pd.read_fwf(path, widths=WIDTHS, encoding=encoding, header=None, dtype=str))


READERS: dict[str, Callable[[Path, str], int]] = {
    "chukan": chukan,
    "pyarrow.csv": pyarrow_csv,
    "polars": polars_csv,
    "pandas.read_fwf": pandas_fwf,
}
RUNS = (
    ("CSV, CP932", "cp932.csv", "cp932", ("chukan", "pyarrow.csv", "polars")),
    ("CSV, UTF-8", "utf8.csv", "utf-8", ("chukan", "pyarrow.csv", "polars")),
    ("CSV, CP932, in quotes", "quoted_cp932.csv", "cp932", ("chukan", "pyarrow.csv", "polars")),
    ("CSV, UTF-8, in quotes", "quoted_utf8.csv", "utf-8", ("chukan", "pyarrow.csv", "polars")),
    ("fixed width, CP932", "cp932.txt", "cp932", ("chukan",)),
    ("fixed width, CP932, a tenth", "tenth.txt", "cp932", ("chukan", "pandas.read_fwf")),
)


def peak_megabytes() -> float:
    """Return the peak of this process; 0 where the system does not report it."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024


def one(reader: str, path: Path, encoding: str) -> None:
    """Read once, imports done before the clock starts; print seconds, peak MB, peak MB before, rows."""
    __import__(
        {"polars": "polars", "pandas.read_fwf": "pandas", "pyarrow.csv": "pyarrow.csv"}.get(
            reader, "chukan.intake.reader"
        )
    )
    before = peak_megabytes()
    start = time.perf_counter()
    rows = READERS[reader](path, encoding)
    print(time.perf_counter() - start, peak_megabytes(), before, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one[0], Path(options.one[1]), options.one[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"making {options.rows:,} records ...", file=sys.stderr)
        paths = make(Path(folder), options.rows)
        print(f"{'':<28}{'reader':<17}{'MB':>6}{'s':>8}{'MB/s':>8}{'peak MB':>9}{'imports':>9}{'rows':>11}")
        for title, name, encoding, readers in RUNS:
            megabytes = paths[name].stat().st_size / 1e6
            results: dict[str, list[list[float]]] = {reader: [] for reader in readers}
            for _ in range(options.runs):
                for reader in readers:
                    command = [sys.executable, __file__, "--one", reader, str(paths[name]), encoding]
                    output = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
                    results[reader].append([float(word) for word in output.split()])
            for reader, runs in results.items():
                seconds, peak, before, rows = (statistics.median(column) for column in zip(*runs, strict=True))
                print(
                    f"{title if reader == readers[0] else '':<28}{reader:<17}{megabytes:>6.0f}{seconds:>8.2f}{megabytes / seconds:>8.0f}"
                    f"{peak:>9.0f}{before:>9.0f}{rows:>11,.0f}"
                )


if __name__ == "__main__":
    main()
