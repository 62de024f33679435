"""`chukan demo`: the main job on synthetic data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

RESULTS = (
    ("検査のレポート", "verification/report.html"),
    ("同（表計算）", "verification/report.xlsx"),
    ("必須推進項目1 の書類", "evidence"),
    ("任意推進項目ウ の報告", "reduction"),
    ("合成データとプロジェクト", "data/project.yaml"),
)


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
    from chukan.cli.main import run
    from chukan.errors import Bug
    from chukan.layouts.library import Library
    from chukan.sample.demo import make_demo

    print("合成データを作っています（実在の人・団体ではありません）…", flush=True)
    project = str(make_demo(out / "data", Library(), as_of=o.as_of_day(as_of), persons=persons))
    verification = str(out / "verification")
    switches = ["--no-progress"] if no_progress or quiet else []
    commands = (
        ["verify", project, "--out", verification, "--jobs", str(jobs), *switches, *(["--quiet"] if quiet else [])],
        ["evidence", "build", project, "--verification", verification, "--out", str(out / "evidence")],
        ["reduce", project, "--out", str(out / "reduction"), *switches],
    )
    for command in commands:
        print(f"\n$ chukan {' '.join(command)}", flush=True)
        code = run(command)
        if code not in (0, 1):  # 1: there are findings; the demo seeds them
            raise Bug(f"実演の途中で止まりました（終了コード {code}）", place=f"chukan {command[0]}")
    print("\nできたもの:")
    for what, file in RESULTS:
        print(f"  {what}: {out / file}")


def register(app: typer.Typer) -> None:
    app.command("demo", help=t("合成データで主な仕事を一通り動かす", "run the main job on synthetic data"))(demo)
