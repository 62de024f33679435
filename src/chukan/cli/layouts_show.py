"""What `chukan layouts` prints: trees and tables of frozen values."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from chukan.authoring import labels
from chukan.authoring.change import Change, Diff
from chukan.authoring.effects import EFFECTS
from chukan.authoring.lint import LintFinding
from chukan.authoring.stats import PackStats
from chukan.authoring.workbook.report import ImportReport
from chukan.layouts.basis import Basis
from chukan.layouts.body import DECLARATIONS
from chukan.layouts.model import Layout

if TYPE_CHECKING:
    from chukan.layouts.model import ItemType, Requirement

FAMILIES = {
    "resident": "住民",
    "tax": "税",
    "welfare": "福祉",
    "internal": "内部",
    "kiosk": "コンビニ交付",
    "": "その他",
}
SEVERITIES = {"error": "エラー", "warning": "警告", "info": "参考"}
WHATS: dict[str, str] = {
    "layout": "定義",
    "item": "項目",
    "code_list": "コード表",
    "code": "コード",
    **{kind.kind: kind.label for kind in DECLARATIONS},
}
FIELDS = {
    "type": "型",
    "length": "桁数",
    "scale": "小数桁",
    "required": "必須",
    "key": "主キー",
    "code": "コード表",
    "formats": "書式",
    "source": "出典",
    "note": "備考",
    "name": "名称",
    "no": "番号",
    "order": "順序",
}
CELLS = {
    "used": "取り込んだ",
    "heading": "見出し",
    "decoration": "定義でないと決まっている",
    "unused": "読まなかった（要確認）",
}
BASIS_STYLES: dict[Basis, str] = {
    "official": "green",
    "statute": "green",
    "public-standard": "blue",
    "attested": "magenta",
    "estimate": "yellow",
}
LEVELS = {"problem": "要確認", "warning": "注意", "info": "参考"}


def console() -> Console:
    """Return standard output; wide when it is no terminal, so that nothing is cut in a file or a pipe."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=180)


