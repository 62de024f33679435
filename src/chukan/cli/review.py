"""`chukan review`: the sheets of findings on which people decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli.language import t

app = typer.Typer(
    help=t("課題管理表（report.xlsx の指摘一覧）への記入", "what is decided in the sheet of findings (report.xlsx)"),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    "merge",
    help=t(
        "何人かが記入した課題管理表を一つにする（同じ検証の表の写しどうし）",
        "make one sheet of copies that several people filled in",
    ),
)
def merge(
    sheets: Annotated[
        list[Path],
        typer.Argument(metavar="A.xlsx B.xlsx...", help=t("記入した課題管理表", "the sheets that were filled in")),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="C.xlsx", help=t("一つにした表を書く先", "where to write it"))],
) -> None:
    from chukan.cli.switches import switches
    from chukan.errors import UsageError
    from chukan.project.decision_sheet import open_sheet
    from chukan.project.merged import merged
    from chukan.reports.merged_sheet import write_merged

    if len(sheets) < 2:
        raise UsageError("一つにする表が足りません", hint="二つ以上の report.xlsx を並べてください。")
    if any(out.exists() and out.samefile(path) for path in sheets if path.exists()):
        raise UsageError(
            "--out が元の表と同じファイルです", place=str(out), hint="別の名前を指定してください。元の表は変えません。"
        )
    one = merged([open_sheet(path) for path in sheets])
    write_merged(out, one)
    decided = sum(any(row.typed) for row in one.rows)
    print(f"一つにしました: {out}（記入 {decided:,} 行／{len(one.rows):,} 行）")
    if not switches().quiet:
        print(f"次の検証で読み込むには: chukan verify PROJECT.yaml --decisions {out} --out 新しいフォルダ")
