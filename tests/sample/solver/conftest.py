"""What the tests of sample/solver share."""

from __future__ import annotations

import datetime as dt
from typing import Any

AS_OF = dt.date(2026, 11, 23)


ITEMS: list[dict[str, Any]] = [
    {"item": "番号", "type": "X", "length": 10, "required": "required", "key": 1, "format": "digits"},
    {"item": "区分", "type": "X", "length": 1, "required": "required", "code": "status"},
    {"item": "フラグ", "type": "X", "length": 1, "code": "flag"},
    {"item": "A額", "type": "9", "length": 9, "required": "required", "format": "amount"},
    {"item": "B額", "type": "9", "length": 9, "format": "amount"},
    {"item": "C額", "type": "9", "length": 9, "required": "required", "format": "amount"},
    {"item": "率", "type": "9V", "length": 2, "scale": 2, "required": "required", "format": "0..1"},
    {"item": "生年月日", "type": "DATE", "length": 8, "required": "required"},
    {"item": "開始日", "type": "DATE", "length": 8, "required": "required"},
    {"item": "終了日", "type": "DATE", "length": 8, "required": "conditional"},
    {"item": "開始年月", "type": "YM", "length": 6, "required": "required"},
    {"item": "終了年月", "type": "YM", "length": 6, "required": "required"},
    {"item": "年度", "type": "YEAR", "length": 4, "required": "required"},
    {"item": "文字", "type": "N", "length": 20},
]


def rule(assertion: str, when: str | None = None) -> dict[str, Any]:
    return {"id": "r", "when": when, "assert": assertion, "items": ["番号"], "message": "x"}
