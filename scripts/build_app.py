"""Make a folder with chukan as a program, for PCs without Python, on the kind of machine that it is for.

python scripts/build_app.py [--out dist]

Runs in a venv that has the wheel of chukan (not a link to the checkout) and the extra ``app``; ``dev.py app`` makes it.
PyInstaller can't build for another system than its own. The folder is tried before it is handed out.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).with_name("app")
PROGRAM = "chukan.exe" if os.name == "nt" else "chukan"
#: Part of no command: developers' tools that the parts of chukan would use if they were there, and the windows of Tk.
LEFT_OUT = ("tkinter", "pytest", "hypothesis", "IPython", "setuptools", "pip", "dask", "polars")


def arguments(work: Path) -> list[str]:
    """Return what PyInstaller is asked for.

    A folder and no single file: that would unpack 450 MB at every start, into a place from which many PCs run nothing.

    Args:
        work: Where it may write; the folder is made in ``work/made``.
    """
    return [
        *("--noconfirm", "--onedir", "--console", "--name", "chukan", "--log-level", "WARN"),
        # layouts and templates are files; modules are imported when a command needs them; versions are looked up
        *("--collect-all", "chukan", "--recursive-copy-metadata", "chukan"),
        *(word for name in LEFT_OUT for word in ("--exclude-module", name)),
        *("--distpath", str(work / "made"), "--workpath", str(work / "build"), "--specpath", str(work)),
        str(HERE / "start.py"),
    ]


def try_out(folder: Path) -> None:
    """Run the main job as on a PC without Python: in another folder, with no variables of Python's.

    Raises:
        SystemExit: it does not do what it should.
    """
    hidden = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    with tempfile.TemporaryDirectory() as name:
        for command in (("--version",), ("demo", "--out", "made")):
            code = subprocess.call([str(folder.resolve() / PROGRAM), *command], cwd=name, env=hidden)
            if code:
                sys.exit(f"the program does not work: {command[0]} ended with {code}")
        papers = ("verification/report.html", "verification/report.xlsx", "evidence", "reduction/reduction.docx")
        if missing := [paper for paper in papers if not (Path(name) / "made" / paper).exists()]:
            sys.exit(f"the program does not work: no {', '.join(missing)}")


def add_papers(folder: Path) -> None:
    """Put README, licence and SHA256SUMS beside the program."""
    text = (HERE / "README.txt").read_text(encoding="utf-8")
    text = text.replace("@VERSION@", version("chukan")).replace("@PROGRAM@", PROGRAM)
    (folder / "README.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
    shutil.copy(ROOT / "LICENSE", folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files; PyInstaller links libraries to where they are looked for, and a link takes no room."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main() -> None:
    """Build, try, hand out."""
    parser = argparse.ArgumentParser(prog="dev.py app", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--out", type=Path, default=Path("dist"), help="where the folder is put (default: dist)")
    out: Path = parser.parse_args().out
    target = out / f"chukan-{version('chukan')}-app"
    if target.exists():
        sys.exit(f"{target} is there already; remove it, or name another place with --out")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".app-") as name:
        work = Path(name)
        code = subprocess.call([sys.executable, "-m", "PyInstaller", *arguments(work)])
        if code:
            sys.exit(code)
        made = work / "made" / "chukan"
        try_out(made)
        add_papers(made)
        made.rename(target)
    print(f"{(target / PROGRAM).resolve()}: {size_of(target) / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
