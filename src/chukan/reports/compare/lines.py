"""The comparison in words: one wording for the screen, the page and the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from chukan.output.text import listed
from chukan.reports.compare.model import Comparison, Row, Side
from chukan.severity import Severity
from chukan.verification.verdict import VERDICT_JA

HEADINGS: Final = ("前回", "今回", "解消", "引き続き", "新しく", "今回は未確認")
"""Of the numbers of a row."""


def numbers(row: Row) -> tuple[str, ...]:
    """Return the numbers of a row, in the order of `HEADINGS`."""
    return (f"{row.old:,}", f"{row.new:,}", *map(str, (row.solved, row.still, row.added, row.unseen)))


def side(one: Side) -> str:
    """Return one of the two runs in a line."""
    when = one.started[:16].replace("T", " ")
    waived = f"、ほかに了承 {one.waived:,}" if one.waived else ""
    left = f"エラー {one.errors:,}・警告 {one.warnings:,}・情報 {one.infos:,}{waived}"
    return f"{VERDICT_JA[one.verdict]}（{left}、{when} 検査、基準日 {one.as_of}、{one.place}）"


def remark(row: Row) -> str:
    """Return what a reader must know of a row before he believes its numbers; "" = nothing."""
    said = [f"今回は{row.why}"] if row.why else []
    if row.first:
        said.append("前回は検査していないため、新しく現れたとは限りません")
    return "。".join(said)


def where(row: Row) -> str:
    """Return the files of a row."""
    return listed(row.files, 2)


def headline(comparison: Comparison) -> Iterator[str]:
    """Yield a line for each severity that either run found."""
    for severity in Severity:
        row = comparison.total(severity)
        if row.old or row.new:
            unseen = f"、今回は未確認 {row.unseen} 件" if row.unseen.high else ""
            yield (
                f"{severity.ja}: 解消 {row.solved} 件、引き続き {row.still} 件、新しく {row.added} 件{unseen}"
                f"（前回 {row.old:,} 件 → 今回 {row.new:,} 件）"
            )


def changed(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in which anything is new, solved or not looked at."""
    return [r for r in rows if r.added.high or r.solved.high or r.unseen.high]
