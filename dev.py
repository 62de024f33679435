"""One command for each job, the same on Linux, macOS and Windows. Needs only Python 3.11+.

    python3 dev.py demo     make .venv, install chukan, run the main job on synthetic data
    python3 dev.py test     make .venv, install chukan with its test tools, run everything that CI runs
    python3 dev.py install  only make .venv and install chukan

Versions are pinned by constraints.txt.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("CHUKAN_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def run(*command: str | Path) -> None:
    """Run a command in the checkout; end with its exit code when it fails."""
    code = subprocess.call([str(part) for part in command], cwd=ROOT)
    if code:
        sys.exit(code)


def install(what: str) -> None:
    """Make the venv where there is none, and install the checkout into it."""
    if sys.version_info < (3, 11):
        sys.exit("chukan needs Python 3.11 or newer / Python 3.11 以上が必要です")
    if not PYTHON.exists():
        print(f"making {VENV} ...", flush=True)
        venv.create(VENV, with_pip=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt", "-e", what)


def demo(arguments: list[str]) -> None:
    """Install and run the main job."""
    install(".")
    run(PYTHON, "-m", "chukan", "demo", *arguments)


def test(arguments: list[str]) -> None:
    """Install with the test tools; lint, types, tests."""
    install(".[test]")
    if not arguments:
        run(PYTHON, "-m", "ruff", "check", ".")
        run(PYTHON, "-m", "ruff", "format", "--check", ".")
        run(PYTHON, "-m", "mypy")
        run(PYTHON, "-m", "chukan", "layouts", "lint")
    run(PYTHON, "-m", "pytest", "-n", "2", *arguments)


JOBS = {"demo": demo, "test": test, "install": lambda _arguments: install(".")}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in JOBS:
        sys.exit(__doc__)
    JOBS[sys.argv[1]](sys.argv[2:])
