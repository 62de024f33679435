"""`chukan verify` of several projects, `chukan check` of several files: each into a folder of its own, then one summary."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.cli.switches import switches
from chukan.paths import real_path

if TYPE_CHECKING:
    from chukan.reports.history.history import Failed, Run
    from chukan.verification.run import RunResult

_LOG = logging.getLogger(__name__)


def verify_several(
    projects: Sequence[Path],
    out: Path | None,
    fail_on: str,
    run: Callable[[Path, Path | None], RunResult],
    formats: Sequence[str],
    *,
    json: bool,
    names: Sequence[str] = (),
) -> int:
    """Check projects or files one after the other, and return the gravest exit code; one that fails stops no other.

    Args:
        projects: The project files, or the files to check.
        out: Each has a folder in it; the summary is beside them. None = nothing is written.
        fail_on: The severity from which the exit code is 1.
        run: Checks one of them into a folder, and prints what came of it.
        formats: What is asked for as files.
        json: Print the summary as JSON, and nothing else.
        names: Of their folders; none = those of projects.

    Raises:
        UsageError: A format would have to be printed for each.
    """
    from chukan.cli.outcome import exit_code
    from chukan.cli.summary import print_history
    from chukan.errors import ChukanError, UsageError, readable
    from chukan.reports.history.document import to_json
    from chukan.reports.history.history import Failed, history
    from chukan.reports.history.write import write_history

    if formats and out is None:
        raise UsageError(
            "二つ以上を検査するときの --format は画面に出せません",
            hint="--out でフォルダを指定してください。それぞれのフォルダにファイルを書きます。",
        )
    runs: list[Run] = []
    failed: list[Failed] = []
    code = 0
    for project, name in zip(projects, names or folder_names(projects), strict=True):
        folder = None if out is None else out / name
        if not json and not switches().quiet:
            print(f"\n■ {readable(str(project))}", flush=True)
        try:
            with contextlib.redirect_stdout(io.StringIO()) if json or switches().quiet else contextlib.nullcontext():
                result = run(project, folder)
        except ChukanError as e:
            _LOG.error("%s: %s", project, str(e).replace("\n", " / "))
            print(f"chukan: {readable(str(project))}: {e}", file=sys.stderr)
            failed.append(Failed(readable(str(project)), str(e).replace("\n", " ")))
            code = max(code, e.exit_code)
            continue
        runs.append(_run(name if folder is None else folder.as_posix(), result))
        code = max(code, exit_code(result.verification, fail_on))
    made = history(runs, failed)
    if out is not None:
        write_history(out, made)
    if json:
        print(to_json(made), end="")
    else:
        if not switches().quiet:
            print("\n■ まとめ")
        print_history(made, out)
    return code


def folder_names(projects: Sequence[Path]) -> list[str]:
    """Return a name for the folder of each project: that of its file, or of the folder it lies in where files are called alike."""
    stems = Counter(p.stem for p in projects)
    names = [
        p.stem if stems[p.stem] == 1 and p.stem != "project" else real_path(p).parent.name or p.stem for p in projects
    ]
    seen: Counter[str] = Counter()
    made = []
    for name in map(_folder_name, names):
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return made


def told_apart(files: Sequence[Path]) -> list[str]:
    """Return what results call each of several files: its name, with as many of its folders as tell it from the others.

    Raises:
        UsageError: One file is given twice.
    """
    from chukan.errors import UsageError

    if twin := next((f for i, f in enumerate(files) if f in files[:i]), None):
        raise UsageError("同じファイルが二度指定されています", place=str(twin), hint="一度だけ指定してください。")
    shown = [f.name for f in files]
    for size in range(2, 1 + max(len(f.parts) for f in files)):
        seen = Counter(shown)
        shown = ["/".join(f.parts[-size:]) if seen[now] > 1 else now for f, now in zip(files, shown, strict=True)]
    return shown


def file_folders(files: Sequence[Path]) -> list[str]:
    """Return a name for the folder of each of several files, whatever case a system ignores."""
    made: list[str] = []
    taken: set[str] = set()
    stems = Counter(f.stem.casefold() for f in files)
    for f in files:
        own = f.stem if stems[f.stem.casefold()] == 1 else f"{f.parent.name}_{f.stem}".lstrip("_")
        plain = _folder_name(own)
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        made.append(name)
    return made


def _folder_name(name: str) -> str:
    """Return what names a folder inside another one: ``...csv`` without its ending is ``..``, the folder above."""
    from chukan.errors import readable

    return readable(name) if name.strip(". ") else f"_{name}"


def _run(place: str, result: RunResult) -> Run:
    from chukan.reports.history.history import Run
    from chukan.reports.results import Results

    return Run(place, result.verification, lambda: Results(place, result.verification, tuple(result.findings)))
