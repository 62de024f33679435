"""`chukan summary DIR...`: many verifications on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.switches import switches

if TYPE_CHECKING:
    from chukan.reports.history.history import RunHistory


def summary(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...",
            help=t("検証結果のフォルダ、またはそれらを含むフォルダ", "folders with results, or above them"),
        ),
    ],
    out: o.Out = None,
    fail_on: o.FailOn = "error",
    json: o.Json = False,
) -> None:
    from chukan.cli.outcome import exit_code
    from chukan.reports.history.document import to_json
    from chukan.reports.history.history import history, runs_of
    from chukan.reports.history.write import write_history

    threshold = o.checked_fail_on(fail_on)
    made = history(runs_of(folders))
    if out is not None:
        write_history(out, made)
    if json:
        print(to_json(made), end="")
    else:
        print_history(made, out)
    raise typer.Exit(max((exit_code(s.latest.verification, threshold) for s in made.series), default=0))


def print_history(history: RunHistory, out: Path | None) -> None:
    """Print the whole in a sentence, then a line for each project or file."""
    from chukan.cli.tables import print_table, table_of
    from chukan.reports.history.history import headline, since_words
    from chukan.verification.verdict import VERDICT_JA

    print(headline(history))
    if switches().quiet:
        return
    for failed in history.failed:
        print(f"実行できず: {failed.name}: {failed.message}")
    table = table_of("判定", "検証したもの", "検査日時", "エラー", "警告", "了承", "前回から", "エラーの推移")
    for s in history.series:
        v = s.latest.verification
        totals = (v.totals.errors, v.totals.warnings, v.totals.waived)
        moment = v.started[:16].replace("T", " ")
        table.add_row(VERDICT_JA[v.verdict], s.name, moment, *(f"{n:,}" for n in totals), since_words(s), s.trend)
    if history.series:
        print_table(table)
    if out is not None:
        print(f"まとめ: {out / 'summary.html'}")


def register(app: typer.Typer) -> None:
    app.command("summary", help=t("多くの検証結果を1枚にまとめる", "many verifications on one page"))(summary)
