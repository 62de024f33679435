"""`chukan sample`: synthetic data that fits a layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from chukan.agreement import Agreement
    from chukan.layouts.model import Layout
    from chukan.sample.files.write import WrittenFile

_DIFFERENCES = 0.001


def sample(
    layouts: Annotated[
        list[str],
        typer.Argument(
            metavar="LAYOUT...",
            help=t(
                "移行ファイル定義（例 resident_register/person）。二つ以上なら、互いにつながるファイルを作る",
                "the layout; several make files that refer to each other",
            ),
        ),
    ],
    rows: Annotated[int, typer.Option("--rows", min=0, help=t("件数", "number of records"))] = 1000,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=t(
                "書き出すファイル（定義が二つ以上ならフォルダ）", "the file to write (a folder for several layouts)"
            ),
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help=t("文字コード（既定 cp932）", "encoding (default cp932)"))
    ] = None,
    agreement: o.AgreementFile = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help=t("乱数の種", "random seed"))] = 1,
    defects: Annotated[
        float, typer.Option("--defects", min=0, max=1, help=t("誤りを混ぜる割合", "share of records with a defect"))
    ] = 0.0,
    loaded_from: Annotated[
        Path | None,
        typer.Option(
            "--loaded-from",
            metavar="FILE",
            help=t(
                "提出データのファイルから、移行先が保有するデータの見本を作る（突合の練習用）",
                "make what a target system might hold of a delivered file (to try reconcile)",
            ),
        ),
    ] = None,
    differences: Annotated[
        float | None,
        typer.Option(
            "--differences",
            min=0,
            max=1,
            help=t("--loaded-from で違いを混ぜる割合", "with --loaded-from: share of records that differ"),
            show_default="0.001",
        ),
    ] = None,
    municipality: Annotated[
        str, typer.Option("--municipality", help=t("全国地方公共団体コード", "municipality code"))
    ] = "131016",
    as_of: o.AsOf = None,
    force: Annotated[
        bool, typer.Option("--force", help=t("同じ名前のものがあっても上書きする", "write over what is there"))
    ] = False,
    packs: o.Packs = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> None:
    from functools import partial

    from chukan.agreement import agreement_lines, agreement_of
    from chukan.cli.progress import progress
    from chukan.errors import UsageError
    from chukan.intake.agreed_items import check_agreed_items
    from chukan.layouts.library import Library
    from chukan.project.project_file import checked_code
    from chukan.sample.deliveries.single import write_sample

    try:
        checked_code(municipality)
    except ValueError as e:
        raise UsageError(str(e), place="--municipality", hint="例: 131016（千代田区）。") from None
    library = Library(packs or ())
    found = [library.layout(address) for address in dict.fromkeys(layouts)]
    agreed = agreement_of(agreement)
    places = partial(agreement_lines, agreement)
    check_agreed_items(agreed, found, others=partial(library.siblings, found[0]), places=places)
    if encoding:
        agreed = agreed.merged({"encoding": encoding}, place="--encoding")
    if loaded_from is not None:
        rate = _DIFFERENCES if differences is None else differences
        others = partial(library.siblings, found[0])
        _loaded(
            found, loaded_from, out, agreed, others=others, rate=rate, seed=seed, force=force, json=json, quiet=quiet
        )
        return
    if differences is not None:
        raise UsageError(
            "--differences は、--loaded-from のときだけ使えます",
            hint="誤りを混ぜた提出データの見本なら --defects です。",
        )
    _refuse_existing(out or Path("sample" if len(found) > 1 else f"{found[0].slug}.csv"), force=force)
    if len(found) > 1:
        _several(
            layouts=found,
            folder=out or Path("sample"),
            rows=rows,
            municipality=municipality,
            as_of=o.as_of_day(as_of),
            agreement=agreed,
            seed=seed,
            defects=defects,
            json=json,
            quiet=quiet,
        )
        return
    path = out or Path(f"{found[0].slug}.csv")
    with progress(of_bytes=False) as report:
        written = write_sample(
            found[0],
            path,
            rows=rows,
            agreement=agreed,
            seed=seed,
            defects=defects,
            as_of=o.as_of_day(as_of),
            municipality=municipality,
            progress=(lambda done: report(path.name, done, rows)) if report else None,
        )
    _print_written([written], json=json, quiet=quiet)


def _loaded(
    layouts: Sequence[Layout],
    source: Path,
    out: Path | None,
    agreement: Agreement,
    *,
    others: Callable[[], Iterable[Layout]],
    rate: float,
    seed: int,
    force: bool,
    json: bool,
    quiet: bool,
) -> None:
    """Write what a target system might hold of a delivered file."""
    from chukan.errors import UsageError
    from chukan.sample.deliveries.loaded import write_loaded

    if len(layouts) > 1:
        raise UsageError(
            "--loaded-from では定義を1つだけ指定してください",
            place="、".join(layout.address for layout in layouts),
            hint="提出データのファイル1つごとに、その定義で作ってください。",
        )
    path = out or Path(f"loaded_{source.name}")
    if path.resolve() == source.resolve():
        raise UsageError(
            "--out が、提出データのファイルそのものです。何も書いていません",
            place=str(path),
            hint="--out に別の名前を指定してください。",
        )
    _refuse_existing(path, force=force)
    made = write_loaded(source, layouts[0], agreement, path, rate=rate, seed=seed, others=others)
    if json:
        from json import dumps

        document = {"file": str(made.path), "records": made.records, "differences": len(made.differences)}
        print(dumps(document, ensure_ascii=False))
    elif not quiet:
        print(f"{made.path} に {made.records:,} 件を書きました（移行先が保有するデータの見本）。")
        print(f"混ぜた違い {len(made.differences):,} 件の一覧: {made.list_path}")
        print(f"次の一手: chukan reconcile {source} {made.path} --layout {layouts[0].address} で突き合わせてください。")


def _refuse_existing(path: Path, *, force: bool) -> None:
    """Raise OutputError when synthetic data would take the place of something: it may be a delivery."""
    from chukan.errors import OutputError

    if force or not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    what = "フォルダ" if path.is_dir() else "ファイル"
    raise OutputError(
        f"同じ名前の{what}があります。合成データで上書きしないよう、何も書いていません",
        place=str(path),
        hint="--out に別の名前を指定してください。上書きしてよければ --force を付けてください。",
    )


def _several(
    layouts: list[Layout],
    folder: Path,
    rows: int,
    municipality: str,
    as_of: date,
    agreement: Agreement,
    seed: int,
    defects: float,
    json: bool,
    quiet: bool,
) -> None:
    from chukan.errors import UsageError
    from chukan.sample.deliveries.delivered import write_delivery

    if len({(layout.origin.pack, layout.edition) for layout in layouts}) > 1:
        raise UsageError(
            "つながるファイルは、一つのレイアウト集の同じ版で作ります",
            place="、".join(layout.address for layout in layouts),
            hint="同じ版の定義を指定してください。",
        )
    done = write_delivery(
        layouts,
        folder,
        persons=rows,
        municipality=municipality,
        as_of=as_of,
        agreement=agreement,
        seed=seed,
        defects=defects,
    )
    _print_written(done.files, json=json, quiet=quiet)
    if not json and not quiet:
        print(f"プロジェクト: {done.project}（chukan verify {done.project} で検証できます）")


def _print_written(files: Sequence[WrittenFile], *, json: bool, quiet: bool) -> None:
    if json:
        from json import dumps

        documents = [
            {"file": str(w.path), "records": w.records, "totals": w.totals, "defects": w.defects} for w in files
        ]
        print(dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False))
        return
    for written in files if not quiet else ():
        print(f"{written.path} に {written.records:,} 件を書きました（合成データ）。")
        if written.defects:
            print(f"混ぜた誤り {written.defects:,} 件の一覧: {written.path}.defects.csv")


def register(app: typer.Typer) -> None:
    app.command("sample", help=t("定義に合う合成データを作る", "make synthetic data that fits a layout"))(sample)
