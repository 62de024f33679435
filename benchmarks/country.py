"""The country on paper: what one verification of every municipality takes, simulated over measured figures.

    python benchmarks/country.py [--workers 64 --workers 1024] [--yen-per-core-hour N]   prints the tables
    python benchmarks/country.py --write      puts them into docs/scale.md and docs/ja/scale.md
    python benchmarks/country.py --measure    measures what one worker does, and prints the table of docs/benchmarks.md

Every figure comes from docs/benchmarks.md, from the shipped pack, or from the assumptions below, each of which has a
basis. Nothing is measured when it simulates, and nothing is random.
"""

from __future__ import annotations

import argparse
import heapq
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "docs" / "benchmarks.md"
PAGES = {"en": ROOT / "docs" / "scale.md", "ja": ROOT / "docs" / "ja" / "scale.md"}
#: Where the tables stand in a page.
_BEGIN, _END = "<!-- benchmarks/country.py --write -->", "<!-- end -->"
WORKERS = (16, 64, 256, 1024)
PERSON = "resident_register/person"
_ROWS = 20_000


@dataclass(frozen=True)
class Assumption:
    """A number that chukan can't measure, with what it rests on."""

    value: float
    english: str
    japanese: str


#: Population: 総務省「市町村数」, 総務省統計局「人口推計」 (rounded), 国勢調査 2020.
ASSUMPTIONS = {
    "municipalities": Assumption(
        1741,
        "special wards included: 総務省; each is one project and one run",
        "特別区を含む。総務省。1団体を1プロジェクト、1回の検査とする",
    ),
    "residents": Assumption(
        125_000_000,
        "総務省統計局, population estimates, rounded",
        "総務省統計局「人口推計」の概数",
    ),
    "largest": Assumption(
        3_777_491,
        "横浜市: census of 2020. The others follow a rank-size law whose exponent makes the sum right; "
        "the smallest come out too large, which changes no sum",
        "横浜市。2020年国勢調査。ほかの団体は順位・規模の法則に従うとし、合計が合うように指数を決める。"
        "小さい団体は実際より大きくなるが、合計は変わらない",
    ),
}


@dataclass(frozen=True)
class Figures:
    """What was measured, as docs/benchmarks.md says.

    Attributes:
        record_bytes: Of one `person` record.
        megabytes_per_second: Of one core: files beyond what a run costs anyway, per second of its time.
        peak_mb: Of one worker.
        start_seconds: Of a run, however small.
        file_seconds: Of one more file, however small.
        link_seconds: Of one record in the checks between records: of a core.
        link_mb: Peak of these checks.
        link_records: The most records for which they were measured.
        records_per_person: In that measurement: person, household, history, taxes.
        spill_bytes: On disk, a record.
    """

    record_bytes: float
    megabytes_per_second: float
    peak_mb: float
    start_seconds: float
    file_seconds: float
    link_seconds: float
    link_mb: float
    link_records: int
    records_per_person: float
    spill_bytes: float


@dataclass(frozen=True)
class Load:
    """What is delivered for each resident.

    Attributes:
        files: Of a municipality.
        records: A resident.
        bytes: A resident.
    """

    files: int
    records: float
    bytes: float


@dataclass(frozen=True)
class Simulated:
    """One run over all municipalities on some workers.

    Attributes:
        hours: Until the last one is done.
        busy: Share of the time in which workers work.
    """

    workers: int
    hours: float
    busy: float


def tables(text: str) -> Iterable[list[dict[str, str]]]:
    """Yield the tables of a Markdown document: a mapping a row, by the names of the columns."""
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        names, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
        yield [dict(zip(names, row, strict=True)) for row in rows]


def figures(text: str) -> Figures:
    """Return what was measured.

    Args:
        text: docs/benchmarks.md.

    Raises:
        SystemExit: a figure is missing there; says which.
    """
    worker = {
        row["of one worker"]: row["measured"] for table in tables(text) for row in table if "of one worker" in row
    }
    links = next((table[0] for table in tables(text) if "spill MB" in table[0]), None)
    if links is None:
        raise SystemExit("docs/benchmarks.md has no table of the checks between records (column: spill MB)")

    def number(given: Mapping[str, str], name: str) -> float:
        if name not in given:
            raise SystemExit(f"docs/benchmarks.md does not say: {name}")
        return float(given[name].replace(",", ""))

    records, persons = number(links, "records"), number(links, "persons")
    return Figures(
        record_bytes=number(worker, "bytes a record"),
        megabytes_per_second=number(worker, "MB a CPU second"),
        peak_mb=number(worker, "peak MB"),
        start_seconds=number(worker, "CPU s a run"),
        file_seconds=number(worker, "CPU s a file"),
        link_seconds=number(links, "CPU s") / records,
        link_mb=number(links, "peak MB"),
        link_records=int(records),
        records_per_person=records / persons,
        spill_bytes=number(links, "spill MB") * 1e6 / records,
    )


