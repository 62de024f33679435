"""F09 and S01: what the delivery note says of a file, against what the file holds."""

from __future__ import annotations

from chukan.errors import did_you_mean
from chukan.integrity.context import IntegrityContext
from chukan.integrity.model import SpilledFile, Weight


def check_counts(context: IntegrityContext) -> None:
    """Compare the number of records (F09); those that could not be read count too."""
    weight = context.weight("F09")
    if weight is None:
        return
    for file in context.files:
        if file.columns and file.expected_records is not None and file.expected_records != file.records:
            difference = file.records - file.expected_records
            message = f"件数が納品書と違います: 納品書 {file.expected_records:,} 件、ファイル {file.records:,} 件（差 {difference:+,} 件）。出力の漏れや重なりを移行元で確かめてください。"
            context.report_file("F09", weight, file, message)


def check_totals(context: IntegrityContext) -> None:
    """Compare the totals of amounts (S01)."""
    weight = context.weight("S01")
    if weight is None:
        return
    for file in context.files:
        for item, expected in sorted(file.expected_totals.items()) if file.columns else ():
            _check_total(context, weight, file, item, expected)


def _check_total(context: IntegrityContext, weight: Weight, file: SpilledFile, name: str, expected: int) -> None:
    item = file.layout.by_name.get(name)
    if item is None:
        hint = did_you_mean(name, [i.name for i in file.layout.items if i.is_amount]) or ""
        message = f"納品書の合計の項目「{name}」は、定義にありません。{hint}プロジェクトの totals を確かめてください。"
        context.report_file("S01", weight, file, message)
    elif not item.is_amount or item.is_decimal:
        message = f"納品書に「{name}」の合計がありますが、金額の項目ではないため合計していません。プロジェクトの totals を確かめてください。"
        context.report_file("S01", weight, file, message, item=name)
    elif name not in file.columns:
        context.skip("S01", [file], f"項目「{name}」がファイルにないため、合計を確かめられません")
    elif (total := file.totals.get(name, 0)) != expected:
        message = f"{name}の合計が納品書と違います: 納品書 {expected:,} 円、ファイル {total:,} 円（差 {total - expected:+,} 円）。差額に当たるレコードを移行元と突き合わせてください。"
        context.report_file("S01", weight, file, message, item=name)
