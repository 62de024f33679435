"""F10: the same content delivered twice."""

from __future__ import annotations

import re

from chukan.integrity.inquiry import Inquiry
from chukan.integrity.model import Part

_NAMED = 3


def ask_duplicates(inquiry: Inquiry) -> None:
    """Files with the same digest, wherever in the verification. Files without a record are F02's to tell."""
    severity = inquiry.severity("F10")
    if severity is None:
        return
    same: dict[tuple[str, str], list[Part]] = {}
    for part in inquiry.parts:
        if part.sha256 and part.records:
            same.setdefault((part.sha256, _member(part.file)), []).append(part)
    for parts in same.values():
        for part in parts if len(parts) > 1 else ():
            others = sorted(p.file for p in parts if p.index != part.index)
            more = f"ほか{len(others) - _NAMED:,}件" if len(others) > _NAMED else ""
            message = f"同じ内容のファイルがほかにもあります（{'、'.join([*others[:_NAMED], *([more] if more else [])])}）。取り違えや二重の提出でないかを確かめてください。"
            inquiry.of_file("F10", severity, part, message)


def _member(file: str) -> str:
    """The name inside an archive; members of one archive all carry the digest of the archive."""
    return "/".join(re.split(r"\.zip/", file, flags=re.IGNORECASE)[1:])