def print_json(value: Any) -> None:
    """Print any value of ours as JSON."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=1))


def print_tree(found: Sequence[PackStats]) -> None:
    """Print packs, families, businesses and layouts as a tree."""
    out = console()
    for pack in found:
        extends = f"、{pack.extends} を拡張" if pack.extends else ""
        editions = (
            "版の記載なし"
            if pack.editions == ("unstated",)
            else f"版 {', '.join(pack.editions)}（表示 {pack.edition}）"
        )
        authority = labels.AUTHORITIES[pack.authority]
        stated = (
            f"（{authority}{extends}）" if f"（{authority}）" not in pack.name else extends and f"（{extends[1:]}）"
        )
        root = Tree(
            f"[bold]{escape(pack.pack)}[/bold] {escape(pack.name)}{stated} "
            f"{editions} 業務 {len(pack.businesses)} 定義 {pack.layouts} 項目 {pack.items}"
        )
        families: dict[str, Tree] = {}
        for business in pack.businesses:
            family = FAMILIES.get(business.family, business.family)
            branch = families.setdefault(
                family, root.add(f"[bold]{escape(family)}[/bold]") if family not in families else families[family]
            )
            number = "--" if business.number is None else f"{business.number:02d}"
            mark = "" if business.verified else "（番号は未確認）"
            node = branch.add(
                f"{number} {escape(business.name)} [dim]{business.business}[/dim] 定義 {len(business.layouts)} 項目 {business.items}{mark}"
            )
            for slug, name, items in business.layouts:
                node.add(f"{escape(slug)} {escape(name)} [dim]{items} 項目[/dim]")
        out.print(root)


def print_stats(found: Sequence[PackStats]) -> None:
    """Print one row a pack, and what its items rest on."""
    table = table_of(
        "レイアウト集", "版", "出所", ">業務", ">定義", ">項目", ">コード表", ">コード値", ">参照", ">検査規則", "根拠"
    )
    for s in found:
        bases = "、".join(f"{_basis(b)} {n}" for b, n in s.bases.items())
        numbers = (len(s.businesses), s.layouts, s.items, s.code_lists, s.code_values, s.references, s.rules)
        table.add_row(s.pack, s.edition, labels.AUTHORITIES[s.authority], *map(str, numbers), bases)
    console().print(table)


def print_contents(layouts: Sequence[Layout]) -> None:
    """Print which layouts there are, one a row, with what their items rest on."""
    out = console()
    for statement in dict.fromkeys(layout.origin.statement for layout in layouts):
        out.print(escape(statement))
    table = table_of("業務", "移行ファイル", "定義", ">項目", ">必須", ">検査規則", "根拠")
    business = ""
    for layout in layouts:
        required = sum(item.required == "required" for item in layout.items)
        table.add_row(
            escape(layout.business_name) if layout.business != business else "",
            escape(layout.name),
            layout.address,
            str(len(layout.items)),
            str(required),
            str(len(layout.body.rules)),
            "・".join(f"{_basis(basis)} {count}" for basis, count in labels.bases_counted([layout]).items()),
            end_section=False,
        )
        business = layout.business
    out.print(table)
    total = labels.bases_in_words(labels.bases_counted(layouts))
    out.print(f"定義 {len(layouts)}、項目 {sum(len(y.items) for y in layouts):,}（{total}）")
    out.print(f"一つの定義を見るには: chukan layouts show {layouts[0].address}（--all ですべて）")


def print_layout(layout: Layout, others: Mapping[str, Layout]) -> None:
    """Print a layout as a table, then its declarations and code lists.

    Args:
        layout: the layout.
        others: the layouts beside it, by their path.
    """
    out = console()
    out.print(f"[bold]{escape(layout.business_name)} {escape(layout.name)}[/bold]  {layout.address}")
    if layout.body.description:
        out.print(escape(layout.body.description))
    out.print(escape(layout.origin.statement))
    out.print(f"SHA-256 {layout.digest}")
    table = table_of(">No", "項目", "型", "桁数", "必須", ">キー", "値（コード表・書式）", "根拠", "出典・備考")
    for i in layout.items:
        codes = layout.code_list(i)
        values = [*([f"{codes.name}のコード"] if codes else []), labels.formats_in_words(i)]
        table.add_row(
            str(i.no),
            escape(i.name),
            labels.TYPES[i.type],
            labels.size_in_words(i),
            labels.REQUIRED[i.required],
            str(i.key or ""),
            escape("、".join(v for v in values if v)),
            _basis(i.basis),
            escape(labels.source_and_note(i)),
        )
    out.print(table)
    out.print(
        "根拠: " + "、".join(f"{_basis(b)}＝{escape(m)}" for b, m in labels.BASIS_MEANS.items() if _has(layout, b))
    )
    out.print(f"キー: {escape(' + '.join(layout.key)) or 'なし'}")
    for word, text, basis in labels.declared(layout, others):
        out.print(f"{word}: {escape(text)} \\[{_basis(basis)}]", soft_wrap=True)
    for code in sorted(layout.codes):
        codes = layout.codes[code]
        out.print(
            f"コード表 {escape(labels.code_list_in_words(codes, limit=12))} {code} \\[{_basis(codes.basis)}]",
            soft_wrap=True,
        )
    out.print()


def _has(layout: Layout, basis: Basis) -> bool:
    return any(item.basis == basis for item in layout.items)


def _basis(basis: Basis) -> str:
    """Return a basis as a word in its colour."""
    return f"[{BASIS_STYLES[basis]}]{labels.BASIS[basis]}[/]"


def print_diff(found: Diff) -> None:
    """Print the changes, one a row: what they mean for data that exists, and why they are there."""
    out = console()
    for edition, statement in found.editions:
        out.print(escape(f"版 {edition}: {statement}"), soft_wrap=True)
    if found.is_empty:
        out.print(f"{escape(found.old)} と {escape(found.new)} の定義に違いはありません。")
        return
    table = table_of("場所", "名前", "変わること", "旧", "新", "いまのデータへの意味", "理由")
    for c in found.changes:
        name = f"{WHATS[c.what]} {c.name}" if c.what != "item" else c.name
        field = f"（{FIELDS.get(c.field, c.field)}）" if c.field else ""
        effect = f"{'要対応 ' if c.touches else ''}{EFFECTS[c.effect]}"
        shown = (escape(_value(c, side)) for side in (c.old, c.new))
        style = "[yellow]" if c.touches else "[dim]"
        table.add_row(
            escape(c.place),
            escape(f"{name}{field}"),
            f"{style}{effect}[/]",
            *shown,
            escape(c.meaning),
            escape(c.reason),
        )
    out.print(table)
    counts = "・".join(f"{EFFECTS[kind]} {count}" for kind, count in found.effects.items())
    touching = sum(c.touches for c in found.changes)
    out.print(f"{escape(found.old)} → {escape(found.new)}: 違い {len(found.changes)} 件（うち要対応 {touching} 件）")
    out.print(counts)


def _value(change: Change, text: str) -> str:
    """Return one side of a change in words: what a code of ours means."""
    if change.what != "item" or not text:
        return text
    if change.field == "type":
        return labels.TYPES[cast("ItemType", text)]
    if change.field == "required":
        return labels.REQUIRED[cast("Requirement", text)]
    return "、".join(map(labels.format_in_words, text.split())) if change.field == "formats" else text


def print_findings(found: Mapping[str, Iterable[LintFinding]]) -> None:
    """Print the linter's findings: place, what, what to do."""
    out = console()
    for name, findings in found.items():
        rows = list(findings)
        for f in rows:
            out.print(escape(f"{_near(f.place)}: {f.rule} {SEVERITIES[f.severity]}: {f.message}"), soft_wrap=True)
            if f.hint:
                out.print(escape(f"    {f.hint}"), soft_wrap=True)
        counts = "、".join(f"{SEVERITIES[s]} {sum(f.severity == s for f in rows)}" for s in SEVERITIES)
        out.print(f"{escape(name)}: {counts}")


