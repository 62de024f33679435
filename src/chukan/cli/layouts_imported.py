"""What `chukan layouts import` prints: what was understood, and what was not."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from chukan.authoring import labels
from chukan.authoring.workbook.report import ImportReport
from chukan.cli.tables import console, table_of

CELLS = {
    "used": "取り込んだ",
    "heading": "見出し",
    "decoration": "定義でないと決まっている",
    "unused": "読まなかった（要確認）",
}
LEVELS = {"problem": "要確認", "warning": "注意", "info": "参考"}


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
        layouts.add_row(y.address, y.name, y.items, " + ".join(y.key), y.required, y.conditional, y.coded)
    out.print(layouts)
    if report.code_lists:
        out.print("コード表: " + escape("、".join(f"{name} {count}" for _, name, count in report.code_lists)))
    sheets = table_of("シート", "読み方", "見出し", ">行", "使った列", "使わなかった列")
    for s in report.sheets:
        rows = ",".join(map(str, s.header_rows))
        used = " ".join(f"{c.letter}={c.heading}" for c in s.columns if c.field)
        unused = " ".join(f"{c.letter}={c.heading}" for c in s.columns if not c.field)
        sheets.add_row(s.sheet, s.why, rows, s.rows, used, unused)
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
