"""What `check` and `verify` do with a job: run it, write what came of it, return the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chukan.paths import real_path
from chukan.severity import Severity

if TYPE_CHECKING:
    from chukan.verification.job import Job, Options
    from chukan.verification.result import Verification
    from chukan.verification.run import RunResult


@dataclass(frozen=True, slots=True)
class Views:
    """The views for programs that a command line asks for.

    Attributes:
        files: Names of the formats that become files of `--out`.
        printed: The one that takes the place of the screen: a format, or ``json``; "" = none.
        base: What comes before the paths of files; see `chukan.reports.formats.view.View`.
    """

    files: tuple[str, ...] = ()
    printed: str = ""
    base: str = ""

    @classmethod
    def of(cls, formats: Sequence[str], out: Path | None, *, json: bool, base: str) -> Views:
        """Tell files from what is printed: without `--out` all is printed, and there is one screen only.

        Raises:
            UsageError: a format is unknown, or more than one would have to be printed.
        """
        if not formats and not json:
            return cls()  # what makes the formats is not loaded for nothing
        from chukan.errors import UsageError
        from chukan.reports.formats.table import format_of

        files = tuple(dict.fromkeys(name for name in formats if format_of(name).file and out is not None))
        printed = [*dict.fromkeys(name for name in formats if name not in files), *(["json"] if json else [])]
        if len(printed) > 1:
            raise UsageError(
                f"画面に出せる形式は1つだけです（{'、'.join(printed)}）",
                hint="--out でフォルダを指定すると、それぞれファイルになります（json は verification.json、github は画面だけ）。",
            )
        return cls(files, "".join(printed), base)


def base_of(file: Path) -> str:
    """Return the folder of a file as seen from where the command runs, with a slash at its end; "" = that very folder."""
    try:
        base = real_path(file).parent.relative_to(real_path(Path.cwd())).as_posix()
    except ValueError:
        return ""  # elsewhere: the paths stay as they are written
    return "" if base == "." else f"{base}/"


def run_and_write(
    job: Job, options: Options, out: Path | None, views: Views, *, waiver_draft: bool = False
) -> RunResult:
    """Run the job; with `out`, leave all that the contract says there, whole or not at all."""
    if out is not None:
        from chukan.reports.outcome import run_job_into

        return run_job_into(out, job, options, formats=views.files, base=views.base, waiver_draft=waiver_draft)
    from chukan.verification.run import run

    return run(job, options)


def exit_code(v: Verification, fail_on: str) -> int:
    """Return 1 when unwaived findings at or above the threshold are left, or a check could not run; else 0."""
    if fail_on == "never":
        return 0
    left = {"error": v.totals.errors, "warning": v.totals.warnings, "info": v.totals.infos}
    if any(left[s] for s in Severity if s.weight >= Severity(fail_on).weight):
        return 1
    return 1 if v.verdict in ("fail", "not_checked") else 0
