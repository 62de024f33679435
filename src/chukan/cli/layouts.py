"""`chukan layouts`: list, show, compare and lint packs; its other commands have modules of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chukan.cli import layouts_impact, layouts_review, layouts_transfer
from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.switches import switches
from chukan.severity import Severity

if TYPE_CHECKING:
    from chukan.authoring.lint import LintFinding
    from chukan.layouts.library import Library
    from chukan.layouts.model import Layout

app = typer.Typer(
    help=t("レイアウト集（移行ファイル定義）を見る・比べる・調べる・取り込む・書き出す", "packs of layouts"),
    no_args_is_help=True,
    rich_markup_mode=None,
)

Address = Annotated[
    str,
    typer.Argument(
        metavar="ADDRESS", help=t("例 mic@2.7/resident_register/person", "e.g. mic@2.7/resident_register/person")
    ),
]
PackArgument = Annotated[str | None, typer.Argument(metavar="PACK[@EDITION]", help=t("省略時はすべて", "default: all"))]


@app.command("list", help=t("レイアウト集・業務・移行ファイル定義の一覧", "list packs, businesses and layouts"))
def list_(
    pack: PackArgument = None,
    packs: o.Packs = None,
    json: o.Json = False,
) -> None:
    from chukan.cli.json_output import print_json
    from chukan.cli.layouts_show import print_tree

    found = _stats(packs, pack)
    if json:
        print_json(found)
        return
    if switches().quiet:
        print("\n".join(one.pack for one in found))
        return
    for shadowed in _library(packs).shadowed:
        print(f"注意: 「{shadowed}」は chukan に入っているものではなく、指定されたフォルダのものです。")
    print_tree(found)


@app.command("stats", help=t("定義・項目・コード表の数", "count layouts, items and code lists"))
def stats(
    pack: PackArgument = None,
    packs: o.Packs = None,
    json: o.Json = False,
) -> None:
    from chukan.cli.json_output import print_json
    from chukan.cli.layouts_show import print_stats

    found = _stats(packs, pack)
    if json:
        print_json(found)
    else:
        print_stats(found)


@app.command(
    "show",
    help=t("移行ファイル定義を表で見る（業務・レイアウト集なら目次）", "show a layout, or the contents of a pack"),
)
def show(
    address: Address,
    all_: Annotated[
        bool, typer.Option("--all", help=t("目次でなく、すべての定義を見る", "every layout, not the contents"))
    ] = False,
    packs: o.Packs = None,
    json: o.Json = False,
) -> None:
    from chukan.authoring.labels import by_path
    from chukan.cli.json_output import layout_dict, print_json
    from chukan.cli.layouts_show import print_contents, print_layout
    from chukan.layouts.select import select

    library = _library(packs)
    layouts = select(library, address)
    if json:
        trees = [layout_dict(layout) for layout in layouts]
        print_json(trees[0] if len(trees) == 1 else trees)
        return
    if not layouts:
        print(f"{address} に移行ファイル定義はありません。この版より後に加わった業務です。")
    elif len(layouts) > 1 and not all_:
        print_contents(layouts)
    else:
        others = by_path([*layouts, *library.siblings(layouts[0])])
        for layout in layouts:
            print_layout(layout, others)


@app.command(
    "diff",
    help=t("二つの版・レイアウト集・定義の違いと理由", "what differs between two editions, packs or layouts, and why"),
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=t("例 mic@2.6", "e.g. mic@2.6"))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=t("例 mic@2.7", "e.g. mic@2.7"))],
    packs: o.Packs = None,
    words: Annotated[
        bool,
        typer.Option(
            "--words", help=t("検査に関わらない違い（名称・備考・出典）も出す", "names, notes and sources too")
        ),
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=t("違いがあれば終了コード 1", "exit with 1 on differences"))
    ] = False,
    json: o.Json = False,
) -> None:
    from dataclasses import replace

    from chukan.authoring.diff import diff_layouts, diff_packs
    from chukan.cli.json_output import print_json
    from chukan.cli.layouts_change import print_diff
    from chukan.layouts.select import select

    library = _library(packs)
    before, after = select(library, old), select(library, new)
    if len(before) == len(after) == 1:
        found = diff_layouts(before[0], after[0])
    else:
        found = diff_packs(before, after, names=(old, new))
    if not words:
        found = replace(found, changes=found.shown)
    found = replace(found, editions=_stated(library, before, after))
    if json:
        print_json(found)
    else:
        print_diff(found)
    raise typer.Exit(1 if exit_code and not found.is_empty else 0)


@app.command("lint", help=t("レイアウト集の誤りを調べる", "look for mistakes in packs"))
def lint(
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PACK|DIR]...", help=t("省略時はすべてのレイアウト集", "default: all packs")),
    ] = None,
    packs: o.Packs = None,
    fail_on: o.FailOn = "error",
    json: o.Json = False,
) -> None:
    from chukan.cli.json_output import print_json
    from chukan.cli.layouts_show import print_findings

    threshold = o.checked_fail_on(fail_on)
    names = targets or list(_library(packs).names)
    found = {name: _lint(name, packs) for name in names}
    if json:
        print_json(found)
    else:
        print_findings(found)
    bad = [s for s in Severity if threshold != "never" and s.weight >= Severity(threshold).weight]
    raise typer.Exit(1 if any(f.severity in bad for some in found.values() for f in some) else 0)


layouts_transfer.register(app)
layouts_impact.register(app)
layouts_review.register(app)


def _library(packs: Iterable[Path] | None) -> Library:
    from chukan.layouts.library import Library

    return Library(packs or ())


def _stated(library: Library, old: Sequence[Layout], new: Sequence[Layout]) -> tuple[tuple[str, str], ...]:
    """Return what their pack says of the editions between those of two lists of layouts."""
    if not old or not new or old[0].origin.pack != new[0].origin.pack:
        return ()
    between = library.pack(new[0].origin.pack).between(old[0].edition, new[0].edition)
    return tuple((e.edition, e.statement) for e in between)


def _stats(packs: Iterable[Path] | None, text: str | None) -> list[Any]:
    from chukan.authoring.stats import pack_stats
    from chukan.errors import LayoutNotFound, did_you_mean
    from chukan.layouts.select import select_pack

    library = _library(packs)
    if text is None:
        return [pack_stats(library.pack(name)) for name in library.names]
    found = select_pack(library, text)
    if found is None:
        hint = did_you_mean(text, library.names) or f"あるレイアウト集: {', '.join(library.names)}"
        raise LayoutNotFound(f"レイアウト集「{text}」がありません", hint=hint)
    return [pack_stats(*found)]


def _lint(target: str, packs: Iterable[Path] | None) -> tuple[LintFinding, ...]:
    """List the findings of a pack by name, or of a folder (which may not even load)."""
    from chukan.authoring.lint import lint_folder, lint_pack
    from chukan.errors import PackError
    from chukan.layouts.library import Library
    from chukan.layouts.pack import Pack

    folder = Path(target)
    if not (folder / "pack.yaml").exists():
        return lint_pack(_library(packs).pack(target))
    try:
        pack = Library([folder, *(packs or ())]).pack(Pack(folder).name)
    except PackError:
        return lint_folder(folder)
    return lint_pack(pack)
