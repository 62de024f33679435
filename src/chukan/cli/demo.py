"""`chukan demo`: the main job on synthetic data."""

from __future__ import annotations

import subprocess
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
) -> None:
    from chukan.cli.main import run
    from chukan.cli.switches import switches
    from chukan.errors import Bug, OutputError
    from chukan.layouts.library import Library
    from chukan.sample.deliveries.demo import make_demo

    day = o.as_of_day(as_of)
    if out.exists() and not out.is_dir():
        raise OutputError(
            "出力先と同じ名前のファイルがあります", place=str(out), hint="--out に別のフォルダを指定してください。"
        )
    print("合成データを作っています（実在の人・団体ではありません）…", flush=True)
    project = str(make_demo(out / "data", Library(), as_of=day, persons=persons))
    verification = str(out / "verification")
    asked = switches()
    given = [f"--{name.replace('_', '-')}" for name in ("quiet", "verbose", "no_progress") if getattr(asked, name)]
    commands = (
        ["verify", project, "--out", verification, "--jobs", str(jobs)],
        ["evidence", "build", project, "--verification", verification, "--out", str(out / "evidence")],
        ["reduce", project, "--out", str(out / "reduction")],
    )
    for command in ([*c, *given] for c in commands):
        print(f"\n$ chukan {subprocess.list2cmdline(command)}", flush=True)
        code = run(command)
        if code not in (0, 1):  # 1: there are findings; the demo seeds them
            raise Bug(f"実演の途中で止まりました（終了コード {code}）", place=f"chukan {command[0]}")
    print("\nできたもの:")
    for what, file in RESULTS:
        print(f"  {what}: {out / file}")


def register(app: typer.Typer) -> None:
    app.command("demo", help=t("合成データで主な仕事を一通り動かす", "run the main job on synthetic data"))(demo)
