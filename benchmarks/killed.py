"""A verification that is killed at any moment: its outputs are whole or absent, and the next run goes on and finds the same.

    python benchmarks/killed.py [--kills 50] [--persons 300 | --project FILE] [--jobs 1] [--engine dask] [--seed N]

A demo project is verified with SIGKILL at random moments, each time from what the runs before it left; after a run that
was quick enough to end, results or journal are taken away at random, or a file changes. Linux and macOS.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

AS_OF = "2026-11-23"


#: Loaded before the first process is started: a run that is killed while it imports would show little.
MODULES = ("cli.verify", "cli.outcome", "reports.outcome", "reports.excel", "project.project", "verification.profile")


def verify(project: Path, out: Path, how: Sequence[str], *more: str) -> int:
    """Start a verification in a process of its own, which has all its modules already; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        from chukan.cli.main import run

        arguments = [str(project), "--out", str(out), *how, "--as-of", AS_OF, "--quiet", "--no-progress"]
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            sys.stdout = nothing
            code = run(["verify", *arguments, *more])
    except BaseException:  # noqa: BLE001 - nothing of this process may go on as the parent does
        code = 99
    os._exit(code)


def ended(child: int) -> int:
    """Wait for a process and return its exit code; negative = the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def await_entries(project: Path, child: int, wanted: int) -> None:
    """Wait until a run has written or used so many entries of the journal, or has ended: a cluster takes long to start."""
    journal, began = project.parent / ".chukan" / "journal", time.time()
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        with contextlib.suppress(OSError):  # an entry may be replaced just now
            if sum(entry.stat().st_mtime >= began for entry in journal.glob("*.entry")) >= wanted > 0:
                return
        if not wanted and time.time() - began > 1:
            return
        time.sleep(0.02)


def result(out: Path) -> dict[str, Any]:
    """Return a whole result without its times and what was taken over.

    Raises:
        AssertionError: it is not as one run wrote it.
    """
    from chukan.verification.document import FILE_NAME, is_as_written

    text = (out / FILE_NAME).read_text(encoding="utf-8")
    findings = (out / "findings.parquet").read_bytes()
    _must(is_as_written(text, beside=hashlib.sha256(findings).hexdigest()), "results of two runs are mixed")
    document: dict[str, Any] = json.loads(text)
    for key in ("started", "finished", "digest", "across_taken_over"):
        del document[key]
    for file in document["files"]:
        del file["taken_over"]
    document["findings"] = hashlib.sha256(findings).hexdigest()
    document["names"] = sorted(p.relative_to(out).as_posix() for p in out.rglob("*"))
    return document


def _must(holds: bool, what: object) -> None:
    if not holds:
        raise AssertionError(what)


def change(project: Path, out: Path, chance: random.Random) -> str:
    """Do something between two runs: most often nothing."""
    what = chance.choice(["nothing", "nothing", "results", "journal", "file"])
    if what == "results":
        shutil.rmtree(out, ignore_errors=True)
    elif what == "journal":
        shutil.rmtree(project.parent / ".chukan" / "journal", ignore_errors=True)
    elif what == "file":
        path = chance.choice(sorted(project.parent.rglob("*.csv")))
        lines = path.read_bytes().splitlines(keepends=True)
        if len(lines) > 2:
            path.write_bytes(b"".join(lines[:-1]))
    return what


def demo(home: Path, persons: int) -> Path:
    """Return the project of a demo."""
    from chukan.layouts.library import Library
    from chukan.sample.deliveries.demo import make_demo

    return make_demo(home / "data", Library.default(), as_of=dt.date.fromisoformat(AS_OF), persons=persons)


def killed(home: Path, project: Path, kills: int, how: Sequence[str], chance: random.Random) -> Counter[str]:
    """Verify a project under fire, and return what became of its runs.

    Args:
        home: a folder for the results.
        project: its file, in a folder of its own; its files change.
        kills: how many runs are killed.
        how: processes and engine of each, as on the command line.
        chance: when, and what is done between two runs.

    Raises:
        AssertionError: a result was neither whole nor absent, or not that of a run that begins anew.
    """
    for name in (*(f"chukan.{module}" for module in MODULES), *(("distributed",) if "dask" in how else ())):
        import_module(name)
    out, fresh = home / "out", home / "fresh"
    started = time.monotonic()
    code = ended(verify(project, fresh, how, "--no-resume"))
    _must(code in (0, 1), code)
    longest = time.monotonic() - started
    shutil.rmtree(project.parent / ".chukan" / "journal")
    seen: Counter[str] = Counter()
    while seen["killed"] < kills:
        child = verify(project, out, how)
        if "dask" in how:
            await_entries(project, child, chance.randint(0, 8))
        else:
            time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        code = ended(child)
        _must(code in (0, 1, -signal.SIGKILL), code)
        seen["ended" if code >= 0 else "killed"] += 1
        seen["whole" if out.exists() and any(out.iterdir()) else "absent"] += 1
        if out.exists() and any(out.iterdir()):
            result(out)
        if seen["killed"] < kills:
            seen[change(project, out, chance)] += 1
    for folder, more in ((out, ()), (fresh, ("--no-resume",))):
        code = ended(verify(project, folder, how, *more))
        _must(code in (0, 1), code)
    taken = json.loads((out / "verification.json").read_text(encoding="utf-8"))["files"]
    seen["taken over at the end"] = sum(file["taken_over"] is not None for file in taken)
    _must(result(out) == result(fresh), "a run that goes on finds something else than one that begins anew")
    left = sorted(p.name for p in [*home.iterdir(), *project.parent.joinpath(".chukan", "journal").glob(".*")])
    _must(left == ["fresh", "out"], left)
    return seen


def main() -> None:
    """Run it as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--persons", type=int, default=300)
    parser.add_argument("--project", type=Path, help="instead of a demo; its files change")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--engine", default="local")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    given = parser.parse_args()
    how = ("--jobs", given.jobs, "--engine", given.engine)
    print(f"--kills {given.kills} --persons {given.persons} {' '.join(how)} --seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as home:
        project = given.project or demo(Path(data), given.persons)
        seen = killed(Path(home), project, given.kills, how, random.Random(given.seed))
    print(", ".join(f"{what} {count}" for what, count in sorted(seen.items())))


if __name__ == "__main__":
    main()
