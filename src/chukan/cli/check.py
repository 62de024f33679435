"""`chukan check`: one file, a vendor's quick loop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t


def check(
    file: Annotated[
        Path,
        typer.Argument(metavar=t("ファイル", "FILE"), help=t("検査するファイル", "the file to check"), readable=False),
    ],
    layout: Annotated[
        str,
        typer.Option(
            "--layout",
            "-l",
            metavar="ADDRESS",
            help=t("移行ファイル定義（例 resident_register/person）", "the layout, e.g. resident_register/person"),
        ),
    ],
    agreement: o.AgreementFile = None,
    out: o.Out = None,
    jobs: o.Jobs = 1,
    as_of: o.AsOf = None,
    fail_on: o.FailOn = "error",
    packs: o.Packs = None,
    show_values: o.ShowValues = False,
    keys: o.Keys = False,
    limit: o.Limit = 1000,
    profile: Annotated[
        bool, typer.Option("--profile", help=t("項目ごとの分布も調べる", "also describe every item"))
    ] = False,
    formats: o.Formats = None,
    junit: o.Junit = False,
    json: o.Json = False,
) -> None:
    from functools import partial

    from chukan.agreement import agreement_lines, agreement_of
    from chukan.cli.outcome import Views, base_of, exit_code, print_outcome, run_and_write
    from chukan.cli.progress import progress
    from chukan.intake.agreed_items import check_agreed_items
    from chukan.layouts.library import Library
    from chukan.verification.job import Job, Options, Target
    from chukan.verification.record_kinds import targets_of

    threshold = o.checked_fail_on(fail_on)
    views = Views.of([*(formats or ()), *(["junit"] if junit else [])], out, json=json, base=base_of(file))
    agreed = agreement_of(agreement)
    library = Library(packs or ())
    found = library.layout(layout)
    others = partial(library.siblings, found)
    targets = [*targets_of(Target(file, file.name, found, agreed, others=others), library)]
    layouts = [target.layout for target in targets]
    check_agreed_items(agreed, layouts, others=others, places=partial(agreement_lines, agreement))
    job = Job(targets, agreement=agreed, across=False)
    with progress() as report:
        run_options = Options(
            as_of=o.as_of_day(as_of),
            show_values=show_values,
            keys=keys,
            sample_limit=limit,
            jobs=jobs,
            profile=profile,
            progress=report,
        )
        outcome = run_and_write(job, run_options, out, views)
    print_outcome(outcome, out, views)
    raise typer.Exit(exit_code(outcome.verification, threshold))


def register(app: typer.Typer) -> None:
    app.command("check", help=t("1つのファイルを検査する", "check one file"))(check)
