"""Measuring: each way runs in a process of its own, several times; medians and ratios are quoted."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """One way: what it answered, and its median cost."""

    name: str
    seconds: float
    cpu_seconds: float
    """Of all its processes: comparable also on a machine that is busy with other things."""
    peak_mb: float
    answer: str


def peak_mb() -> float:
    """Peak resident memory so far, in MB: of this process, and of the largest one that it started."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = sum(resource.getrusage(of).ru_maxrss for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def run_here(ways: Mapping[str, Callable[..., object]], name: str, *arguments: str) -> None:
    """In the child: run one way and print what it cost."""
    started = time.perf_counter()
    answer = ways[name](*arguments)
    used = os.times()
    cpu = used.user + used.system + used.children_user + used.children_system
    print(
        json.dumps({"seconds": time.perf_counter() - started, "cpu": cpu, "peak_mb": peak_mb(), "answer": str(answer)})
    )


def measure(script: str, name: str, *arguments: str, runs: int = 3) -> Measured:
    """In the parent: run one way `runs` times, each in a process of its own.

    Seconds are those of the whole process, start-up and imports included.
    """
    seconds, cpu, peaks, answer = [], [], [], ""
    for _ in range(runs):
        started = time.perf_counter()
        out = subprocess.run(
            [sys.executable, script, "--way", name, *arguments], capture_output=True, text=True, check=False
        )
        if out.returncode:
            return Measured(name, float("nan"), float("nan"), float("nan"), out.stderr.strip().splitlines()[-1][:100])
        seconds.append(time.perf_counter() - started)
        measured = json.loads(out.stdout.strip().splitlines()[-1])
        cpu.append(measured["cpu"])
        peaks.append(measured["peak_mb"])
        answer = measured["answer"]
    return Measured(name, statistics.median(seconds), statistics.median(cpu), statistics.median(peaks), answer)


def table(rows: list[Measured], base: str, size: int) -> str:
    """Return the rows with their ratio to `base`, as Markdown."""
    reference = next(r for r in rows if r.name == base)
    lines = [f"| way | s | MB/s | x {base} | CPU s | x | peak MB | answer |", "|---|---|---|---|---|---|---|---|"]
    lines += [
        f"| {r.name} | {r.seconds:.2f} | {size / 1e6 / r.seconds:.0f} | {r.seconds / reference.seconds:.2f} "
        f"| {r.cpu_seconds:.2f} | {r.cpu_seconds / reference.cpu_seconds:.2f} | {r.peak_mb:.0f} | {r.answer} |"
        for r in rows
    ]
    return "\n".join(lines)


def folder() -> Path:
    """Where generated data is kept between runs."""
    import tempfile

    path = Path(tempfile.gettempdir()) / "chukan-benchmarks"
    path.mkdir(exist_ok=True)
    return path
