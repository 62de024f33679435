"""`chukan layouts review-sheet`: the workbook in which a town goes through a pack, and the pack that comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from chukan.authoring.review.merge import MergeReport
    from chukan.layouts.library import Library


def review_sheet(
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="ADDRESS",
            help=t(
                "定義・業務・レイアウト集（例 mic@2.7/resident_register）",
                "layout, business or pack to write a sheet of",
            ),
        ),
    ] = None,
    merge: Annotated[
        Path | None,
        typer.Option(
            "--merge", metavar="FILE.xlsx", help=t("記入した確認シートを取り込む", "take in a sheet that was filled in")
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE|DIR",
            help=t("書き出すブック、または作るレイアウト集のフォルダ", "the workbook, or the folder of the pack"),
        ),
    ] = None,
    pack: Annotated[
        str | None,
        typer.Option(
            "--pack", metavar="NAME", help=t("作るレイアウト集の名前（英数字）", "the new pack's name in addresses")
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help=t("レイアウト集の日本語名", "its Japanese name"))] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=t("あるフォルダを置き換える", "replace the folder"))
    ] = False,
    packs: o.Packs = None,
    json: o.Json = False,
) -> None:
    from chukan.errors import UsageError
    from chukan.layouts.library import Library

    if (address is None) == (merge is None):
        raise UsageError(
            "書き出す定義（ADDRESS）か、取り込む確認シート（--merge）の、どちらか一つを指定してください",
            hint="例: chukan layouts review-sheet mic@2.7/resident_register",
        )
    library = Library(packs or ())
    if address is not None:
        _write(library, address, out, json=json)
        return
    from chukan.authoring.review.merge import merge_review
    from chukan.cli.json_output import print_json

    assert merge is not None  # noqa: S101 - one of both is there
    if out is None and pack is None:
        raise UsageError(
            "作るレイアウト集の名前がありません", hint="--pack に英数字の名前（例 chiyoda）を付けてください。"
        )
    folder = out or Path("packs") / (pack or "")
    report = merge_review(merge, library, out=folder, pack=pack, name=name, overwrite=overwrite)
    if json:
        print_json(report)
    else:
        _print(report)
    raise typer.Exit(1 if report.problems else 0)


def _write(library: Library, address: str, out: Path | None, *, json: bool) -> None:
    from chukan.authoring.review.write import write_review
    from chukan.cli.json_output import print_json
    from chukan.errors import UsageError
    from chukan.layouts.select import select
    from chukan.output.folder import whole_file

    layouts = select(library, address)
    if not layouts:
        raise UsageError(
            f"{address} に移行ファイル定義はありません",
            hint="版と業務を `chukan layouts list PACK@版` で確かめてください。",
        )
    first = layouts[0]
    business = f"_{first.business}" if len({layout.business for layout in layouts}) == 1 else ""
    path = out or Path(f"review_{first.origin.pack}_{first.edition}{business}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            "確認シートの名前は .xlsx で終えてください", place=str(path), hint="--out に FILE.xlsx を指定してください。"
        )
    with whole_file(path) as file:
        write_review(layouts, file)
    if json:
        print_json({"path": str(path), "layouts": [layout.address for layout in layouts]})
        return
    items = sum(len(layout.items) for layout in layouts)
    print(f"確認シートを書き出しました: {path}（定義 {len(layouts)}、項目 {items:,}）")
    print(
        f"次の一手: 市区町村と事業者とで記入し、chukan layouts review-sheet --merge {path} --pack 名前 で取り込んでください。"
    )


def _print(report: MergeReport) -> None:
    from rich.markup import escape

    from chukan.authoring import labels
    from chukan.authoring.review.form import GONE, HELD, RIGHT, WRONG
    from chukan.cli.tables import console, table_of

    out = console()
    out.print(f"[bold]{escape(report.workbook)}[/bold] を取り込みました → {escape(report.folder)}", soft_wrap=True)
    out.print(f"SHA-256 {report.workbook_sha256}")
    out.print(
        f"レイアウト集 {escape(report.pack)} 版 {report.edition}（{escape(report.extends)} を拡張、{labels.AUTHORITIES[report.authority]}のまま）"
    )
    table = table_of("セル", "定義・コード表", "名前", "結果", "内容", "確認者", "確認日")
    for c in report.corrections:
        cells = (c.place, c.of, c.name, c.result, c.what, c.signature.who, c.signature.day)
        table.add_row(*cells)
    out.print(table)
    counts = "、".join(
        f"{result} {sum(c.result == result for c in report.corrections)}"
        for result in (RIGHT, WRONG, GONE, "追加", HELD)
    )
    out.print(f"{counts}、未確認 {report.open:,}")
    for word, texts in (("要確認", report.problems), ("注意", report.notices)):
        for text in texts:
            out.print(escape(f"{word}: {text}"), soft_wrap=True)
    layout = report.layouts[0] if report.layouts else "業務/定義"
    out.print(
        f"検査に使うには: chukan check FILE --packs {escape(report.folder)} --layout {escape(report.pack)}@{report.edition}/{layout}",
        soft_wrap=True,
    )


def register(app: typer.Typer) -> None:
    """Add the command to `chukan layouts`."""
    app.command(
        "review-sheet",
        help=t(
            "定義を事業者と確かめる Excel を書き出す・取り込む",
            "write the Excel in which a town goes through a pack, and take it in",
        ),
    )(review_sheet)
