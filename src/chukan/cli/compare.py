"""`chukan compare OLD NEW`: what is solved, still there and new since the last verification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chukan.cli import options as o
from chukan.cli.language import t
from chukan.cli.switches import switches

if TYPE_CHECKING:
    from chukan.reports.compare.model import Comparison

SHOWN = 20
"""Lines of the table on the screen, unless --verbose."""


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=t("前回の検証結果のフォルダ", "the earlier results"))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=t("今回の検証結果のフォルダ", "the later results"))],
    out: o.Out = None,
    fail_on: o.FailOn = "error",
    json: o.Json = False,
) -> None:
    from chukan.errors import UsageError
    from chukan.reports.compare.compare import compare as compared
    from chukan.reports.compare.document import to_json
    from chukan.reports.results import load_results

    threshold = o.checked_fail_on(fail_on)
    if old.resolve() == new.resolve():
        raise UsageError(
            "前回と今回に同じ検証結果を指定しています", place=str(new), hint="二つの違う結果を指定してください。"
        )
    comparison = compared(load_results(old), load_results(new))
    if out is not None:
        from chukan.reports.compare.write import write_comparison

        write_comparison(out, comparison)
    if json:
        print(to_json(comparison), end="")
    else:
        _print(comparison, out)
    raise typer.Exit(exit_code(comparison, threshold))


def exit_code(comparison: Comparison, fail_on: str) -> int:
    """Return 1 when there may be new findings at or above the threshold, or earlier ones were not looked for; else 0."""
    from chukan.severity import Severity

    if fail_on == "never":
        return 0
    rows = [r for r in comparison.rows if r.severity.weight >= Severity(fail_on).weight]
    return int(any(r.open_added or r.unseen.high for r in rows))


def _print(comparison: Comparison, out: Path | None) -> None:
    from chukan.cli.tables import print_table, table_of
    from chukan.reports.compare import lines

    for line in lines.headline(comparison):
        print(line)
    if not comparison.rows:
        print("前回も今回も指摘はありません。")
    if switches().quiet:
        return
    print(f"前回: {lines.side(comparison.old)}")
    print(f"今回: {lines.side(comparison.new)}")
    for text in comparison.differences:
        print(f"注意: {text}")
    rows = list(comparison.rows) if switches().verbose else lines.changed(comparison.rows)
    if rows:
        shown = rows if switches().verbose else rows[:SHOWN]
        table = table_of("検査項目", "重大度", "市区町村", "業務", "定義", "項目", *lines.HEADINGS, "注意")
        for r in shown:
            place = (r.municipality_name, r.business_name, r.layout_name, r.item or "（全体）")
            table.add_row(r.rule, r.severity.ja, *place, *lines.numbers(r), lines.remark(r))
        print_table(table)
        if len(rows) > len(shown):
            print(f"ほかに {len(rows) - len(shown):,} 行あります（--verbose ですべて出します）。")
    if out is not None:
        print(f"比較: {out / 'comparison.html'}  {out / 'comparison.xlsx'}（表計算）")


def register(app: typer.Typer) -> None:
    app.command("compare", help=t("二つの検証結果を比べる: 解消・引き続き・新しく", "compare two verifications"))(
        compare
    )
