"""What is cached runs once a thing and set of arguments, and keeps no thing alive."""

from __future__ import annotations

import gc
import weakref

import pytest

from chukan.layouts.caching import cached_beside, cached_method


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


class Same:
    """Equal to every other one, and not hashable."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same)

    __hash__ = None  # type: ignore[assignment]


def test_beside_a_thing_runs_once_for_the_thing_itself() -> None:
    calls: list[tuple[int, int]] = []
    one, other = Same(), Same()

    @cached_beside
    def asked(thing: Same, number: int) -> int:
        if number < 0:
            raise ValueError("negative")
        calls.append((id(thing), number))
        return len(calls)

    assert [asked(one, 1), asked(one, 1), asked(other, 1), asked(one, 2), asked(other, number=1)] == [1, 1, 2, 3, 4]
    for _ in range(2):
        with pytest.raises(ValueError, match="negative"):
            asked(one, -1)


def test_beside_a_thing_nothing_is_kept_alive_nor_known_of_the_next_with_its_number() -> None:
    known: list[Same] = []

    @cached_beside
    def asked(thing: Same) -> int:
        return len(known)

    for n in range(100):
        thing = Same()
        gone = weakref.ref(thing)
        known.append(Same())
        assert asked(thing) == n + 1
        del thing
        gc.collect(0)
        assert gone() is None