def loads(measured: Figures, items: Sequence[int], of_person: int) -> dict[str, Load]:
    """Return what may be delivered: the least and the most.

    Args:
        measured: the figures.
        items: how many items each layout of the pack has.
        of_person: those of the layout that was measured; bytes go with the items.
    """
    registers, each = measured.records_per_person, measured.record_bytes / of_person
    return {
        "registers": Load(files=4, records=registers, bytes=registers * measured.record_bytes),
        "everything": Load(files=len(items), records=len(items), bytes=sum(items) * each),
    }


def populations(municipalities: int, residents: float, largest: float) -> list[float]:
    """Return the residents of each municipality, the largest first: largest / rank ** s, with the s that makes the sum right."""
    low, high = 0.0, 5.0
    for _ in range(80):
        middle = (low + high) / 2
        total = sum(largest / rank**middle for rank in range(1, municipalities + 1))
        low, high = (middle, high) if total > residents else (low, middle)
    return [largest / rank**low for rank in range(1, municipalities + 1)]


def seconds(measured: Figures, load: Load, people: float) -> dict[str, float]:
    """Return what the run of one municipality costs a core, in parts."""
    return {
        "start": measured.start_seconds,
        "files": load.files * measured.file_seconds,
        "bytes": people * load.bytes / 1e6 / measured.megabytes_per_second,
        "links": people * load.records * measured.link_seconds,
    }


def simulate(jobs: Sequence[float], workers: int) -> Simulated:
    """Give the jobs to workers, the longest first, each to whoever is free; one run is never shared out.

    Args:
        jobs: seconds of each.
        workers: cores.
    """
    free = [0.0] * workers
    for job in sorted(jobs, reverse=True):
        heapq.heapreplace(free, free[0] + job)
    end = max(free)
    return Simulated(workers, end / 3600, sum(jobs) / (workers * end))


WORDS = {
    "en": {
        "municipalities": "municipalities",
        "residents": "residents",
        "largest": "residents of the largest",
        "assumption": "assumption",
        "value": "value",
        "basis": "basis",
        "of": "of one run over all",
        "registers": "registers only",
        "everything": "all businesses",
        "files": "files",
        "records": "records, millions",
        "tb": "TB delivered",
        "core_hours": "core hours",
        "start": "of them starting, %",
        "per_file": "of them per file, %",
        "bytes": "of them reading and checking, %",
        "links": "of them between records, %",
        "longest": "hours of the largest municipality alone",
        "useful": "workers beyond which only that one is waited for",
        "beyond": "its records, times the most that was measured",
        "spill": "its temporary disk, GB",
        "yen": "yen",
        "workers": "workers (cores)",
        "memory": "memory, GB",
        "read": "read from the store, MB/s",
        "hours": "hours",
        "busy": "busy, %",
    },
    "ja": {
        "municipalities": "団体",
        "residents": "住民",
        "largest": "最大の団体の住民",
        "assumption": "仮定",
        "value": "値",
        "basis": "根拠",
        "of": "全国1回あたり",
        "registers": "台帳だけ",
        "everything": "全業務",
        "files": "ファイル",
        "records": "レコード（百万件）",
        "tb": "提出データ（TB）",
        "core_hours": "コア時間",
        "start": "うち起動（%）",
        "per_file": "うちファイルごとの手間（%）",
        "bytes": "うち読取と検査（%）",
        "links": "うちレコード間の検査（%）",
        "longest": "最大の団体だけの時間",
        "useful": "これより増やしても最大の団体を待つだけになるコア数",
        "beyond": "最大の団体のレコード（計測した最大の何倍か）",
        "spill": "最大の団体の一時ディスク（GB）",
        "yen": "円",
        "workers": "ワーカー（コア）",
        "memory": "メモリー（GB）",
        "read": "保存先からの読取（MB/秒）",
        "hours": "時間",
        "busy": "稼働率（%）",
    },
}


def page(measured: Figures, language: str, workers: Sequence[int] = WORKERS, yen: float | None = None) -> str:
    """Return the tables, as Markdown.

    Args:
        measured: the figures.
        language: en or ja.
        workers: how many cores there may be.
        yen: what a core costs for an hour; None = nothing is said of money.
    """
    from chukan.layouts.library import Library

    pack = Library.default().pack("mic")
    items = {f"{business}/{slug}": len(pack.layout(business, slug).items) for business, slug in pack.layouts()}
    words, people = WORDS[language], populations(*_assumed("municipalities", "residents", "largest"))
    lines = [*_row(words["assumption"], words["value"], words["basis"]), "|---|---|---|"]
    for name, one in ASSUMPTIONS.items():
        lines += _row(words[name], f"{one.value:,.0f}", one.english if language == "en" else one.japanese)
    cases = loads(measured, list(items.values()), items[PERSON])
    columns = {name: _case(measured, load, people, yen) for name, load in cases.items()}
    lines += ["", *_row(words["of"], *(words[name] for name in columns)), "|---|---|---|"]
    for key in next(iter(columns.values())):
        lines += _row(words[key], *(column[key] for column in columns.values()))
    heads = [f"{words[name]}: {words[key]}" for name in columns for key in ("hours", "busy")]
    lines += ["", *_row(words["workers"], words["memory"], words["read"], *heads), "|---" * (3 + len(heads)) + "|"]
    for count in workers:
        shown = [str(count), f"{count * max(measured.peak_mb, measured.link_mb) / 1000:,.0f}"]
        shown.append(f"{count * measured.megabytes_per_second:,.0f}")
        for load in cases.values():
            done = simulate([sum(seconds(measured, load, p).values()) for p in people], count)
            shown += [f"{done.hours:,.2f}", f"{100 * done.busy:.0f}"]
        lines += _row(*shown)
    return "\n".join(lines) + "\n"


