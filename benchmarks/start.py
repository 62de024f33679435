"""What a command costs however little it has to check.

    python benchmarks/start.py [--runs 5]

Makes 100 persons and the demo's project, and runs `chukan check` and `chukan verify` with all reports, in turn with a bare
interpreter and with one that only imports what the checks run on. As installed: compiled modules are kept, as pip keeps
them; the first run with an empty cache folder is told apart from the later ones. Prints medians.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

IMPORTS = "import pyarrow.compute, pyarrow.parquet, duckdb, pydantic, jinja2, xlsxwriter, typer, rich.table"


def measured(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Run a command; return its seconds by the clock and on the processors."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="chukan-start-") as name:
        home = Path(name)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": str(home / "compiled"), "CHUKAN_CACHE": str(home / "cache")}
        chukan = [sys.executable, "-m", "chukan"]
        person = ["resident_register/person", "--rows", "100", "--seed", "1", "--out", str(home / "person.csv")]
        measured([*chukan, "sample", *person], environment)
        measured([*chukan, "demo", "--out", str(home / "demo"), "--persons", "200", "-q"], environment)
        check = [*chukan, "check", str(home / "person.csv"), "-l", "resident_register/person", "--out"]
        project = str(home / "demo" / "data" / "project.yaml")
        verify = [*chukan, "verify", project, "--no-resume", "--jobs", "1", "--out"]
        ways = {
            "a bare interpreter": [sys.executable, "-c", "pass"],
            "what the checks run on, imported": [sys.executable, "-c", IMPORTS],
            "check of 100 persons, first run": [*check, str(home / "out")],
            "check of 100 persons": [*check, str(home / "out")],
            "verify of the demo's project": [*verify, str(home / "out"), "--no-resume"],
        }
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(runs + 1):
            for way, command in ways.items():
                shutil.rmtree(home / "out", ignore_errors=True)
                if way.endswith("first run"):
                    shutil.rmtree(home / "cache", ignore_errors=True)
                found[way].append(measured(command, environment))
        print("| what | s | CPU s |\n|---|---|---|")
        for way, all_ in found.items():
            seconds, cpu = (statistics.median(part) for part in zip(*all_[1:], strict=True))  # the first run compiles
            print(f"| {way} | {seconds:.2f} | {cpu:.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    main(parser.parse_args().runs)
