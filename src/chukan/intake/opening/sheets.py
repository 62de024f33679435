"""What an Excel sheet can no longer tell: zeros and digits of numbers that should have been text (V13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chukan.agreement import Agreement
from chukan.intake.batch import Anomaly
from chukan.intake.source.cells import MergedCells
from chukan.intake.source.workbook import Typed
from chukan.layouts.model import Layout

_HOW = "移行元のシステムから CSV で直接出力してもらってください。"


def agreement_of_sheet(agreement: Agreement) -> Agreement:
    """Return the agreement under which a sheet is read: a sheet is a table, and has no encoding of its own."""
    return agreement.model_copy(
        update={
            "format": "csv",
            "encoding": "utf-8",
            "newline": "lf",
            "delimiter": ",",
            "quote": '"',
            "quoting": "minimal",
            "newlines_in_values": agreement.newlines_in_values is not False,
            "escape": None,
            "comment": None,
            "dates": agreement.dates or "yyyymmdd",
            "length_unit": agreement.length_unit or "chars",
        }
    )


def sheet_anomalies(
    typed: Mapping[int, Typed], items: Sequence[str | None], labels: Sequence[str], layout: Layout | None
) -> tuple[Anomaly, ...]:
    """Return one anomaly for each column whose numbers have lost digits, or may have lost leading zeros, or were never made.

    Args:
        typed: the columns that hold numbers, or formulas without a result.
        items: the item of each column.
        labels: what messages call each column.
        layout: None = only digits are looked at.
    """
    found = []
    for column, cells in sorted(typed.items()):
        if column >= len(items):
            continue
        label, name = labels[column], items[column]
        item = layout.by_name.get(name) if layout is not None and name is not None else None
        if cells.empty:
            message = (
                f"列「{label}」に、計算結果のない数式のセルが {cells.empty:,} あります（最初は {cells.first_empty} 行目）。"
                "空欄として読みました。移行元のシステムで計算した値を、CSV で直接出力してもらってください。"
            )
            found.append(_anomaly(message, cells.first_empty, name, severity="error"))
        if cells.long:
            message = (
                f"列「{label}」に、16桁以上の数値のセルが {cells.long:,} あります（最初は {cells.first_long} 行目）。"
                f"Excel は15桁までしか持たないため、下の桁は失われています。{_HOW}"
            )
            found.append(_anomaly(message, cells.first_long, name))
        elif cells.numbers and item is not None and item.is_text:
            message = (
                f"文字の項目「{label}」が数値のセルになっています（{cells.numbers:,} セル、最初は {cells.first} 行目）。"
                f"先頭の 0 があれば失われています。{_HOW}"
            )
            found.append(_anomaly(message, cells.first, name))
    return tuple(found)


def merged_anomalies(
    merged: Sequence[MergedCells], start: int, items: Sequence[str | None], labels: Sequence[str]
) -> tuple[Anomaly, ...]:
    """Return one anomaly for each column in which cells are merged over several records: only the first has the value.

    Args:
        merged: the merged cells of the sheet.
        start: the row in which the records begin; what is merged above is a title or a header.
        items: the item of each column.
        labels: what messages call each column.
    """
    found = []
    for column, (name, label) in enumerate(zip(items, labels, strict=True)):
        over = [one for one in merged if one.first_row >= start and one.first_column <= column <= one.last_column]
        if over:
            message = (
                f"列「{label}」に、何行かにわたって結合されたセルが {len(over):,} か所あります（最初は {over[0].first_row} 行目）。"
                "値は先頭の行だけにあり、続く行は空欄として読みました。結合を解き、どの行にも値を入れて出力してください。"
            )
            found.append(_anomaly(message, over[0].first_row, name, severity="error"))
    return tuple(found)


def _anomaly(message: str, line: int, item: str | None, *, severity: str = "warning") -> Anomaly:
    return Anomaly(rule="V13", message=message, severity=severity, line=line, item=item)
