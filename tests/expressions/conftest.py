"""Items over which expressions are written."""

from __future__ import annotations

ITEMS = ("種別", "在留資格", "開始", "終了", "Kana")
