"""A cached method runs once an instance and set of arguments, and keeps no instance alive."""

from __future__ import annotations

import gc
import weakref

import pytest

from chukan.layouts.caching import cached_method


class Counter:
    def __init__(self) -> None:
        self.calls = 0

    @cached_method
    def add(self, a: int, b: int = 0) -> int:
        self.calls += 1
        if a < 0:
            raise ValueError("negative")
        return a + b


def test_runs_once_for_each_set_of_arguments() -> None:
    one, other = Counter(), Counter()

    assert [one.add(1), one.add(1), one.add(1, b=2), one.add(1, b=2), other.add(1)] == [1, 1, 3, 3, 1]
    assert (one.calls, other.calls) == (2, 1)


def test_an_exception_is_not_kept() -> None:
    counter = Counter()

    for _ in range(2):
        with pytest.raises(ValueError, match="negative"):
            counter.add(-1)

    assert counter.calls == 2


def test_keeps_no_instance_alive() -> None:
    counter = Counter()
    counter.add(1)
    gone = weakref.ref(counter)

    del counter
    gc.collect()

    assert gone() is None
