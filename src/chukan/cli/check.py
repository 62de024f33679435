"""`chukan check`: a file or several, a vendor's quick loop."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.several import file_folders, told_apart, verify_several
from chukan.cli.switches import switches

if TYPE_CHECKING:
    from chukan.agreement import Agreement
    from chukan.layouts.library import Library
    from chukan.layouts.model import Layout
    from chukan.verification.run import RunResult

AUTO = "auto"


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar=t("ファイル...", "FILE..."),
            help=t(
                "検査するファイル。二つ以上なら、終わりにまとめを出す", "the files to check; a summary follows several"
            ),
        ),
    ],
    layout: Annotated[
        str | None,
        typer.Option(
            "--layout",
            "-l",
            metavar="ADDRESS|auto",
            help=t(
                "移行ファイル定義（例 resident_register/person）。auto なら、80% 以上合い、次の候補より 10 ポイント以上よい定義",
                "the layout, e.g. resident_register/person; auto: the one that fits by 80% and leads by 10 points",
            ),
        ),
    ] = None,
    agreement: o.AgreementFile = None,
    out: o.Out = None,
    jobs: o.Jobs = "auto",
    engine: o.Engine = "local",
    scheduler: o.Scheduler = "",
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
    from chukan.agreement import agreement_lines, agreement_of
    from chukan.cli.outcome import Views, base_of, exit_code, run_and_write
    from chukan.cli.progress import following, tell
    from chukan.cli.screen import print_outcome
    from chukan.engines.choice import check_engine
    from chukan.errors import UsageError
    from chukan.intake.agreed_items import check_agreed_items
    from chukan.layouts.library import Library
    from chukan.verification.job import Job, Options, Target
    from chukan.verification.record_kinds import targets_of

    if layout is None:
        raise UsageError(
            "--layout が指定されていません",
            hint=f"--layout auto とすると合う定義を選びます。chukan inspect {files[0]} で候補が分かります。",
        )
    threshold, chosen = o.checked_fail_on(fail_on), check_engine(engine, scheduler)
    asked = [*(formats or ()), *(["junit"] if junit else [])]
    agreed = agreement_of(agreement)
    library = Library(packs or ())
    named = None if layout == AUTO else library.layout(layout)
    shown = dict(zip(files, told_apart(files), strict=True))

    def run(file: Path, folder: Path | None, *, json: bool) -> RunResult:
        """Check one file, and print what came of it."""
        views = Views.of(asked, folder, json=json, base=base_of(file))
        found, why = (named, "") if named is not None else _recognised(file, library, agreed)
        others = partial(library.siblings, found)
        targets = [*targets_of(Target(file, shown[file], found, agreed, others=others, layout_chosen=why), library)]
        layouts = [target.layout for target in targets]
        check_agreed_items(agreed, layouts, others=others, places=partial(agreement_lines, agreement))
        job = Job(targets, agreement=agreed, across=False)
        with following() as told:
            run_options = Options(
                as_of=o.as_of_day(as_of),
                show_values=show_values,
                keys=keys,
                sample_limit=limit,
                jobs=jobs,
                engine=chosen,
                scheduler=scheduler,
                tell=tell,
                profile=profile,
                follow=told,
            )
            outcome = run_and_write(job, run_options, folder, views)
        print_outcome(outcome, folder, views)
        return outcome

    if len(files) > 1:
        names = file_folders(files)
        raise typer.Exit(verify_several(files, out, threshold, partial(run, json=False), asked, json=json, names=names))
    raise typer.Exit(exit_code(run(files[0], out, json=json).verification, threshold))


def _recognised(file: Path, library: Library, agreed: Agreement) -> tuple[Layout, str]:
    """Return the layout that a file is of for certain, and why; say so on stderr.

    Raises:
        LayoutNotFound: none is certain; names the candidates.
    """
    from chukan.intake.recognise import recognised
    from chukan.layouts.select import of_library

    found, fits = recognised(file, of_library(library), agreed)
    second = f"次の候補 {fits[1].address} は {fits[1].score:.0%}" if len(fits) > 1 else "ほかに候補なし"
    why = f"{fits[0].score:.0%}。{'、'.join(fits[0].reasons)}。{second}"
    if not switches().quiet:
        print(f"定義を自動で選びました: {found.address}（{why}）", file=sys.stderr)
    return found, why


def register(app: typer.Typer) -> None:
    app.command("check", help=t("ファイルを検査する（1つでも、いくつでも）", "check one file or several"))(check)
