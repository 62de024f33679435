"""One command for each job, the same on Linux, macOS and Windows. Needs only Python 3.11+.

    python3 dev.py demo           make .venv, install chukan, run the main job on synthetic data
    python3 dev.py test           make .venv, install chukan with its test tools, run everything that CI runs
    python3 dev.py test --lowest  make .venv-lowest with the lowest versions that pyproject.toml names, run the tests
    python3 dev.py docs           make .venv, install what the site of the documents needs, build it into build/site
    python3 dev.py install        only make .venv and install chukan; further functions by name: install serve dask
    python3 dev.py bundle --platform win_amd64   one ZIP to install chukan without a network (--python 3.12, --out DIR)
    python3 dev.py app            a folder with chukan as a program, for PCs like this one that have no Python (--out DIR)

Versions are pinned by constraints.txt; further arguments go to the demo, or to pytest. The tests draw the same examples in
every run, so that a change is judged by what it does; ``--hypothesis-profile default`` draws others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("CHUKAN_VENV", ROOT / ".venv"))
LOWEST = VENV.with_name(f"{VENV.name}-lowest")
APP = VENV.with_name(f"{VENV.name}-app")
PINNED = ("-c", "constraints.txt")
#: With what the Word papers need for their charts: the demo shows them whole.
WHOLE = ".[pictures]"
#: One process more than the smallest machine has cores, as a test may wait for a process, a cluster or a clock; each has a
#: run of neighbouring tests, which share what they set up. The same examples of Hypothesis each time (see tests/conftest.py).
PYTEST = ("-m", "pytest", "-n", "3", "--dist", "worksteal", "--hypothesis-profile", "ci")


def run(*command: str | Path, cwd: Path | None = ROOT) -> None:
    """Run a command in the checkout (`cwd` None: where this script runs); end with its exit code when it fails."""
    code = subprocess.call([str(part) for part in command], cwd=cwd)
    if code:
        sys.exit(code)


def python(folder: Path) -> Path:
    """Return the interpreter of a venv."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(*what: str, into: Path = VENV) -> Path:
    """Make the venv where there is none, and install into it.

    Args:
        what: Arguments of ``pip install``.
        into: The folder of the venv.

    Returns:
        The interpreter of the venv.
    """
    if sys.version_info < (3, 11):
        sys.exit("chukan needs Python 3.11 or newer / Python 3.11 以上が必要です")
    if not python(into).exists():
        print(f"making {into} ...", flush=True)
        venv.create(into, with_pip=True)
    run(python(into), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)
    return python(into)


def lowest() -> list[str]:
    """Return the lowest versions that pyproject.toml names, each as a pin: ``pandas>=2.2`` is ``pandas==2.2``.

    Returns:
        Pins for the dependencies and for every extra; what has no lower bound (stubs) is left to pip.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    return [requirement.replace(">=", "==") for requirement in stated if ">=" in requirement]


def whole_with(extras: list[str]) -> str:
    """Return chukan as pip is to install it, with further extras of pyproject.toml.

    Args:
        extras: their names; another name ends the program and names those that there are.
    """
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    if unknown := [extra for extra in extras if extra not in known]:
        sys.exit(f"dev.py install: {', '.join(unknown)}? There are / あるのは: {', '.join(sorted(known))}")
    return f"{WHOLE[:-1]},{','.join(extras)}]" if extras else WHOLE


def demo(arguments: list[str]) -> None:
    """Install and run the main job; its results lie where the user stands."""
    run(install(*PINNED, "-e", WHOLE), "-m", "chukan", "demo", *arguments, cwd=None)


def test(arguments: list[str]) -> None:
    """Install with the test tools; lint, types, tests. With arguments: only the tests, with these arguments of pytest."""
    # the processes that tests start find modules compiled, as where chukan is installed: each would compile them anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if "--lowest" in arguments:
        chosen = [a for a in arguments if a != "--lowest"]
        run(install("-e", ".[test]", *lowest(), into=LOWEST), *PYTEST, *chosen)
        return
    program = install(*PINNED, "-e", ".[test]")
    if not arguments:
        run(program, "-m", "ruff", "check", ".")
        run(program, "-m", "ruff", "format", "--check", ".")
        run(program, "-m", "mypy")
        run(program, "-m", "chukan", "layouts", "lint")
    run(program, *PYTEST, *arguments)


def docs(arguments: list[str]) -> None:
    """Build the site of the documents: a warning (a link that leads nowhere, say) is an error, nothing is loaded from a network."""
    program = install(*PINNED, "-e", ".[docs]")
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    run(program, "-m", "mkdocs", "build", "--strict", *arguments)


def bundle(arguments: list[str]) -> None:
    """Make the ZIP for closed networks; it lies where the user stands, in dist/."""
    run(install(*PINNED, "-e", WHOLE), ROOT / "scripts" / "bundle.py", *arguments, cwd=None)


def app(arguments: list[str]) -> None:
    """Make the folder for PCs without Python, from a venv that holds no more than goes into it."""
    program = install(*PINNED, ".[app,pictures,remote,serve,sign]", into=APP)
    run(program, ROOT / "scripts" / "build_app.py", *arguments, cwd=None)


JOBS = {
    "demo": demo,
    "test": test,
    "docs": docs,
    "install": lambda arguments: install(*PINNED, "-e", whole_with(arguments)),
    "bundle": bundle,
    "app": app,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in JOBS:
        sys.exit(__doc__)
    JOBS[sys.argv[1]](sys.argv[2:])
