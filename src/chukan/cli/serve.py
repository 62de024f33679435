"""`chukan serve`: the findings of a run on a local page, on which people decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t


def serve(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help=t("check・verify の結果のフォルダ（--out）", "the folder that check or verify left")
        ),
    ],
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help=t("ポート番号（0 は空いている番号）", "the port (0 = any free)")),
    ] = 0,
    read_only: Annotated[bool, typer.Option("--read-only", help=t("見るだけにする", "nothing can be typed"))] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help=t(
                "提出されたファイルのフォルダ（省略時は結果のフォルダの上）",
                "where the delivered files are (default: above DIR)",
            ),
        ),
    ] = None,
    packs: o.Packs = None,
    show_values: o.ShowValues = False,
    open_: Annotated[bool, typer.Option("--open", help=t("ブラウザーで開く", "open it in the browser"))] = False,
) -> None:
    from chukan.serving.run import serve as run

    def started(address: str, once: str) -> None:
        print(
            t(
                "ブラウザーで次のアドレスを開いてください（このコンピューターだけで開けます）:",
                "Open in a browser of this computer:",
            )
        )
        print(f"  {address}", flush=True)
        print(t("終わるときは Ctrl-C を押します。", "Ctrl-C ends it."), flush=True)
        if open_:
            import webbrowser

            webbrowser.open(once)  # its command line is no secret on a computer of several accounts

    run(
        folder,
        port=port,
        read_only=read_only,
        data=data,
        packs=tuple(packs or ()),
        show_values=show_values,
        started=started,
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", help=t("結果をブラウザーで見て、対応を記入する", "see and decide findings in a browser"))(
        serve
    )
