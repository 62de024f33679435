"""What a check costs beyond its fixed cost: ten times the records, and a file of which every value is wrong.

    python benchmarks/growth.py [--rows 1000000] [--runs 3]

The files of `compare.py` (20 items, and the shipped `person` of 91 with a tenth of the records, both in CP932); ten times the
records are the same ones over and over, every wrong value is of forbidden characters, no code and no day. Each
run is a process of its own, complete reports included. Prints medians; `MB/s beyond` is what the further nine tenths took.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from compare import KINDS, file_of, layout_of
from measure import Measured, folder, measure

COMPARE = Path(__file__).with_name("compare.py")
WAYS = ("chukan, one core", "chukan, all cores")
TIMES = 10
#: No item takes it, however much of it: half-width katakana and signs.
WRONG = "ｱ?*!" * 10


def again(path: Path) -> Path:
    """Return a file with the records of another one, `TIMES` times."""
    made = folder() / f"{path.stem}_{TIMES}_times.csv"
    if not made.exists():
        header, _, body = path.read_bytes().partition(b"\n")
        with made.open("wb") as file:
            file.write(header + b"\n")
            for _ in range(TIMES):
                file.write(body)
    return made


def wholly_wrong(path: Path, kind: str) -> Path:
    """Return a file of as many records and about as many bytes, of which every value is wrong."""
    made = folder() / f"{path.stem}_all_wrong.csv"
    if not made.exists():
        with path.open("rb") as file:
            header, records = file.readline(), sum(1 for _ in file)
        items = len(layout_of(KINDS[kind][0]).items)
        width = max(2, path.stat().st_size // (records * items) - 1)
        record = ",".join([WRONG[:width]] * items).encode("cp932") + b"\r\n"
        with made.open("wb") as file:
            file.write(header)
            for at in range(0, records, 1000):
                file.write(record * min(1000, records - at))
    return made


def files_of(kind: str, rows: int) -> dict[str, Path]:
    """Return the files of a kind by what they are called."""
    sound = file_of(kind, rows)
    return {"sound": sound, f"{TIMES} times": again(sound), "all wrong": wholly_wrong(sound, kind)}


def row(kind: str, way: str, name: str, path: Path, found: Measured, base: tuple[Measured, Path]) -> str:
    """Return a line of the table; `base`: what the sound file took, and the file."""
    size, (first, sound) = path.stat().st_size / 1e6, base
    more = size - sound.stat().st_size / 1e6
    beyond = f"{more / (found.seconds - first.seconds):.0f}" if name == f"{TIMES} times" else ""
    return (
        f"| {kind} | {way} | {name} | {size:.0f} | {found.seconds:.2f} | {found.seconds / first.seconds:.2f} | {beyond} "
        f"| {found.peak_mb:.0f} | {found.peak_mb / first.peak_mb:.2f} | {found.answer} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print("| items | way | file | MB | s | times | MB/s beyond | peak MB | times | findings |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind in ("20 items, CP932", "91 items, CP932"):
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # a process begins with the peak of who starts it
            files = apart.submit(files_of, kind, options.rows).result()
        for way in WAYS:
            found = {
                name: measure(str(COMPARE), way, str(path), kind, runs=options.runs) for name, path in files.items()
            }
            for name, path in files.items():
                print(row(kind, way, name, path, found[name], (found["sound"], files["sound"])), flush=True)


if __name__ == "__main__":
    main()
