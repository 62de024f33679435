"""What files cost that were made to do harm: time and memory, against a sound file of the same size.

    python benchmarks/hostile.py [--megabytes 100] [--only NAME ...] [--way check inspect] [--limit 1200]

Each file is one pattern over and over, looked at in a process of its own, which is ended after `--limit` seconds of CPU time.
The aim: at most ten times the CPU time of the sound file, and 500 MB. POSIX only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from chukan.agreement import Agreement
from chukan.intake.inspect import inspect as look
from chukan.layouts.library import Library
from chukan.reports.outcome import run_job_into
from chukan.sample.deliveries.single import write_sample
from chukan.verification.job import Job, Options, Target

LAYOUT = "resident_register/person"
PATTERNS: dict[str, bytes] = {
    "newlines": b"\n",
    "returns": b"\r",
    "crlf": b"\r\n",
    "quotes": b'"',
    "quote newline": b'"\n',
    "quote quote newline": b'""\n',
    "quote comma": b'",',
    "comma quote": b'"",',
    "quoted values": b'"a",',
    "quote newline comma": b'"\n,',
    "comma newline": b",\n",
    "commas": b",",
    "letters": b"a",
    "letter lines": b"a\n",
    "digits": b"1",
    "blanks": b" ",
    "blank lines": b" \n",
    "tabs": b"\t",
    "nul": b"\0",
    "end marks": b"\x1a",
    "end mark lines": b"\x1a\n",
    "escape": b"\x1b",
    "escape lines": b"\x1b\n",
    "lead bytes": b"\x81",
    "lead byte lines": b"\x81\n",
    "undecodable": b"\xff",
    "undecodable lines": b"\xff\n",
    "undecodable fields": b"\xff,",
    "gaiji": b"\xf0\x40",
    "gaiji lines": b"\xf0\x40\n",
    "wide": b"\x81\x40",
    # what can't be read or is no record, in turn with what can: nothing of it can be taken together
    "widths in turn": b"1,2\r\n1,2,3\r\n",
    "blank lines in turn": b"a\n\n",
    "end marks in turn": b"a\n\x1a\n",
    "broken quotes in turn": b'1,2\r\n1,"2"x\r\n',
}


LIBRARY = Library()
LAYOUTS = [pack.layout(b, s) for pack in map(LIBRARY.pack, LIBRARY.names) for b, s in pack.layouts()]
MOST_TIMES, MOST_MB = 10, 500


def write_sound(path: Path, size: int) -> None:
    """Write a sound file of about `size` bytes."""
    agreement = Agreement.model_validate({"encoding": "cp932", "newline": "crlf", "header": True})
    write_sample(LIBRARY.layout(LAYOUT), path, rows=2000, as_of=dt.date(2026, 11, 23), agreement=agreement)
    head, _, body = path.read_bytes().partition(b"\r\n")
    with path.open("wb") as file:
        file.write(head + b"\r\n")
        for _ in range(max(1, size // len(body))):
            file.write(body)


def write_pattern(path: Path, pattern: bytes, size: int) -> None:
    """Write `pattern` over and over."""
    chunk = pattern * ((1 << 20) // len(pattern))
    with path.open("wb") as file:
        for _ in range(max(1, size // len(chunk))):
            file.write(chunk)


def check(path: Path, out: Path) -> str:
    """Check the file, as the command does."""
    job = Job([Target(path, path.name, LIBRARY.layout(LAYOUT), Agreement())], across=False)
    v = run_job_into(out, job, Options(profile=False)).verification
    return f"{v.verdict} {v.totals.records.total:,}"


def inspect(path: Path, _: Path) -> str:
    """Inspect the file, as the command does."""
    found = look(path, LAYOUTS)
    return f"{found.encoding} {found.records:,}"


WAYS: dict[str, Callable[[Path, Path], str]] = {"check": check, "inspect": inspect}


def cost(way: Callable[[Path, Path], str], path: Path, out: Path, limit: int) -> tuple[float, float, str]:
    """Return CPU seconds, peak MB and the answer of a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        try:
            answer = way(path, out)
        except Exception as e:  # noqa: BLE001 - the answer
            answer = f"{type(e).__name__}: {e}".splitlines()[0]
            if not hasattr(e, "exit_code"):
                traceback.print_exc()
        os.write(writing, answer.encode()[:200])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode("utf-8", "replace")
    _, _, used = os.wait4(child, 0)
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return used.ru_utime + used.ru_stime, peak, answer or "ended"


def main() -> int:
    """Print one line a pattern; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--only", nargs="*", choices=[*PATTERNS], default=[*PATTERNS])
    parser.add_argument("--way", nargs="*", choices=[*WAYS], default=[*WAYS])
    parser.add_argument("--limit", type=int, default=1200)
    options = parser.parse_args()
    size, broken = options.megabytes * 1_000_000, 0
    with tempfile.TemporaryDirectory() as folder:
        sound, path = Path(folder) / "sound.csv", Path(folder) / "hostile.csv"
        write_sound(sound, size)
        for name in options.way:
            base, peak, answer = cost(WAYS[name], sound, Path(folder) / "out", options.limit)
            print(f"{name:8} {'sound':22} {base:7.1f} s {1:6.1f} x {peak:6.0f} MB  {answer}", flush=True)
            for pattern in options.only:
                write_pattern(path, PATTERNS[pattern], size)
                seconds, peak, answer = cost(WAYS[name], path, Path(folder) / "out", options.limit)
                bad = seconds > MOST_TIMES * base or peak > MOST_MB or answer == "ended"
                broken += bad
                mark = "  <--" if bad else ""
                times = seconds / base
                print(
                    f"{name:8} {pattern:22} {seconds:7.1f} s {times:6.1f} x {peak:6.0f} MB  {answer}{mark}", flush=True
                )
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
