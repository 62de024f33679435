"""`chukan verify`: all the deliveries of a project, a batch job's command."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.several import verify_several

if TYPE_CHECKING:
    from chukan.verification.run import RunResult


def verify(
    projects: Annotated[
        list[Path],
        typer.Argument(
            metavar="PROJECT.yaml...",
            help=t(
                "プロジェクトファイル（YAML か Excel）。二つ以上なら、終わりにまとめを出す",
                "project files (YAML or Excel); a summary follows several",
            ),
        ),
    ],
    out: o.Out = None,
    municipality: o.OneMunicipality = None,
    business: o.OneBusiness = None,
    jobs: o.Jobs = "auto",
    engine: o.Engine = "local",
    scheduler: o.Scheduler = "",
    as_of: o.AsOf = None,
    fail_on: o.FailOn = "error",
    packs: o.Packs = None,
    show_values: o.ShowValues = False,
    keys: o.Keys = False,
    decisions: o.Decisions = None,
    limit: o.Limit = 1000,
    profile: Annotated[
        bool, typer.Option("--profile/--no-profile", help=t("項目ごとの分布も調べる", "also describe every item"))
    ] = True,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--no-resume",
            help=t(
                "前の verify から何も変わっていないファイルの結果を引き継ぐ（--no-resume はすべて検査し直す）",
                "take over the results of files of which nothing has changed (--no-resume: check all anew)",
            ),
        ),
    ] = True,
    waiver_draft: Annotated[
        bool, typer.Option("--waiver-draft", help=t("了承シートの下書きを書く", "write a draft of the waiver sheet"))
    ] = False,
    allow_outside: o.AllowOutside = False,
    formats: o.Formats = None,
    junit: o.Junit = False,
    json: o.Json = False,
) -> None:
    from chukan.cli.outcome import Views, base_of, exit_code, run_and_write
    from chukan.cli.progress import following, tell
    from chukan.cli.screen import print_outcome
    from chukan.engines.choice import check_engine
    from chukan.errors import UsageError
    from chukan.project.decided import remember
    from chukan.project.project import Project
    from chukan.verification.job import Options

    threshold, chosen = o.checked_fail_on(fail_on), check_engine(engine, scheduler)
    asked = [*(formats or ()), *(["junit"] if junit else [])]
    day = o.as_of_day(as_of) if as_of else None

    def run(project: Path, folder: Path | None, *, json: bool) -> RunResult:
        """Check one project, and print what came of it."""
        views = Views.of(asked, folder, json=json, base=base_of(project))
        opened = Project.open(project, packs=packs or (), allow_outside=allow_outside)
        job = opened.job(municipality=municipality, business=business, sheets=decisions or ())
        with following() as told:
            options = Options(
                as_of=opened.day(day),
                show_values=show_values,
                keys=keys,
                sample_limit=limit,
                jobs=jobs,
                engine=chosen,
                scheduler=scheduler,
                tell=tell,
                profile=profile,
                resume=resume,
                follow=told,
            )
            outcome = run_and_write(job, options, folder, views, waiver_draft=waiver_draft)
        if folder is not None:
            remember(job.decisions, opened.folder)
        print_outcome(outcome, folder, views)
        for problem in outcome.journal_use.problems:
            print(f"chukan: {problem}", file=sys.stderr)
        return outcome

    if len(projects) > 1 and decisions:
        raise UsageError(
            "--decisions は、プロジェクトが1つのときだけ使えます",
            hint="プロジェクトごとに実行するか、それぞれのプロジェクトファイルの waivers に表の名前を書いてください。",
        )
    if len(projects) > 1:
        raise typer.Exit(verify_several(projects, out, threshold, partial(run, json=False), asked, json=json))
    raise typer.Exit(exit_code(run(projects[0], out, json=json).verification, threshold))


def register(app: typer.Typer) -> None:
    app.command("verify", help=t("プロジェクトの提出データをすべて検査する", "check all the deliveries of a project"))(
        verify
    )