def _case(measured: Figures, load: Load, people: Sequence[float], yen: float | None) -> dict[str, str]:
    parts = [seconds(measured, load, one) for one in people]
    total = sum(sum(part.values()) for part in parts)
    longest = sum(parts[0].values())
    most = people[0] * load.records
    shares = {"start": "start", "files": "per_file", "bytes": "bytes", "links": "links"}
    found = {
        "files": f"{load.files * len(people):,}",
        "records": f"{load.records * sum(people) / 1e6:,.0f}",
        "tb": f"{load.bytes * sum(people) / 1e12:,.2f}",
        "core_hours": f"{total / 3600:,.1f}",
        **{words: f"{100 * sum(part[name] for part in parts) / total:.0f}" for name, words in shares.items()},
        "longest": f"{longest / 3600:,.2f}",
        "useful": f"{total / longest:,.0f}",
        "beyond": f"{most / measured.link_records:,.1f}",
        "spill": f"{most * measured.spill_bytes / 1e9:,.1f}",
    }
    return found if yen is None else {**found, "yen": f"{total / 3600 * yen:,.0f}"}


def _assumed(*names: str) -> tuple[int, float, float]:
    count, total, largest = (ASSUMPTIONS[name].value for name in names)
    return int(count), total, largest


def _row(*cells: str) -> list[str]:
    return [f"| {' | '.join(cells)} |"]


def written(text: str, tables_: str) -> str:
    """Return a page with the tables in their place."""
    before, rest = text.split(_BEGIN + "\n", 1)
    return f"{before}{_BEGIN}\n\n{tables_}\n{_END}{rest.split(_END, 1)[1]}"


def measure() -> str:
    """Measure what one worker does, and return the table of docs/benchmarks.md: CPU time, so that other work matters little."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for rows in (100, _ROWS):
            path = str(home / f"{rows}.csv")
            _used("sample", PERSON, "--rows", str(rows), "--seed", "1", "--as-of", "2026-11-23", "--out", path)
        shutil.copytree(ROOT / "fixtures" / "projects" / "good", home / "good")
        check = ("-l", PERSON, "--as-of", "2026-11-23", "--jobs", "1", "--fail-on", "never", "--out", str(home / "out"))
        project = str(home / "good" / "project.yaml")
        runs = {
            "start": ("check", str(home / "100.csv"), *check),
            "large": ("check", str(home / f"{_ROWS}.csv"), *check),
            "files": (
                "verify",
                project,
                "--jobs",
                "1",
                "--no-resume",
                "--fail-on",
                "never",
                "--out",
                str(home / "out"),
            ),
        }
        least = {what: min(_used(*command) for _ in range(3)) for what, command in runs.items()}
        sizes = [(home / f"{rows}.csv").stat().st_size for rows in (100, _ROWS)]
        files = sum(path.suffix == ".csv" for path in (home / "good").rglob("*"))
    speed = (sizes[1] - sizes[0]) / 1e6 / (least["large"][0] - least["start"][0])
    lines = [
        *_row("of one worker", "measured", "how"),
        "|---|---|---|",
        *_row("bytes a record", f"{sizes[1] / _ROWS:.0f}", f"`person`, {_ROWS:,} records of `chukan sample`, CP932"),
        *_row("MB a CPU second", f"{speed:.1f}", "`check` of these beyond `check` of 100, all reports, `--jobs 1`"),
        *_row("peak MB", f"{least['large'][1]:.0f}", "the same process"),
        *_row("CPU s a run", f"{least['start'][0]:.2f}", "`check` of 100 records, all reports"),
        *_row(
            "CPU s a file",
            f"{(least['files'][0] - least['start'][0]) / (files - 1):.2f}",
            f"`verify` of {files} files of about ten records, beyond the run above",
        ),
    ]
    return "\n".join(lines) + "\n"


def _used(*arguments: str) -> tuple[float, float]:
    """Run a command of chukan; return its CPU seconds and its peak in MB."""
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "chukan", *arguments, "--quiet", "--no-progress"],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(arguments)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--workers", type=int, action="append", help="cores; may be given several times")
    parser.add_argument("--yen-per-core-hour", type=float)
    parser.add_argument("--language", choices=sorted(PAGES), default="en")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    if given.measure:
        print(measure(), end="")
        return
    measured = figures(FIGURES.read_text(encoding="utf-8"))
    if given.write:
        for language, path in PAGES.items():
            path.write_text(written(path.read_text(encoding="utf-8"), page(measured, language)), encoding="utf-8")
        return
    print(page(measured, given.language, given.workers or WORKERS, given.yen_per_core_hour), end="")


if __name__ == "__main__":
    main()
