"""`chukan sample`: synthetic data that fits a layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t


def sample(
    layout: Annotated[str, typer.Argument(help=t("移行ファイル定義（例 resident_register/person）", "the layout"))],
    rows: Annotated[int, typer.Option("--rows", min=0, help=t("件数", "number of records"))] = 1000,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=t("書き出すファイル", "the file to write"))
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help=t("文字コード（既定 cp932）", "encoding (default cp932)"))
    ] = None,
    agreement: o.AgreementFile = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help=t("乱数の種", "random seed"))] = 1,
    defects: Annotated[
        float, typer.Option("--defects", min=0, max=1, help=t("誤りを混ぜる割合", "share of records with a defect"))
    ] = 0.0,
    municipality: Annotated[
        str, typer.Option("--municipality", help=t("全国地方公共団体コード", "municipality code"))
    ] = "131016",
    as_of: o.AsOf = None,
    packs: o.Packs = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> None:
    from chukan.cli.progress import progress
    from chukan.errors import UsageError
    from chukan.evidence.project import checked_code
    from chukan.intake.agreement import Agreement, load_agreement
    from chukan.layouts.library import Library
    from chukan.sample.write import write_sample

    try:
        checked_code(municipality)
    except ValueError as e:
        raise UsageError(str(e), place="--municipality", hint="例: 131016（千代田区）。") from None
    found = Library(packs or ()).layout(layout)
    agreed = load_agreement(agreement) if agreement else Agreement()
    if encoding:
        from chukan.evidence.project import agreement_of

        agreed = agreement_of(agreed, {"encoding": encoding}, "--encoding")
    path = out or Path(f"{found.slug}.csv")
    with progress(of_bytes=False) as report:
        written = write_sample(
            found,
            path,
            rows=rows,
            agreement=agreed,
            seed=seed,
            defects=defects,
            as_of=o.as_of_day(as_of),
            municipality=municipality,
            progress=(lambda done: report(path.name, done, rows)) if report else None,
        )
    if json:
        from json import dumps

        print(
            dumps(
                {"file": str(path), "records": written.records, "totals": written.totals, "defects": written.defects},
                ensure_ascii=False,
            )
        )
    elif not quiet:
        print(f"{path} に {written.records:,} 件を書きました（{found.address}、合成データ）。")
        if written.defects:
            print(f"混ぜた誤り {written.defects:,} 件の一覧: {path}.defects.csv")


def register(app: typer.Typer) -> None:
    app.command("sample", help=t("定義に合う合成データを作る", "make synthetic data that fits a layout"))(sample)
