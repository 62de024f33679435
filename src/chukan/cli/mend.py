"""`chukan mend`: a corrected copy of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.switches import switches

if TYPE_CHECKING:
    from chukan.verification.mended import MendNote


def _list(wanted: bool) -> None:
    """Print what can be mended, and leave."""
    if not wanted:
        return
    from chukan.cli.tables import console, markup_table
    from chukan.mending.catalogue import MENDS

    table = markup_table("検査項目", "題名", "直すこと", "直さないこと")
    for one in MENDS.values():
        table.add_row(one.rule, one.title, one.does, one.never)
    console().print(table)
    raise typer.Exit


def mend(
    file: Annotated[
        Path,
        typer.Argument(metavar=t("ファイル", "FILE"), help=t("直すファイル", "the file to correct")),
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
    only: Annotated[
        list[str],
        typer.Option(
            "--only",
            metavar="V02,V09,...",
            help=t("直す検査項目（--list で一覧）", "rules whose findings are mended (see --list)"),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE", help=t("直した写しの名前", "the name of the corrected copy")),
    ],
    log: Annotated[
        Path | None,
        typer.Option(
            "--log",
            metavar="CSV",
            help=t(
                "直した箇所の一覧（省略時は写しの名前に .changes.csv）", "the log of changes (default: OUT.changes.csv)"
            ),
        ),
    ] = None,
    agreement: o.AgreementFile = None,
    as_of: o.AsOf = None,
    packs: o.Packs = None,
    show_values: o.ShowValues = False,
    list_: Annotated[
        bool,
        typer.Option(
            "--list",
            is_eager=True,
            callback=_list,
            help=t("直せる検査項目と、直すこと・直さないことの一覧", "what can be mended, and what never is"),
        ),
    ] = False,
    json: o.Json = False,
) -> None:
    from functools import partial

    from chukan.agreement import agreement_lines, agreement_of
    from chukan.cli.progress import progress
    from chukan.intake.agreed_items import check_agreed_items
    from chukan.layouts.library import Library
    from chukan.mending.run import mend as make_copy
    from chukan.verification.mended import to_json

    agreed = agreement_of(agreement)
    library = Library(packs or ())
    found = library.layout(layout)
    others, places = partial(library.siblings, found), partial(agreement_lines, agreement)
    check_agreed_items(agreed, [found], others=others, places=places)
    with progress() as report:
        note = make_copy(
            path=file,
            layout=found,
            agreement=agreed,
            only=only,
            out=out,
            log=log,
            as_of=o.as_of_day(as_of),
            show_values=show_values,
            others=partial(library.siblings, found),
            progress=(lambda done: report(file.name, done, 0)) if report else None,
        )
    if json:
        typer.echo(to_json(note), nl=False)
    else:
        _print(note, file, out)
    raise typer.Exit(1 if note.needs_a_person else 0)


def _print(note: MendNote, file: Path, out: Path) -> None:
    """Print what was changed, what is left, and what comes next."""
    from rich.markup import escape

    from chukan.cli.tables import console, markup_table
    from chukan.rules.catalogue import RULES
    from chukan.verification.mended import note_path

    screen = console()
    if switches().quiet:
        unmended = sum(count.left for count in note.counts)
        unseen = "、見ていないところあり" if note.records_rejected or note.values_unread or note.reasons else ""
        done = f"直したレコード {note.changed_records:,} 件、残った指摘 {unmended:,} 件{unseen}"
        screen.print(escape(f"{note.source} → {out}: {done}"), soft_wrap=True)
        return
    screen.print(f"[bold]{escape(note.source)}[/bold] → [bold]{escape(str(out))}[/bold]", soft_wrap=True)
    screen.print(f"元の SHA-256 {note.source_sha256}（{note.source_bytes:,} バイト）", soft_wrap=True)
    screen.print(f"写しの SHA-256 {note.sha256}（{note.bytes:,} バイト）", soft_wrap=True)
    screen.print(
        f"レコード: 読取 {note.records_read:,}・読取不可 {note.records_rejected:,}（元と写しで同じ）、直したレコード {note.changed_records:,} 件",
        soft_wrap=True,
    )
    if note.records_rejected:
        screen.print(
            f"読み取れない {note.records_rejected:,} 件は見ていません（元のバイトのまま写しました）。`chukan check` の rejected.csv で確かめ、移行元で出力し直してください。",
            soft_wrap=True,
        )
    if note.values_unread:
        screen.print(
            f"読めないバイトを含む値 {note.values_unread:,} か所は見ていません（元のバイトのまま写しました）。移行元で文字コードを確かめ、出力し直してください。",
            soft_wrap=True,
        )
    if note.counts:
        table = markup_table("検査項目", "項目", ">直した箇所", ">残った指摘")
        for count in note.counts:
            title = f"{count.rule} {RULES[count.rule].title}"
            left = f"[red]{count.left:,}[/red]" if count.left else ""
            table.add_row(
                title, escape(count.item or "（ファイル全体）"), f"{count.mended:,}" if count.mended else "", left
            )
        screen.print(table)
    else:
        looked_at = "見た範囲に、" if note.needs_a_person else "レコードが1件もなく、" if not note.records_read else ""
        screen.print(f"{looked_at}指定した検査項目の指摘はありません。写しは元のファイルと同じ内容です。")
    for why in note.reasons:
        screen.print(escape(f"直さなかった理由: {why}"), soft_wrap=True)
    folder = out.parent
    screen.print(f"直した箇所の一覧: {escape(str(folder / note.log))}", soft_wrap=True)
    screen.print(
        f"直しの記録: {escape(str(note_path(out)))}（写しと一緒に置いてください。検査の報告書に「直した写し」と出ます）",
        soft_wrap=True,
    )
    if any(count.left for count in note.counts):
        screen.print("残った指摘は、機械的に直せません。移行元で値を確かめ、出力し直してください。", soft_wrap=True)
    screen.print(
        f"次の一手: 写しを `chukan check {escape(str(out))} --layout {note.layout}` で検査してください。"
        f"元の {escape(file.name)} は変わっていません。恒久の対応は、移行元の出力の修正です。",
        soft_wrap=True,
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mend", help=t("値や形式の機械的な誤りを直した写しを作る", "write a corrected copy of a file"))(mend)
