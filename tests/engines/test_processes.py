from __future__ import annotations

import os

import pytest

from chukan.engines.processes import examine_in_processes


def process_of(block: int, _state: None) -> tuple[int, int]:
    return block, os.getpid()


def fails_at_two(block: int, _state: None) -> int:
    if block == 2:
        raise ValueError(block)
    return block


def test_blocks_are_examined_elsewhere_and_come_back_in_order() -> None:
    results = list(examine_in_processes(range(6), process_of, lambda: None, 2))

    assert [block for block, _ in results] == list(range(6))
    assert os.getpid() not in {process for _, process in results}


def test_an_error_of_a_process_is_raised_here() -> None:
    with pytest.raises(ValueError, match="2"):
        list(examine_in_processes(range(6), fails_at_two, lambda: None, 2))


def test_what_is_left_unread_ends_the_processes() -> None:
    results = examine_in_processes(range(100), fails_at_two, lambda: None, 2)
    assert next(results) == 0

    results.close()  # type: ignore[attr-defined] # a generator, as its type does not say

    assert list(results) == []
