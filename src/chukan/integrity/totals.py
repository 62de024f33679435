"""F09 and S01: what the delivery note says of a file, against what the file holds."""

from __future__ import annotations

from chukan.errors import did_you_mean
from chukan.integrity.inquiry import Inquiry
from chukan.integrity.model import Part
from chukan.severity import Severity


def ask_counts(inquiry: Inquiry) -> None:
    """F09: the number of records; those that could not be read count too."""
    severity = inquiry.severity("F09")
    if severity is None:
        return
    for part in inquiry.parts:
        if part.columns and part.expected_records is not None and part.expected_records != part.records:
            difference = part.records - part.expected_records
            message = f"件数が納品書と違います: 納品書 {part.expected_records:,} 件、ファイル {part.records:,} 件（差 {difference:+,} 件）。出力の漏れや重なりを移行元で確かめてください。"
            inquiry.of_file("F09", severity, part, message)


def ask_totals(inquiry: Inquiry) -> None:
    """S01: the totals of amounts."""
    severity = inquiry.severity("S01")
    if severity is None:
        return
    for part in inquiry.parts:
        for item, expected in sorted(part.expected_totals.items()) if part.columns else ():
            _ask_total(inquiry, severity, part, item, expected)


def _ask_total(inquiry: Inquiry, severity: Severity, part: Part, name: str, expected: int) -> None:
    item = part.layout.by_name.get(name)
    if item is None:
        hint = did_you_mean(name, [i.name for i in part.layout.items if i.is_amount]) or ""
        message = f"納品書の合計の項目「{name}」は、定義にありません。{hint}プロジェクトの totals を確かめてください。"
        inquiry.of_file("S01", severity, part, message)
    elif not item.is_amount or item.type == "9V":
        message = f"納品書に「{name}」の合計がありますが、金額の項目ではないため合計していません。プロジェクトの totals を確かめてください。"
        inquiry.of_file("S01", severity, part, message, item=name)
    elif name not in part.columns:
        inquiry.cannot("S01", [part], f"項目「{name}」がファイルにないため、合計を確かめられません")
    elif (total := part.totals.get(name, 0)) != expected:
        message = f"{name}の合計が納品書と違います: 納品書 {expected:,} 円、ファイル {total:,} 円（差 {total - expected:+,} 円）。差額に当たるレコードを移行元と突き合わせてください。"
        inquiry.of_file("S01", severity, part, message, item=name)
