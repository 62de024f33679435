"""What `chukan layouts` prints: trees and tables of frozen values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.markup import escape
from rich.tree import Tree

from chukan.authoring import labels
from chukan.authoring.lint import LintFinding
from chukan.authoring.stats import PackStats
from chukan.cli.tables import console, markup_table
from chukan.layouts.basis import Basis
from chukan.layouts.model import Layout

FAMILIES = {
    "resident": "住民",
    "tax": "税",
    "welfare": "福祉",
    "internal": "内部",
    "kiosk": "コンビニ交付",
    "": "その他",
}
SEVERITIES = {"error": "エラー", "warning": "警告", "info": "参考"}
BASIS_STYLES: dict[Basis, str] = {
    "official": "green",
    "statute": "green",
    "public-standard": "blue",
    "attested": "magenta",
    "estimate": "yellow",
}


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
    table = markup_table(
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
    table = markup_table("業務", "移行ファイル", "定義", ">項目", ">必須", ">検査規則", "根拠")
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
    table = markup_table(">No", "項目", "型", "桁数", "必須", ">キー", "値（コード表・書式）", "根拠", "出典・備考")
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


def _near(place: str) -> str:
    """Return a place, relative to the current folder where it is inside of it."""
    return place.removeprefix(f"{Path.cwd()}{os.sep}")
