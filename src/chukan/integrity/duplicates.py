"""F10: the same content delivered twice."""

from __future__ import annotations

import re

from chukan.integrity.context import IntegrityContext
from chukan.integrity.model import SpilledFile

_NAMED = 3


def check_duplicates(context: IntegrityContext) -> None:
    """Report files with the same digest, wherever in the verification; F02 reports those without a record."""
    weight = context.weight("F10")
    if weight is None:
        return
    same: dict[tuple[str, str], list[SpilledFile]] = {}
    for file in context.files:
        if file.sha256 and file.records:
            same.setdefault((file.sha256, _member(file.name)), []).append(file)
    for files in same.values():
        for file in files if len(files) > 1 else ():
            others = sorted(p.name for p in files if p.index != file.index)
            more = f"ほか{len(others) - _NAMED:,}件" if len(others) > _NAMED else ""
            message = f"同じ内容のファイルがほかにもあります（{'、'.join([*others[:_NAMED], *([more] if more else [])])}）。取り違えや二重の提出でないかを確かめてください。"
            context.report_file("F10", weight, file, message)


def _member(file: str) -> str:
    """The name inside an archive; members of one archive all carry the digest of the archive."""
    return "/".join(re.split(r"\.zip/", file, flags=re.IGNORECASE)[1:])
