from __future__ import annotations

from collections.abc import Iterator

import pytest

from chukan.engines.blocks import examine_blocks


def doubled(block: int, state: int) -> tuple[int, int]:
    return block * 2, state


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_results_come_in_the_order_of_the_blocks(count: int, jobs: int) -> None:
    assert [r for r, _ in examine_blocks(range(count), doubled, lambda: 0, jobs)] == [2 * n for n in range(count)]


def test_the_state_is_that_of_the_moment() -> None:
    known = iter(range(10))

    assert list(examine_blocks("ab", lambda block, state: (block, state), lambda: next(known), 1)) == [
        ("a", 0),
        ("b", 1),
    ]


def test_blocks_are_read_when_they_are_needed() -> None:
    read: list[int] = []

    def blocks() -> Iterator[int]:
        for n in range(3):
            read.append(n)
            yield n

    results = examine_blocks(blocks(), doubled, lambda: 0, 1)
    next(results)

    assert read == [0]


def test_one_block_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> Iterator[object]:
        raise AssertionError

    monkeypatch.setattr("chukan.engines.blocks.examine_in_processes", none)

    assert list(examine_blocks([3], doubled, lambda: 0, 4)) == [(6, 0)]
