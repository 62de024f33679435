"""F10: the same content delivered twice; by two municipalities it is an error."""

from __future__ import annotations

import re

from chukan.integrity.context import IntegrityContext
from chukan.integrity.model import SpilledFile
from chukan.severity import Severity

_NAMED = 3


def check_duplicates(context: IntegrityContext) -> None:
    """Report files with the same digest, wherever in the verification; F02 reports those without a record."""
    weight, between_towns = context.weight("F10"), context.weight("F10", Severity.ERROR)
    if weight is None or between_towns is None:
        return
    same: dict[tuple[str, str], list[SpilledFile]] = {}
    for file in context.files:
        if file.sha256 and file.records:
            same.setdefault((file.sha256, _member(file.name)), []).append(file)
    for files in same.values():
        if len({(file.municipality, file.name) for file in files}) == 1:
            continue  # one file, read by several layouts
        for file in files:
            others = sorted(p.name for p in files if p.index != file.index)
            more = f"ほか{len(others) - _NAMED:,}件" if len(others) > _NAMED else ""
            names = "、".join([*others[:_NAMED], *([more] if more else [])])
            if len({p.municipality for p in files}) > 1:
                message = f"別の市区町村のファイルと中身がまったく同じです（{names}）。どちらかは自団体のデータではありません。取り違えを移行元で確かめ、提出し直してください。"
                context.report_file("F10", between_towns, file, message)
            else:
                message = (
                    f"同じ内容のファイルがほかにもあります（{names}）。取り違えや二重の提出でないかを確かめてください。"
                )
                context.report_file("F10", weight, file, message)


def _member(file: str) -> str:
    """Return the name inside an archive or workbook; its members all carry the digest of the whole."""
    return "/".join(re.split(r"\.zip/|\.xlsx?#|\.xlsm#", file, flags=re.IGNORECASE)[1:])
