"""chukan beside what else could check the same files: one command, one table.

    python benchmarks/compare.py [--rows 1000000] [--runs 5] [--markdown FILE ...] [--small]

A resident file of 20 items in CP932 and in UTF-8, 0.1 % of it faulty, and the shipped `person` layout of 91 items (a tenth of
the records, sound). Every way runs in a process of its own, start-up and imports included, in turn with its peers, so that a busy machine
is busy for all; seconds are medians, `x` is against the bare read of the same file in the same run. chukan writes its complete
reports; the others count. Ways whose library is not installed are left out. All ask the same of the 20 items, but that a code
list or a calendar leaves chukan no length to ask for: where nearly all is right, the answers are equal.

`--markdown` also writes a table of one line a way, with machine, versions and command: into each FILE between the two marks
`<!-- compare.py -->` and `<!-- /compare.py -->`, or as a new FILE. The whole takes some ten minutes on two idle cores.

`--small` is for CI: 2,000 records, one run; it fails where a way fails, or answers otherwise than the others.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import metadata, util
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from check import ADDRESS, AS_OF, OTHERS, PACK, data
from measure import Measured, folder, measure, run_here

from chukan.layouts.library import Library
from chukan.layouts.model import Layout

PERSON = "resident_register/person"
#: Layout and encoding of each kind of file.
KINDS = {
    "20 items, CP932": (ADDRESS, "cp932"),
    "20 items, UTF-8": (ADDRESS, "utf-8"),
    "91 items, CP932": (PERSON, "cp932"),
}


@dataclass(frozen=True)
class Asked:
    """One condition that every way asks of one item: required, codes, day, longest, only or none of some characters."""

    item: str
    kind: str
    argument: Any = None


def layout_of(address: str) -> Layout:
    return Library([PACK]).layout(address)


def asked(layout: Layout) -> Iterator[Asked]:
    """Yield what every way asks: the conditions of `benchmarks/check.py`."""
    for item in layout.items:
        if item.required == "required":
            yield Asked(item.name, "required")
        if codes := layout.code_list(item):
            yield Asked(item.name, "codes", list(codes.codes))
        if item.type == "DATE":
            yield Asked(item.name, "day")
        elif item.has("digits"):
            yield Asked(item.name, "only", "[0-9]")
        elif item.has("kana"):
            yield Asked(item.name, "only", "[ァ-ヶー・　]")
        elif item.type == "N":
            yield Asked(item.name, "none", "[\\x00-\\x7E｡-ﾟ]")
        elif not item.is_number:
            yield Asked(item.name, "none", "[^\\x20-\\x7E]")
        if item.length:
            yield Asked(item.name, "longest", item.length)


def file_of(kind: str, rows: int) -> Path:
    """Return the file of a kind, made where it is not there yet."""
    address, encoding = KINDS[kind]
    if address == PERSON:
        path = folder() / f"compare_person_{rows // 10}.csv"
        if not path.exists():
            from chukan.agreement import Agreement
            from chukan.sample.deliveries.single import write_sample

            agreement = Agreement(encoding="cp932", newline="crlf", format="csv", header=True)
            write_sample(layout_of(PERSON), path, rows=rows // 10, as_of=AS_OF, agreement=agreement)
        return path
    path = data(rows)
    if encoding == "cp932":
        return path
    other = folder() / f"compare_utf8_{rows}.csv"
    if not other.exists():
        with path.open(encoding="cp932", newline="") as source, other.open("w", encoding="utf-8", newline="") as target:
            for line in source:
                target.write(line)
    return other


def bare_read(path: str, kind: str) -> int:
    return int(_arrow(path, kind).num_rows)


def _arrow(path: str, kind: str) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    names = [item.name for item in layout_of(KINDS[kind][0]).items]
    types = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    return csv.read_csv(path, read_options=csv.ReadOptions(encoding=KINDS[kind][1]), convert_options=types)


def _polars(path: str, kind: str) -> Any:
    import polars as pl

    encoding = KINDS[kind][1]
    frame = pl.read_csv(path, encoding="utf8" if encoding == "utf-8" else encoding, infer_schema=False)
    return frame.with_columns(pl.all().fill_null(""))


def _holds(one: Asked) -> Any:
    """Return the condition as an expression of polars."""
    import polars as pl

    column = pl.col(one.item)
    blank = column == ""
    forms: dict[str, Callable[[], Any]] = {
        "required": lambda: ~blank,
        "codes": lambda: blank | column.is_in(one.argument),
        "day": lambda: blank | column.str.to_date("%Y%m%d", strict=False).is_not_null(),
        "only": lambda: column.str.contains(f"^{one.argument}*$"),
        "none": lambda: ~column.str.contains(one.argument),
        "longest": lambda: column.str.len_chars() <= one.argument,
    }
    return forms[one.kind]()


def polars_expressions(path: str, kind: str) -> int:
    wrong = [(~_holds(one)).sum().alias(str(n)) for n, one in enumerate(asked(layout_of(KINDS[kind][0])))]
    return int(sum(_polars(path, kind).select(wrong).row(0)))


def pandera_polars(path: str, kind: str) -> int:
    import pandera.polars as pandera

    columns: dict[str, list[Any]] = {}
    for one in asked(layout_of(KINDS[kind][0])):
        expression = _holds(one)
        columns.setdefault(one.item, []).append(
            pandera.Check(lambda data, expression=expression: data.lazyframe.select(expression))
        )
    schema = pandera.DataFrameSchema({name: pandera.Column(str, checks) for name, checks in columns.items()})
    return _failures(schema, _polars(path, kind), pandera.errors.SchemaErrors)


def _failures(schema: Any, frame: Any, errors: type[Exception]) -> int:
    try:
        schema.validate(frame, lazy=True)
    except errors as e:
        return len(e.failure_cases)  # type: ignore[attr-defined]
    return 0


def dataframely(path: str, kind: str) -> int:
    import dataframely as dy

    layout = layout_of(KINDS[kind][0])
    members: dict[str, Any] = {item.name: dy.String(nullable=True) for item in layout.items}
    for n, one in enumerate(asked(layout)):
        expression = _holds(one)
        members[f"rule_{n}"] = dy.rule()(lambda *_, expression=expression: expression)
    schema: Any = type("Records", (dy.Schema,), members)
    _, failures = schema.filter(_polars(path, kind))
    return int(sum(failures.counts().values()))


def pandera_arrow(path: str, kind: str) -> int:
    import pandas as pd
    import pandera.pandas as pandera

    frame = _arrow(path, kind).to_pandas(types_mapper=pd.ArrowDtype)
    columns: dict[str, list[Any]] = {}
    for one in asked(layout_of(KINDS[kind][0])):
        columns.setdefault(one.item, []).append(pandera.Check(_of_pandas(one), n_failure_cases=None))
    schema = pandera.DataFrameSchema({name: pandera.Column(None, checks) for name, checks in columns.items()})
    return _failures(schema, frame, pandera.errors.SchemaErrors)


def _of_pandas(one: Asked) -> Callable[[Any], Any]:
    import pandas as pd

    return {
        "required": lambda s: s != "",
        "codes": lambda s: (s == "") | s.isin(one.argument),
        "day": lambda s: (s == "") | pd.to_datetime(s.astype(object), format="%Y%m%d", errors="coerce").notna(),
        "only": lambda s: s.str.fullmatch(f"{one.argument}*"),
        "none": lambda s: ~s.str.contains(one.argument, regex=True),
        "longest": lambda s: s.str.len() <= one.argument,
    }[one.kind]


def chukan_check(path: str, kind: str, jobs: Any = 1, *, every: bool = False) -> int:
    from chukan.__main__ import prepare
    from chukan.agreement import Agreement

    prepare()  # as the command does, before anything large is loaded
    from chukan.reports.outcome import run_job_into
    from chukan.severity import Severities
    from chukan.verification.job import Job, Options, Target

    address, encoding = KINDS[kind]
    agreement = Agreement.model_validate(
        {
            "format": "csv",
            "encoding": encoding,
            "newline": "crlf",
            "delimiter": ",",
            "quoting": "minimal",
            "header": True,
            "length_unit": "chars",
            "dates": "yyyymmdd",
            "newlines_in_values": False,
        }
    )
    severities = Severities(None if every else dict.fromkeys(OTHERS, "off"))
    target = Target(Path(path), "file", layout_of(address), agreement)
    job = Job([target], agreement=agreement, across=False, severities=severities)
    with tempfile.TemporaryDirectory() as place:
        out = run_job_into(Path(place) / "out", job, Options(as_of=AS_OF, profile=False, jobs=jobs))
    return out.verification.totals.errors


BARE, EVERY = "bare pyarrow.csv read", "chukan, all cores, all its rules"
WAYS: dict[str, Callable[..., object]] = {
    BARE: bare_read,
    "polars expressions": polars_expressions,
    "pandera.polars": pandera_polars,
    "dataframely": dataframely,
    "pandera on Arrow": pandera_arrow,
    "chukan, one core": chukan_check,
    "chukan, all cores": lambda path, kind: chukan_check(path, kind, "auto"),
    EVERY: lambda path, kind: chukan_check(path, kind, "auto", every=True),
}
#: What stands around the table in a document, each on a line of its own.
BEGIN, END = "<!-- compare.py -->", "<!-- /compare.py -->"
NEEDS = {"polars expressions": "polars", "pandera.polars": "polars", "dataframely": "dataframely"}


def compared(kind: str, path: Path, runs: int) -> dict[str, list[Measured]]:
    """Measure every way that is installed, in turn."""
    ways = [way for way in WAYS if util.find_spec(NEEDS.get(way, "sys")) is not None]
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    for _ in range(runs):
        for way in ways:
            found[way].append(measure(__file__, way, str(path), kind, runs=1))
    return found


def medians(measured: Sequence[Measured]) -> tuple[float, float, float]:
    """Return the medians of seconds, CPU seconds and peak in MB."""
    seconds, cpu, peak = zip(*((m.seconds, m.cpu_seconds, m.peak_mb) for m in measured), strict=True)
    return statistics.median(seconds), statistics.median(cpu), statistics.median(peak)


def rows_of(kind: str, size: float, found: dict[str, list[Measured]]) -> Iterator[str]:
    """Yield the lines of the table of one kind of file, which has `size` MB."""
    base, _, _ = medians(found[BARE])
    for way, measured in found.items():
        seconds, cpu, peak = medians(measured)
        yield (
            f"| {kind} | {way} | {seconds:.2f} | {size / seconds:.0f} | {seconds / base:.2f} | {cpu:.2f} | {peak:.0f} "
            f"| {measured[-1].answer} |"
        )


def short_table(results: Mapping[tuple[str, float], dict[str, list[Measured]]], about: Sequence[str]) -> str:
    """Return one line a way, with a column for each kind of file: seconds, times the bare read, peak.

    Args:
        results: by kind of file and its MB.
        about: when, on what machine, with which versions, and the command.
    """
    heads = [f"{kind} ({size:.0f} MB)" for kind, size in results]
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for way in next(iter(results.values())):
        cells = []
        for found in results.values():
            (seconds, _, peak), (base, _, _) = medians(found[way]), medians(found[BARE])
            cells.append(f"{seconds:.1f} s, {seconds / base:.1f} x, {peak:.0f} MB")
        lines.append(f"| {f'**{way}**' if way.startswith('chukan') else way} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *about])


def put(path: Path, table: str) -> None:
    """Write a table into a file, between the marks; a file that is not there yet is the table."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN) if path.exists() else ("", "", f"{END}\n")
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def without_marks(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are there and lack the marks."""
    return [p for p in paths if p.exists() and not {BEGIN, END} <= set(p.read_text(encoding="utf-8").splitlines())]


def disagreement(found: dict[str, list[Measured]]) -> str:
    """Return the answers of ways that should be the same, and are not; "" where they are."""
    answers = {way: m[-1].answer for way, m in found.items() if way not in (BARE, EVERY)}
    return "" if len(set(answers.values())) == 1 else str(answers)


def main() -> int:
    """Print the table; 1 where `--small` finds that the ways disagree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--way", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        run_here(WAYS, *options.way)
        return 0
    if lacking := without_marks(options.markdown):
        parser.error(f"no marks {BEGIN} and {END}, each on a line of its own, in {', '.join(map(str, lacking))}")
    rows, runs = (2_000, 1) if options.small else (options.rows, options.runs)
    packages = ("chukan", "pyarrow", "polars", "pandera", "dataframely", "pandas", "duckdb")
    versions = [f"{p} {metadata.version(p)}" for p in packages if util.find_spec(p) and _has_version(p)]
    missing = sorted({need for need in NEEDS.values() if util.find_spec(need) is None})
    about = [
        (
            f"{dt.date.today()}, {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
            f"{rows:,} records of 20 items, {rows // 10:,} of 91; medians of {runs}."
        ),
        ", ".join(versions) + (f"; not installed and left out: {', '.join(missing)}" if missing else "") + ".",
    ]
    print(*about, "", sep="\n")
    print("| file | way | s | MB/s | x bare | CPU s | peak MB | answer |\n|---|---|---|---|---|---|---|---|")
    results: dict[tuple[str, float], dict[str, list[Measured]]] = {}
    for kind in KINDS:
        with ProcessPoolExecutor(
            1, mp_context=get_context("spawn")
        ) as maker:  # the peak of this process would be its children's
            path = maker.submit(file_of, kind, rows).result()
        found, size = compared(kind, path, runs), path.stat().st_size / 1e6
        results[kind, size] = found
        for line in rows_of(kind, size, found):
            print(line, flush=True)
        if options.small and (told := disagreement(found)):
            print(f"the ways disagree: {told}", file=sys.stderr)
            return 1
    for path in options.markdown:
        put(path, short_table(results, about))
    return 0


def _has_version(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:  # run from its sources
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