def print_import(report: ImportReport) -> None:
    """Print what an import understood, and what it skipped and why."""
    out = console()
    version = "（版はワークブックに書かれていません。--edition で指定できます）" if report.edition == "unstated" else ""
    out.print(f"[bold]{escape(report.workbook)}[/bold] を取り込みました → {escape(report.folder)}")
    out.print(f"SHA-256 {report.workbook_sha256}")
    declared = f"。申告: {escape(report.declared_by)}" if report.declared_by else "（公式である旨の申告なし）"
    out.print(
        f"レイアウト集 {escape(report.pack)} 版 {escape(report.edition)}{version} 出所 {labels.AUTHORITIES[report.authority]}{declared}"
    )
    layouts = table_of("定義", "移行ファイル", ">項目", "キー", ">必須", ">条件付き", ">コード項目")
    for y in report.layouts:
        layouts.add_row(
            escape(y.address),
            escape(y.name),
            str(y.items),
            escape(" + ".join(y.key)),
            str(y.required),
            str(y.conditional),
            str(y.coded),
        )
    out.print(layouts)
    if report.code_lists:
        out.print("コード表: " + escape("、".join(f"{name} {count}" for _, name, count in report.code_lists)))
    sheets = table_of("シート", "読み方", "見出し", ">行", "使った列", "使わなかった列")
    for s in report.sheets:
        rows = ",".join(map(str, s.header_rows))
        used = " ".join(f"{c.letter}={c.heading}" for c in s.columns if c.field)
        unused = " ".join(f"{c.letter}={c.heading}" for c in s.columns if not c.field)
        sheets.add_row(*(escape(cell) for cell in (s.sheet, s.why, rows, str(s.rows), used, unused)))
    out.print(sheets)
    for level, word in LEVELS.items():
        for n in report.notices:
            if n.level == level:
                out.print(escape(f"{word}: {n.place}: {n.message}"), soft_wrap=True)
                if n.hint:
                    out.print(escape(f"    {n.hint}"), soft_wrap=True)
    _print_account(report, out)
    if report.layouts:
        out.print(
            f"検査に使うには: chukan check FILE --packs {escape(report.folder)} --layout {escape(report.layouts[0].address)}"
        )
    else:
        out.print("項目の表はなく、コード表だけを取り込みました。項目のブックと一緒に指定すると、項目に結び付きます。")


def _print_account(report: ImportReport, out: Console) -> None:
    """Print what became of the cells of the workbooks: nothing is lost without a word."""
    counts = {state: sum(s.cells.get(state, 0) for s in report.sheets) for state in CELLS}
    parts = "、".join(f"{word} {counts[state]}" for state, word in CELLS.items())
    out.print(f"セル {sum(counts.values())}: {parts}")
    if report.problems:
        out.print(
            f"要確認が {len(report.problems)} 件あります。違う読み方をさせるときは、--mapping-draft FILE で対応表のもとを書き出し、"
            "直して --mapping FILE で取り込み直してください。"
        )


def layout_dict(layout: Layout) -> dict[str, Any]:
    """Return a layout as a tree that JSON can hold."""
    return {
        "address": layout.address,
        "name": layout.name,
        "business_name": layout.business_name,
        "digest": layout.digest,
        "origin": layout.origin.model_dump(),
        "statement": layout.origin.statement,
        "key": list(layout.key),
        "items": [i.model_dump(by_alias=True) for i in layout.items],
        "codes": {c: layout.codes[c].model_dump() for c in sorted(layout.codes)},
        "body": layout.body.model_dump(by_alias=True),
    }


def _near(place: str) -> str:
    """Return a place, relative to the current folder where it is inside of it."""
    return place.removeprefix(f"{Path.cwd()}{os.sep}")


def table_of(*headings: str) -> Table:
    """Return a table that folds long cells and never cuts them; ``>`` = aligned to the right."""
    table = Table(show_lines=False)
    for heading in headings:
        table.add_column(heading.lstrip(">"), justify="right" if heading.startswith(">") else "left", overflow="fold")
    return table


def _plain(value: Any) -> Any:
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
