"""`chukan layouts import` and `export`: a pack from a workbook of definitions, and files of other forms from a pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t


def import_(
    workbooks: Annotated[
        list[Path],
        typer.Argument(metavar="WORKBOOK.xlsx...", help=t("定義書。複数なら一つのレイアウト集にまとめる", "workbooks")),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help=t("レイアウト集のフォルダ（省略時は packs/ の下）", "pack folder")),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="YAML", help=t("読み取りの対応表（推定が違うとき）", "mapping file")),
    ] = None,
    mapping_draft: Annotated[
        Path | None,
        typer.Option(
            "--mapping-draft",
            metavar="YAML",
            help=t(
                "読み取った結果を、直して使える対応表として書き出す",
                "write how it was read, as a mapping file to correct",
            ),
        ),
    ] = None,
    declare_official: Annotated[
        str | None,
        typer.Option(
            "--declare-official",
            metavar='"所属 氏名"',
            help=t("公式の定義書であると申告する人", "who declares the workbook official"),
        ),
    ] = None,
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="NAME", help=t("レイアウト集の名前（英数字）", "name in addresses"))
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help=t("レイアウト集の日本語名", "Japanese name"))] = None,
    edition: Annotated[str | None, typer.Option("--edition", help=t("版（省略時は定義書から）", "edition"))] = None,
    intermediate_standard: Annotated[
        bool,
        typer.Option(
            "--intermediate-standard",
            help=t(
                "中間標準レイアウトの定義書であると申告する（必須推進項目1に数えるのに要る）",
                "declare that it defines the 中間標準レイアウト (mandatory item 1 counts no other pack)",
            ),
        ),
    ] = False,
    append: Annotated[
        bool,
        typer.Option(
            "--append", help=t("あるレイアウト集に業務を足す（同じ業務は置き換える）", "add businesses to the pack")
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=t("あるフォルダを置き換える", "replace the folder"))
    ] = False,
    json: o.Json = False,
) -> None:
    from chukan.authoring.workbook.importer import import_workbooks
    from chukan.authoring.workbook.names import safe
    from chukan.cli.json_output import print_json
    from chukan.cli.layouts_imported import print_import

    folder = out or Path("packs") / (pack or safe(workbooks[0].stem))
    reports = import_workbooks(
        workbooks,
        out=folder,
        mapping=mapping,
        declared_by=declare_official,
        pack=pack,
        name=name,
        edition=edition,
        intermediate_standard=intermediate_standard,
        append=append,
        overwrite=overwrite,
        mapping_draft=mapping_draft,
    )
    if json:
        print_json(reports[0] if len(reports) == 1 else reports)
    else:
        for report in reports:
            print_import(report)
    raise typer.Exit(1 if any(r.problems for r in reports) else 0)


def export_(
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS",
            help=t("定義・業務・レイアウト集（例 mic@2.7/resident_register）", "layout, business or pack"),
        ),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="excel, dictionary, markdown, html, table-schema, json-schema, pandera",
        ),
    ] = "excel",
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE|DIR", help=t("書き出し先（省略時は今のフォルダ）", "file or folder"))
    ] = Path(),
    packs: o.Packs = None,
    json: o.Json = False,
) -> None:
    from chukan.authoring.export import export
    from chukan.cli.json_output import print_json
    from chukan.layouts.library import Library
    from chukan.layouts.select import select

    layouts = select(Library(packs or ()), address)
    paths = export(layouts, form, out)
    if json:
        print_json([str(p) for p in paths])
        return
    print(f"{len(layouts)} 定義を {len(paths)} ファイルに書き出しました。")
    for path in paths[:5]:
        print(f"  {path}")
    if len(paths) > 5:
        print(f"  ほか {len(paths) - 5} ファイル")


def register(app: typer.Typer) -> None:
    app.command("import", help=t("Excel の定義書をレイアウト集として取り込む", "make a pack from an Excel workbook"))(
        import_
    )
    app.command(
        "export", help=t("Excel・データ項目辞書・各種スキーマに書き出す", "write Excel, data dictionaries, schemas")
    )(export_)
