"""What `chukan layouts` prints: trees and tables of frozen values."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from chukan.authoring.diff import Diff
from chukan.authoring.export.dictionary import BASIS, REQUIRED, parts, size
from chukan.authoring.lint import LintFinding
from chukan.authoring.stats import PackStats
from chukan.authoring.workbook.report import ImportReport
from chukan.layouts.declarations import DECLARATIONS
from chukan.layouts.model import Layout

FAMILIES = {
    "resident": "住民",
    "tax": "税",
    "welfare": "福祉",
    "internal": "内部",
    "kiosk": "コンビニ交付",
    "": "その他",
}
AUTHORITIES = {"reference": "参考定義", "imported": "取込", "official": "公式（申告あり）"}
SEVERITIES = {"error": "エラー", "warning": "警告", "info": "参考"}
KINDS = {"added": "追加", "removed": "削除", "changed": "変更", "moved": "順序"}
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
        root = Tree(
            f"[bold]{escape(pack.pack)}[/bold] {escape(pack.name)}（{AUTHORITIES[pack.authority]}{extends}） "
            f"版 {', '.join(pack.editions)}（表示 {pack.edition}） 業務 {len(pack.businesses)} 定義 {pack.layouts} 項目 {pack.items}"
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
    table = _table(
        "レイアウト集", "版", "出所", ">業務", ">定義", ">項目", ">コード表", ">コード値", ">参照", ">検査規則", "根拠"
    )
    for s in found:
        bases = "、".join(f"{BASIS.get(b, b)} {n}" for b, n in s.bases.items())
        numbers = (len(s.businesses), s.layouts, s.items, s.code_lists, s.code_values, s.references, s.rules)
        table.add_row(s.pack, s.edition, AUTHORITIES[s.authority], *map(str, numbers), bases)
    console().print(table)


def print_layout(layout: Layout) -> None:
    """Print a layout as a table, then its declarations."""
    out = console()
    out.print(f"[bold]{escape(layout.business_name)} {escape(layout.name)}[/bold]  {layout.address}")
    if layout.body.description:
        out.print(escape(layout.body.description))
    out.print(escape(layout.origin.statement))
    out.print(f"SHA-256 {layout.digest}")
    table = _table(">No", "項目", "型", ">桁", "必須", ">キー", "コード", "書式", "根拠", "出典・備考")
    for i in layout.items:
        words = "; ".join(t for t in (i.source, i.note) if t)
        table.add_row(
            str(i.no),
            escape(i.name),
            i.type,
            size(i),
            REQUIRED[i.required],
            str(i.key or ""),
            i.code or "",
            escape(" ".join(i.formats)),
            BASIS[i.basis],
            escape(words),
        )
    out.print(table)
    out.print(f"キー: {escape(' + '.join(layout.key)) or 'なし'}")
    for word, text in parts(layout):
        out.print(f"{word}: {escape(text)}")
    for code in sorted(layout.codes):
        codes = layout.codes[code]
        shown = "、".join(f"{c} {n}" for c, n in list(codes.codes.items())[:12])
        more = f" ほか {len(codes.codes) - 12}" if len(codes.codes) > 12 else ""
        own = "（団体独自の値も可）" if codes.any_value else ""
        out.print(f"コード表 {code} {escape(codes.name)}: {escape(shown)}{more}{own}")
    out.print()


def print_diff(found: Diff) -> None:
    """Print the changes, one a row, with their reasons."""
    out = console()
    for edition, statement in found.editions:
        out.print(escape(f"版 {edition}: {statement}"), soft_wrap=True)
    if found.is_empty:
        out.print(f"{escape(found.old)} と {escape(found.new)} の定義に違いはありません。")
        return
    table = _table("場所", "区分", "種類", "名前", "旧", "新", "理由")
    for c in found.changes:
        name = f"{c.name}（{FIELDS.get(c.field, c.field)}）" if c.field else c.name
        cells = (c.place, KINDS[c.kind], WHATS[c.what], name, c.old, c.new, c.reason)
        table.add_row(*(escape(cell) for cell in cells))
    out.print(table)
    out.print(f"{escape(found.old)} → {escape(found.new)}: 違い {len(found.changes)} 件")


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
        f"レイアウト集 {escape(report.pack)} 版 {escape(report.edition)}{version} 出所 {AUTHORITIES[report.authority]}{declared}"
    )
    layouts = _table("定義", "移行ファイル", ">項目", "キー", ">必須", ">条件付き", ">コード項目")
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
    sheets = _table("シート", "読み方", "見出し", ">行", "使った列", "使わなかった列")
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


def _table(*headings: str) -> Table:
    """Return a table that folds long cells and never cuts them; ``>`` = aligned to the right."""
    table = Table(show_lines=False)
    for heading in headings:
        table.add_column(heading.lstrip(">"), justify="right" if heading.startswith(">") else "left", overflow="fold")
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, ImportReport | Diff):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
