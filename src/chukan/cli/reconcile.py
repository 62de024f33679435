"""`chukan reconcile`: what was delivered against what the target system holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.switches import switches

if TYPE_CHECKING:
    from chukan.reconciliation.job import ReconcileJob
    from chukan.reconciliation.outcome import ReconcileOutcome
    from chukan.reconciliation.result import Reconciliation

SHOWN = 20
"""Lines of a table on the screen, unless --verbose."""


def reconcile(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="PROJECT.yaml | OLD NEW",
            help=t(
                "プロジェクトファイル（YAML）、または移行元と移行先のファイル",
                "a project file (YAML), or a delivered and a loaded file",
            ),
        ),
    ],
    loaded: Annotated[
        Path | None,
        typer.Option("--loaded", metavar="DIR", help=t("移行先の出力のフォルダ", "folder of the target's files")),
    ] = None,
    out: o.Out = None,
    layout: Annotated[
        str | None,
        typer.Option("--layout", "-l", help=t("移行ファイル定義（OLD NEW のとき）", "layout (with OLD NEW)")),
    ] = None,
    loaded_layout: Annotated[
        str | None,
        typer.Option(
            "--loaded-layout", help=t("移行先の定義（版が違うとき）", "layout of NEW, where it is another one")
        ),
    ] = None,
    agreement: o.AgreementFile = None,
    loaded_agreement: Annotated[
        Path | None,
        typer.Option(
            "--loaded-agreement",
            metavar="YAML",
            help=t("移行先のファイルの条件（省略時は移行元と同じ）", "agreement of NEW (default: as OLD)"),
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="YAML", help=t("突合の規則（合意した違い）", "the rules of equality")),
    ] = None,
    count_by: Annotated[
        list[str] | None,
        typer.Option(
            "--count-by",
            metavar="ITEM",
            help=t("コードごとに件数を数える項目（OLD NEW のとき。繰り返し可）", "count by the codes of an item"),
        ),
    ] = None,
    municipality: o.OneMunicipality = None,
    business: o.OneBusiness = None,
    as_of: o.AsOf = None,
    fail_on: o.FailOn = "error",
    packs: o.Packs = None,
    show_values: o.ShowValues = False,
    keys: o.Keys = False,
    decisions: o.Decisions = None,
    limit: o.Limit = 1000,
    jobs: o.Jobs = "auto",
    allow_outside: o.AllowOutside = False,
    json: o.Json = False,
) -> None:
    from chukan.cli.progress import following_files
    from chukan.errors import UsageError
    from chukan.reconciliation.files_job import files_job
    from chukan.reconciliation.job import ReconcileOptions
    from chukan.reconciliation.outcome import reconcile_job, reconcile_job_into
    from chukan.reconciliation.project_job import project_job

    threshold = o.checked_fail_on(fail_on)
    day = o.as_of_day(as_of) if as_of else None
    folder: Path | None = None
    job: ReconcileJob
    if len(inputs) == 1:
        _only_for(
            layout=layout,
            loaded_layout=loaded_layout,
            agreement=agreement,
            loaded_agreement=loaded_agreement,
            count_by=count_by or None,
        )
        job, day, folder = project_job(
            inputs[0],
            loaded=loaded,
            rules=rules,
            municipality=municipality,
            business=business,
            as_of=day,
            packs=packs or (),
            allow_outside=allow_outside,
            decisions=decisions or (),
        )
    elif len(inputs) == 2:
        if loaded is not None or decisions or municipality is not None or business is not None:
            raise UsageError(
                "--loaded、--decisions、--municipality、--business は、プロジェクトのときだけ使えます",
                hint="二つのファイルを突き合わせるときは、移行元、移行先の順に書いてください。",
            )
        if inputs[0].resolve() == inputs[1].resolve():
            print(f"chukan: 注意: 移行元と移行先に、同じファイルを指定しています（{inputs[1]}）", file=sys.stderr)
        job = files_job(
            inputs[0],
            inputs[1],
            layout,
            loaded_layout=loaded_layout,
            agreement=agreement,
            loaded_agreement=loaded_agreement,
            rules=rules,
            count_by=count_by or (),
            packs=packs or (),
        )
    else:
        raise UsageError(
            "突き合わせるものは、プロジェクトが1つか、移行元と移行先のファイルが1つずつです",
            hint="chukan reconcile プロジェクト.yaml --loaded フォルダ、または chukan reconcile 移行元 移行先 --layout 定義",
        )
    sides = [side for pair in job.pairs for side in (pair.delivered, pair.loaded) if side is not None]
    with following_files([(side.shown, side.size) for side in sides]) as report:
        options = ReconcileOptions(
            as_of=day or o.as_of_day(None),
            show_values=show_values,
            keys=keys,
            sample_limit=limit,
            jobs=jobs,
            progress=report,
        )
        outcome = reconcile_job_into(out, job, options) if out is not None else reconcile_job(job, options)
    if out is not None and folder is not None:
        from chukan.project.decided import remember

        remember(job.decisions, folder, reconciliation=True)
    _print(outcome, out, json=json)
    raise typer.Exit(exit_code(outcome.reconciliation, threshold))


def exit_code(r: Reconciliation, fail_on: str) -> int:
    """Return 1 when unwaived findings at or above the threshold are left, or something was not compared; else 0."""
    from chukan.cli.outcome import exit_code as of_verification
    from chukan.reconciliation.as_verification import as_verification

    return of_verification(as_verification(r), fail_on)


def _only_for(**given: object) -> None:
    from chukan.errors import UsageError

    named = next((name for name, value in given.items() if value is not None), None)
    if named is not None:
        raise UsageError(
            f"--{named.replace('_', '-')} は、二つのファイルを突き合わせるときだけ使えます",
            hint="移行元と移行先のファイルを書くか、プロジェクトファイルに書いてください。",
        )


def _print(outcome: ReconcileOutcome, out: Path | None, *, json: bool) -> None:
    """Print the verdict first, then the numbers of each file, then the differences, then where to look."""
    from chukan.reconciliation.document import FILE_NAME, to_json
    from chukan.reconciliation.views import lines
    from chukan.verification.verdict import VERDICT_JA

    r = outcome.reconciliation
    if json:
        print((out / FILE_NAME).read_text(encoding="utf-8") if out else to_json(r), end="")
        return
    print(f"判定: {VERDICT_JA[r.verdict]}  {lines.means(r)}")
    print(lines.headline(r))
    if switches().quiet:
        return
    for path, why in lines.not_run(r):
        print(f"突き合わせていません: {path}: {why}")
    for path, why in lines.undecided(r):
        print(f"移行条件未定: {path}: {why}")
    for finding in r.general:
        print(f"{finding.severity.ja} {finding.rule}: {finding.message}")
    for path, cause in lines.causes(r):
        print(f"共通の原因: {path}: {cause}")
    _print_rules(r)
    _print_differences(outcome)
    if out is not None:
        print(f"突合結果: {out / 'reconciliation.html'}")
        print(f"　　　　　 {out / 'reconciliation.xlsx'}（表計算）  {out / 'differences.csv'}（違いの一覧）")
    elif r.verdict != "pass":
        print("詳しい結果は --out DIR を付けると出ます。検査項目の説明は chukan explain M01 のように見られます。")


def _print_rules(r: Reconciliation) -> None:
    from chukan.cli.tables import print_table, table_of
    from chukan.reconciliation.views import lines

    if r.rules:
        table = table_of("合意した違い", "種類", "項目", "説明した件数", "合意した人")
        for rule in r.rules:
            table.add_row(rule.id, rule.kind_name, lines.rule_items(rule), f"{rule.count:,}", rule.agreed_by)
        print_table(table)


def _print_differences(outcome: ReconcileOutcome) -> None:
    from chukan.cli.tables import print_table, table_of

    first: dict[tuple[str | None, ...], str] = {}
    for d in outcome.differences:
        f = d.finding
        where = f"{f.record:,} 件目: " if f.record else ""
        first.setdefault((f.municipality, f.business, f.layout, f.rule, f.item), f"{where}{f.message}")
    rows = sorted(
        ((c, file) for file in outcome.reconciliation.files for c in file.counts),
        key=lambda row: (-row[0].severity.weight, -row[0].count),
    )
    if not rows:
        return
    shown = rows if switches().verbose else rows[:SHOWN]
    table = table_of("検査項目", "重大度", "移行元のファイル", "項目", "件数", "了承", "最初の違い")
    for c, file in shown:
        table.add_row(
            c.rule,
            c.severity.ja,
            file.delivered.path,
            c.item or "",
            f"{c.count:,}",
            f"{c.waived:,}" if c.waived else "",
            first.get((file.municipality, file.business, file.layout.layout or "", c.rule, c.item), ""),
        )
    print_table(table)
    if len(rows) > len(shown):
        print(f"ほかに {len(rows) - len(shown):,} 種類の違いがあります（--verbose ですべて出します）。")


def register(app: typer.Typer) -> None:
    app.command(
        "reconcile",
        help=t("移行元と移行先を突き合わせる: 件数・金額・項目", "compare what was delivered with what was loaded"),
    )(reconcile)
