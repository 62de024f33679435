"""`chukan init`: the draft of a project from the files of a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chukan.project.drafting.outline import Draft
    from chukan.project.drafting.survey import LeftOut


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar=t("フォルダ", "FOLDER"),
            help=t(
                "提出されたファイルの入ったフォルダ（ZIP・表計算のブックの中も見る）", "the folder that was delivered"
            ),
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PROJECT",
            help=t(
                "書き出す project.yaml か project.xlsx（省略時は今のフォルダの project.yaml）",
                "the project.yaml or project.xlsx to write (default: project.yaml here)",
            ),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=t("あるファイルを上書きする", "replace an existing file"))
    ] = False,
    packs: o.Packs = None,
    no_progress: o.NoProgress = False,
    quiet: o.Quiet = False,
    json: o.Json = False,
) -> None:
    from chukan.cli.progress import progress
    from chukan.layouts.library import Library
    from chukan.project.drafting.write import NothingRecognised, default_place, draft_project

    place = out or default_place(folder)
    library = Library(packs or ())
    try:
        with progress(shown=not (no_progress or quiet)) as report:
            draft = draft_project(folder, place, library, day=dt.date.today(), force=force, progress=report)
    except NothingRecognised as e:
        print("\n".join(_left_out(e.left)))
        raise
    if json:
        print(_json(draft, place))
    elif quiet:
        print(place)
    else:
        print("\n".join(_lines(draft, place)))


def _lines(draft: Draft, place: Path) -> Iterator[str]:
    from chukan.errors import readable
    from chukan.project.unfilled import UNFILLED

    yield f"プロジェクトの下書きを書きました: {place}"
    towns = "、".join(
        f"{town.guess.name or '名称不明'}（{town.guess.code or 'コード不明'}）" for town in draft.municipalities
    )
    yield f"  団体　　 {len(draft.municipalities)}（フォルダの名前からの推定）: {towns}"
    yield f"  ファイル {len(draft.files)}"
    for file in draft.files:
        fit = file.seen.fit
        yield f"    {readable(file.seen.path)}  {file.records:,} 件  {fit.business} {fit.name}（{fit.score:.0%}）"
    if draft.left:
        yield from _left_out(draft.left)
    yield f"次の一手: {place} の「{UNFILLED}」を書き、「要確認」を確かめてください。その後: chukan verify {place} --out result"


def _left_out(left: Sequence[LeftOut]) -> Iterator[str]:
    from chukan.errors import readable

    yield f"  下書きに入れなかったもの {len(left)}"
    for one in left:
        yield readable(f"    {one.path}: {one.reason}")


def _json(draft: Draft, place: Path) -> str:
    from json import dumps

    return dumps(
        {
            "project": str(place),
            "files": [
                {
                    "path": file.seen.path,
                    "municipality": town.guess.code,
                    "layout": file.seen.fit.address,
                    "score": file.seen.fit.score,
                    "records": file.records,
                }
                for town in draft.municipalities
                for business in town.businesses
                for file in business.files
            ],
            "left_out": [
                {"path": one.path, "reason": one.reason, "candidates": [fit.address for fit in one.fits[:3]]}
                for one in draft.left
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def register(app: typer.Typer) -> None:
    app.command(
        "init", help=t("フォルダのファイルからプロジェクトの下書きを作る", "draft a project from a folder of files")
    )(init)
