"""`chukan evidence`: mandatory item 1, its papers, and their seal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t

if TYPE_CHECKING:
    from chukan.evidence.build import Built
    from chukan.evidence.sealing.seal import SealCheck

app = typer.Typer(
    help=t(
        "必須推進項目1の証跡: 判定・書類・封印",
        "the evidence for mandatory item 1: judgement, papers, seal",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
SHOWN = 20
"""Names that the screen lists of each kind."""


@app.command(
    "build",
    help=t(
        "検証結果から必須推進項目1を判定し、書類を作って封印する（終了コード 0 満たす（提案では予定どおり）、1 満たさない・要確認・機構の判断が必要）",
        "judge mandatory item 1, make the papers and seal them (exit code 0 met, or planned; 1 not met, to be settled or to be decided)",
    ),
)
def build_(
    project: o.ProjectFile,
    verification: Annotated[
        Path | None,
        typer.Option(
            "--verification",
            metavar="DIR",
            help=t(
                "chukan verify --out の結果のフォルダ（stage: proposal のときは要らない）",
                "the folder that chukan verify --out left (none with stage: proposal)",
            ),
        ),
    ] = None,
    reconciliation: Annotated[
        Path | None,
        typer.Option(
            "--reconciliation",
            metavar="DIR",
            help=t("chukan reconcile --out の結果のフォルダ", "the folder that chukan reconcile --out left"),
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=t("証跡を置くフォルダ", "folder for the evidence"))
    ] = Path("evidence"),
    zip_: Annotated[
        bool, typer.Option("--zip", help=t("同じ内容の ZIP も隣に書く", "also write a ZIP beside it"))
    ] = False,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates", metavar="DIR", help=t("自分の団体の様式のフォルダ", "folder of templates of your own")
        ),
    ] = None,
    sign: Annotated[
        Path | None,
        typer.Option(
            "--sign", metavar="PEM", help=t("署名する秘密鍵（Ed25519）", "private key to sign with (Ed25519)")
        ),
    ] = None,
    packs: o.Packs = None,
    allow_outside: o.AllowOutside = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
    no_progress: o.NoProgress = False,
) -> None:
    from chukan.cli.progress import progress
    from chukan.evidence.build import build
    from chukan.project.project import Project

    opened = Project.open(project, packs=packs or (), allow_outside=allow_outside)
    with progress(shown=not (no_progress or quiet)) as report:
        built = build(
            opened,
            verification,
            out,
            reconciliation_dir=reconciliation,
            templates=templates,
            sign=sign,
            archive=zip_,
            progress=report,
        )
    _print_built(built, json=json, quiet=quiet)
    raise typer.Exit(0 if built.judgement.met else 1)


@app.command(
    "check",
    help=t(
        "封印を確かめる（終了コード 0 変わっていない、1 変わっている）",
        "recompute the seal (exit code 0 intact, 1 not)",
    ),
)
def check_(
    evidence: Annotated[
        Path,
        typer.Argument(
            metavar=t("証跡", "EVIDENCE"), help=t("証跡のフォルダか ZIP", "the evidence: a folder or a ZIP")
        ),
    ],
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="PEM", help=t("署名した者の公開鍵", "the signer's public key")),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project",
            metavar="YAML",
            help=t(
                "提出データの SHA-256 も、このプロジェクトで確かめる", "also check the delivered files of this project"
            ),
        ),
    ] = None,
    allow_outside: o.AllowOutside = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> None:
    from chukan.evidence.build import check
    from chukan.project.project import Project

    opened = Project.open(project, allow_outside=allow_outside) if project else None
    found = check(evidence, key=key, project=opened)
    _print_check(found, json=json, quiet=quiet)
    raise typer.Exit(0 if found.intact else 1)


@app.command(
    "templates",
    help=t(
        "付属の様式と差込項目の一覧を書き出す（直して build --templates DIR で使う）",
        "write the templates and the list of their placeholders (edit them, then build --templates DIR)",
    ),
)
def templates_(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=t("様式を置くフォルダ", "folder for the templates"))
    ],
    quiet: o.Quiet = False,
) -> None:
    from chukan.evidence.papers.templates import copy_templates

    for path in copy_templates(out):
        if not quiet:
            print(path)


def _print_built(built: Built, *, json: bool, quiet: bool) -> None:
    from chukan.evidence.build import JUDGEMENT
    from chukan.evidence.judgement.standing import STANDING_JA

    if json:
        print((built.folder / JUDGEMENT).read_text(encoding="utf-8"), end="")
        return
    judgement = built.judgement
    print(f"必須推進項目1: {judgement.words}（{judgement.clause}）")
    if quiet:
        return
    for town in judgement.municipalities:
        print(f"  {town.name}: {STANDING_JA[town.standing]}（{len(town.counted)} 業務）")
        for reason in town.reasons:
            print(f"    ・{reason}")
    for line in (*judgement.desirable, *filter(None, [judgement.overall]), *judgement.notes):
        print(f"  {line}")
    print(f"定義: {built.manifest.statement or 'なし'}")
    print(f"書類（案）: {built.folder}" + (f"  {built.archive}" if built.archive else ""))
    print(f"封印（manifest.json の SHA-256）: {built.seal}" + ("（署名あり）" if built.manifest.signed else ""))


def _print_check(found: SealCheck, *, json: bool, quiet: bool) -> None:
    from chukan.evidence.sealing import seal

    if json:
        from json import dumps

        print(dumps(seal.as_document(found), ensure_ascii=False, indent=1))
        return
    words = "変わっていません" if found.trusted else f"{seal.MANIFEST} の記録から変わっていません"
    print(f"封印: {words}。" if found.intact else "封印: 変わっています。")
    for what, names in (
        ("変更", found.changed),
        ("追加", found.added),
        ("削除", found.removed),
        ("提出データの変更", found.delivered_changed),
    ):
        for name in names[:SHOWN]:
            print(f"  {what}: {name}")
        if len(names) > SHOWN:
            print(f"  {what}: ほかに {len(names) - SHOWN} 件")
    own_key = found.signature == "good" and not found.trusted
    print(
        f"  {'署名は、証跡に入っていた鍵に合います' if own_key else seal.SIGNATURE_JA[found.signature]}"
        + (f"（公開鍵の指紋 {found.fingerprint}）" if found.fingerprint else "")
    )
    if own_key:
        print(
            "  鍵は証跡に入っていたもので、だれの鍵かはわかりません。指紋を署名した者に問い合わせるか、--key で確かめてください。"
        )
    if found.signature == "none":
        print(
            "  記録ごと作り直されていないかは、わかりません。封印の値（SHA-256）が、作った者の控えと同じか確かめてください。"
        )
    if quiet:
        return
    for name in found.left_behind:
        print(f"  数えなかったもの（OS や Office が置くファイル）: {name}")
    if found.delivered_checked:
        print(f"  提出データ {found.delivered_checked} ファイルを照合しました。")
    print(f"封印（manifest.json の SHA-256）: {found.seal}")
    unproven = "" if found.trusted else f"{seal.MANIFEST} の記載: "
    print(f"{unproven}{found.manifest.group}　基準日 {found.manifest.as_of}　{found.manifest.statement}")
