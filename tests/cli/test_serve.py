"""`chukan serve` on the command line; the server itself is tested under tests/serving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Chukan = Callable[..., Any]


def test_a_folder_without_results_says_what_to_do(chukan: Chukan, tmp_path: Path) -> None:
    answer = chukan("serve", tmp_path)
    assert answer.code == 3
    assert str(tmp_path) in answer.err
    assert "次の一手" in answer.err


def test_the_help_says_where_it_can_be_opened(chukan: Chukan) -> None:
    answer = chukan("serve", "--help")
    assert answer.code == 0
    assert "--read-only" in answer.out
