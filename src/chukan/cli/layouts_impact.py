"""`chukan layouts impact`: what the change of a layout does to a file that exists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from chukan.impact.model import ChangeImpact, Impact

_CODES = {
    "csv": "CSV",
    "fixed": "固定長",
    "crlf": "CRLF",
    "lf": "LF",
    "cr": "CR",
    "none": "なし",
    "True": "あり",
    "False": "なし",
}


def impact(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help=t("ファイルを作ったときの定義（例 mic@2.6/resident_register/person）", "what the file was made for"),
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW",
            help=t("新しい定義。版だけでもよい（例 mic@2.7）", "the new layout, or only its pack and edition"),
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("調べるファイル", "the file to look at"))],
    agreement: o.AgreementFile = None,
    as_of: o.AsOf = None,
    show_values: o.ShowValues = False,
    packs: o.Packs = None,
    json: o.Json = False,
    no_progress: o.NoProgress = False,
) -> None:
    from functools import partial

    from chukan.agreement import Agreement, load_agreement
    from chukan.cli.json_output import print_json
    from chukan.cli.progress import progress
    from chukan.impact.run import impact_on
    from chukan.layouts.library import Library
    from chukan.layouts.select import select_pack

    library = Library(packs or ())
    before = library.layout(old)
    after = library.layout(f"{new.strip('/')}/{before.path}" if select_pack(library, new) else new)
    agreed = load_agreement(agreement) if agreement else Agreement()
    with progress(shown=not no_progress) as report:
        tell = (lambda done: report(file.name, done, 0)) if report else None
        found = impact_on(
            file,
            before,
            after,
            agreed,
            others=partial(library.siblings, before),
            as_of=o.as_of_day(as_of),
            show_values=show_values,
            progress=tell,
        )
    if json:
        print_json(found)
    else:
        _print(found)
    raise typer.Exit(1 if found.touches else 0)


def _print(found: Impact) -> None:
    """Print how the file was read, every change with its records, and what is to be done."""
    from rich.markup import escape

    from chukan.authoring.effects import EFFECTS
    from chukan.cli.layouts_change import WHATS
    from chukan.cli.tables import console, markup_table
    from chukan.verification.file import AGREEMENT_JA

    out = console()
    out.print(f"[bold]{escape(found.file)}[/bold]  SHA-256 {found.sha256}", soft_wrap=True)
    out.print(f"{escape(found.old)} → {escape(found.new)}（基準日 {found.as_of}）", soft_wrap=True)
    for statement in found.statements:
        out.print(escape(statement))
    a = found.account
    out.print(
        f"読み取り: {a['total_bytes']:,} バイト、{a['total_records']:,} 件（読取 {a['read_records']:,}・読取不可 {a['rejected_records']:,}）"
    )
    read = [
        f"{AGREEMENT_JA[key]} {_CODES.get(str(value), value)}"
        for key, value in found.agreement.items()
        if value is not None
    ]
    guessed = (
        f"（合意なし・推定: {'、'.join(AGREEMENT_JA.get(k, k) for k in found.undecided)}）" if found.undecided else ""
    )
    out.print(escape(f"移行条件: {'、'.join(read)}{guessed}"), soft_wrap=True)
    if found.problems:
        rules = "、".join(f"{rule} {count:,} 件" for rule, count in found.problems.items())
        out.print(
            f"[red]要対応[/red] 旧の定義どおりに読めないところがあります: {rules}。先に `chukan check` で確かめてください。",
            soft_wrap=True,
        )
    if found.form:
        out.print(f"[yellow]要対応[/yellow] ファイルの形: {escape(found.form)}", soft_wrap=True)
    if not found.changes:
        out.print("二つの定義に違いはありません。")
        return
    table = markup_table(
        "項目など", "変わること", ">かかわる件数", ">もともと合わない", "例（件目・行目）", "いまのデータへの意味"
    )
    for c in sorted(found.changes, key=lambda c: not c.touches):
        name = c.change.name if c.change.what == "item" else f"{WHATS[c.change.what]} {c.change.name}"
        style = "[yellow]" if c.touches else "[dim]"
        table.add_row(
            escape(name),
            f"{style}{EFFECTS[c.change.effect]}[/]",
            "数えられない" if c.records is None else f"{c.records:,}",
            f"{c.already:,}" if c.already else "",
            escape("、".join(f"{e.record:,}・{e.line:,}{f'「{e.value}」' if e.value else ''}" for e in c.examples)),
            escape(f"{c.change.meaning}{f'【{c.why}】' if c.why else ''}"),
        )
    out.print(table)
    touching = [c for c in found.changes if c.records]
    open_ = [c for c in found.changes if c.records is None and c.touches]
    out.print(
        f"違い {len(found.changes)} 件のうち、かかわる記録があるもの {len(touching)} 件、数えられないもの {len(open_)} 件。"
        f"かかわる記録は、合わせて {found.touched:,} 件（キーなど、複数の記録にまたがるものを除く）。",
        soft_wrap=True,
    )
    out.print(_next(touching, open_), soft_wrap=True)


def _next(touching: list[ChangeImpact], open_: list[ChangeImpact]) -> str:
    if not touching and not open_:
        return "新しい定義のために値を直す記録はありません。"
    return (
        "次の一手: かかわる記録の扱いを、移行元・移行先の事業者と市区町村とで決めてください。"
        "直したファイルは、新しい定義で `chukan check` にかけてください。"
    )


def register(app: typer.Typer) -> None:
    """Add the command to `chukan layouts`."""
    app.command(
        "impact",
        help=t(
            "定義の違いが、あるファイルの何件にかかわるか数える", "count the records of a file that each change touches"
        ),
    )(impact)
