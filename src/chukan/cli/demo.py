"""`chukan demo`: the main job on synthetic data."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.engines.cores import Jobs

RESULTS = (
    ("検査のレポート", "verification/report.html"),
    ("同（表計算）", "verification/report.xlsx"),
    ("必須推進項目1 の書類", "evidence"),
    ("任意推進項目ウ の報告", "reduction"),
    ("移行先との突合の結果", "reconciliation/reconciliation.html"),
    ("突合結果報告書", "reconciliation/突合結果報告書.docx"),
    ("合成データとプロジェクト", "data/project.yaml"),
)


def register(app: typer.Typer, run: Callable[[list[str]], int]) -> None:
    """Add the command.

    Args:
        app: the program.
        run: runs another command of the program and returns its exit code.
    """

    @app.command("demo", help=t("合成データで主な仕事を一通り動かす", "run the main job on synthetic data"))
    def demo(
        out: Annotated[
            Path, typer.Option("--out", metavar="DIR", help=t("結果を置くフォルダ", "folder for the results"))
        ] = Path("chukan-demo"),
        persons: Annotated[
            int, typer.Option("--persons", min=50, help=t("1団体の住民の数", "residents of each municipality"))
        ] = 2000,
        as_of: Annotated[
            str, typer.Option("--as-of", metavar="YYYY-MM-DD", help=t("検査の基準日", "the day to check as of"))
        ] = "2026-11-23",
        jobs: o.Jobs = "auto",
    ) -> None:
        from chukan.cli.switches import switches
        from chukan.errors import OutputError
        from chukan.layouts.library import Library
        from chukan.sample.deliveries.demo import make_demo

        day = o.as_of_day(as_of)
        if out.exists() and not out.is_dir():
            raise OutputError(
                "出力先と同じ名前のファイルがあります", place=str(out), hint="--out に別のフォルダを指定してください。"
            )
        quiet = switches().quiet
        if not quiet:
            print("合成データを作っています（実在の人・団体ではありません）…", flush=True)
        project = make_demo(out / "data", Library.default(), as_of=day, persons=persons)
        _run_all(_commands(str(project), out, jobs), run, quiet=quiet)
        print("\nできたもの:")
        for what, file in RESULTS:
            print(f"  {what}: {(out / file).resolve()}")


def _commands(project: str, out: Path, jobs: Jobs) -> list[list[str]]:
    """List the commands of the main job, with the switches that the demo itself was given."""
    from chukan.cli.switches import switches
    from chukan.sample.deliveries.demo import LOADED_TOWN

    chosen = switches()
    given = [f"--{name.replace('_', '-')}" for name in ("quiet", "verbose", "no_progress") if getattr(chosen, name)]
    given += ["--log-file", str(chosen.log_file)] if chosen.log_file else []
    verification = str(out / "verification")
    loaded = ["--loaded", str(out / "data" / "loaded"), "--municipality", LOADED_TOWN]
    return [
        ["verify", project, "--out", verification, "--jobs", str(jobs), *given],
        ["evidence", "build", project, "--verification", verification, "--out", str(out / "evidence"), *given],
        ["reduce", project, "--out", str(out / "reduction"), *given],
        ["reconcile", project, *loaded, "--out", str(out / "reconciliation"), *given],
    ]


def _run_all(commands: Sequence[list[str]], run: Callable[[list[str]], int], *, quiet: bool) -> None:
    """Run the commands one after the other; exit with the code of the first that could not do its work."""
    for command in commands:
        if not quiet:
            print(f"\n$ chukan {subprocess.list2cmdline(command)}", flush=True)
        code = run(command)
        if code not in (0, 1):  # 1: there are findings; the demo seeds them
            print(f"chukan: 実演の途中で止まりました（chukan {command[0]}、終了コード {code}）", file=sys.stderr)
            raise typer.Exit(code)
