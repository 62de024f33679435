"""Integrity as a whole: within a memory limit."""

from __future__ import annotations

from typing import Any

import pytest

from chukan.errors import OutputError


def test_too_little_memory_is_told_and_leaves_nothing(delivery: Any, layout: Any) -> None:
    delivery.add(layout("person", "番号::1"), [{"番号": f"{n:040d}"} for n in range(60_000)])
    with pytest.raises(OutputError) as told:
        delivery.ask(memory_limit=2 << 20)
    assert "ファイル間の検査に使うメモリが足りません（上限 2 MB）" in str(told.value)
    assert "自治体や業務を分けて" in str(told.value.hint)
