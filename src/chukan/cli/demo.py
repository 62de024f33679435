"""`chukan demo`: the main job on synthetic data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=t("結果を置くフォルダ", "folder for the results"))
    ] = Path("chukan-demo"),
    persons: Annotated[
        int, typer.Option("--persons", min=50, help=t("1団体の住民の数", "residents of each municipality"))
    ] = 2000,
    as_of: o.AsOf = "2026-11-23",
    jobs: o.Jobs = 1,
    quiet: o.Quiet = False,
    no_progress: o.NoProgress = False,
) -> None:
    from chukan.cli.outcome import run_and_write, say
    from chukan.cli.progress import progress
    from chukan.evidence.build import build
    from chukan.evidence.plan import to_job
    from chukan.evidence.project import LoadedProject
    from chukan.layouts.library import Library
    from chukan.reduction.run import reduce_project
    from chukan.sample.demo import make_demo
    from chukan.verification.target import Options

    day, library = o.as_of_day(as_of), Library()
    print("1/4 合成データを作っています（実在の人・団体ではありません）…", flush=True)
    path = make_demo(out / "data", library, as_of=day, persons=persons)
    loaded = LoadedProject(path)
    print("2/4 検査しています（chukan verify）…", flush=True)
    with progress(shown=not (no_progress or quiet)) as report:
        outcome = run_and_write(
            to_job(loaded, library), Options(as_of=day, jobs=jobs, progress=report), out / "verification"
        )
    print("3/4 必須推進項目1 の証跡を作っています（chukan evidence build）…", flush=True)
    build(loaded, library, out / "verification", out / "evidence")
    print("4/4 任意推進項目ウ の報告を作っています（chukan reduce）…", flush=True)
    reduce_project(loaded, library, out=out / "reduction", as_of=[day])
    print()
    say(outcome, out / "verification", json=False, quiet=quiet)
    print(f"プロジェクト: {path}")
    print(f"証跡: {out / 'evidence'}  削減の報告: {out / 'reduction'}")


def register(app: typer.Typer) -> None:
    app.command("demo", help=t("合成データで主な仕事を一通り動かす", "run the main job on synthetic data"))(demo)
