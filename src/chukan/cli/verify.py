"""`chukan verify`: all the deliveries of a project, a batch job's command."""

from __future__ import annotations

from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t


def verify(
    project: o.ProjectFile,
    out: o.Out = None,
    municipality: o.OneMunicipality = None,
    business: Annotated[str | None, typer.Option("--business", help=t("この業務だけ", "only this business"))] = None,
    jobs: o.Jobs = 1,
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
    waiver_draft: Annotated[
        bool, typer.Option("--waiver-draft", help=t("了承シートの下書きを書く", "write a draft of the waiver sheet"))
    ] = False,
    allow_outside: o.AllowOutside = False,
    formats: o.Formats = None,
    junit: o.Junit = False,
    json: o.Json = False,
) -> None:
    from chukan.cli.outcome import Views, base_of, exit_code, print_outcome, run_and_write
    from chukan.cli.progress import progress
    from chukan.project.decisions import remember
    from chukan.project.project import Project
    from chukan.verification.job import Options

    threshold = o.checked_fail_on(fail_on)
    views = Views.of([*(formats or ()), *(["junit"] if junit else [])], out, json=json, base=base_of(project))
    opened = Project.open(project, packs=packs or (), allow_outside=allow_outside)
    job = opened.job(municipality=municipality, business=business, sheets=decisions or ())
    day = opened.day(o.as_of_day(as_of) if as_of else None)
    with progress() as report:
        run_options = Options(
            as_of=day,
            show_values=show_values,
            keys=keys,
            sample_limit=limit,
            jobs=jobs,
            profile=profile,
            progress=report,
        )
        outcome = run_and_write(job, run_options, out, views, waiver_draft=waiver_draft)
    if out is not None:
        remember(job.decisions, opened.folder)
    print_outcome(outcome, out, views)
    raise typer.Exit(exit_code(outcome.verification, threshold))


def register(app: typer.Typer) -> None:
    app.command("verify", help=t("プロジェクトの提出データをすべて検査する", "check all the deliveries of a project"))(
        verify
    )
