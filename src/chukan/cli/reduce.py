"""`chukan reduce`: optional item ウ, what need not be migrated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from chukan.reduction.report.report import Report


def reduce(
    project: o.ProjectFile,
    out: o.Out = None,
    as_of: Annotated[
        list[str] | None,
        typer.Option(
            "--as-of",
            metavar="YYYY-MM-DD",
            help=t("基準日（繰り返すと比べる。省略時はプロジェクトの日か今日）", "the day (repeat to compare)"),
        ),
    ] = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split", help=t("移行するファイルと保管するファイルに分ける", "write the files to migrate and to archive")
        ),
    ] = False,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="RULE.years=N",
            help=t("規則の年数を変えて試算する（繰り返し可）", "try other years (repeatable)"),
        ),
    ] = None,
    municipality: o.OneMunicipality = None,
    packs: o.Packs = None,
    allow_outside: o.AllowOutside = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_progress: o.NoProgress = False,
) -> None:
    from chukan.cli.progress import progress
    from chukan.project.project import Project
    from chukan.reduction.of_project import reduce_project

    opened = Project.open(project, packs=packs or (), allow_outside=allow_outside)
    days = [o.as_of_day(text) for text in as_of or ()]
    with progress(shown=not (no_progress or quiet)) as report:
        result = reduce_project(
            opened,
            out=out,
            as_of=days,
            sets=sets or (),
            split=split,
            municipality=municipality,
            progress=report,
        )
    _print_report(result, out, json=json, quiet=quiet)


def _print_report(report: Report, out: Path | None, *, json: bool, quiet: bool) -> None:
    """Print the sums first, then what makes them, then what is to be decided, then where to look."""
    from chukan.reduction.report.tables import decisions, whole

    if json:
        from chukan.reduction.report.document import to_json

        print(to_json(report), end="")
        return
    all_ = whole(report)
    print(
        f"削減候補 {all_.candidate.records:,} 件（{all_.share:.1f}%）・要確認 {all_.check.records:,} 件・移行必須 {all_.must.records:,} 件"
        + (f"・読取不可 {all_.rejected.records:,} 件" if all_.rejected.records else "")
        + f"  基準日 {report.as_of}"
    )
    if quiet:
        return
    _print_tables(report)
    opened = decisions(report, opened=True)
    for decision in opened[:8]:
        rule = f"{decision.rule} " if decision.rule else ""
        amount = f"（{decision.amount.records:,} 件）" if decision.amount.records else ""
        setting = f"（設定: {decision.setting}）" if decision.setting else ""
        print(f"決めること: {rule}{decision.text}{setting}{amount}")
    if len(opened) > 8:
        print(f"ほかに決めることが {len(opened) - 8} あります。")
    print("削減候補は、移さず別の媒体で保管してもよいと考えられる記録です。廃棄してよいという意味ではありません。")
    if out is None:
        print("詳しいレポートは --out DIR を付けると出ます。")
        return
    print(f"レポート: {out / 'reduction.html'}")
    print(f"　　　　　 {out / 'reduction.xlsx'}（表計算）  {out / 'reduction.docx'}（提案書・報告書の章）")
    if report.split and report.split.migration:
        from chukan.verification.verdict import VERDICT_JA

        migration = report.split.migration
        errors = f"（エラー {migration.errors:,} 件）" if migration.errors else ""
        print(f"移行するファイルの検証: {VERDICT_JA[migration.verdict]}{errors}  {out / migration.document}")
    if report.split:
        print(f"分割: {out / 'migrate'}（移行）  {out / 'archive'}（保管）  {out / 'reconciliation.csv'}（収支）")


def _print_tables(report: Report) -> None:
    from chukan.cli.tables import print_table, table_of
    from chukan.reduction.report.tables import by_business, cuts, ground, years

    table = table_of("市区町村", "業務", ">全件", ">削減候補", ">要確認", ">移行必須", ">割合")
    for line in by_business(report):
        c = line.classes
        counts = (c.total.records, c.candidate.records, c.check.records, c.must.records)
        table.add_row(*line.names, *map("{:,}".format, counts), f"{c.share:.1f}%")
    print_table(table)
    if some := cuts(report):
        table = table_of("規則", "年数", "根拠", ">削減候補", ">この規則だけ")
        for rule in some:
            table.add_row(rule.id, years(rule), ground(rule), f"{rule.candidates.records:,}", f"{rule.alone.records:,}")
        print_table(table)
    if len(report.scenarios) > 1:
        table = table_of("基準日", "年数", ">削減候補", ">要確認", ">移行必須")
        for s in report.scenarios:
            trial = f"試算: {s.trial}" if s.trial else "設定のとおり"
            table.add_row(s.as_of, trial, f"{s.candidates.records:,}", f"{s.check.records:,}", f"{s.must.records:,}")
        print_table(table)


def register(app: typer.Typer) -> None:
    app.command("reduce", help=t("移行しなくてよい記録を調べる（任意推進項目ウ）", "find what need not be migrated"))(
        reduce
    )
