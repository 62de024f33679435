"""What was read of a stream and is not yet cut off."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chukan.errors import InputError
from chukan.intake.records.front import Front


class Slow:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        self._stream, self._most = io.BytesIO(data), most

    def readinto(self, buffer: memoryview, /) -> int:
        return self._stream.readinto(buffer[: self._most])


@given(
    st.binary(max_size=60), st.integers(1, 70), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=12)
)
def test_what_is_cut_off_is_the_stream_in_order(data: bytes, most: int, steps: list[tuple[int, int]]) -> None:
    front, cut = Front(Slow(data, most)), b""

    for wanted, end in steps:
        there = front.filled(wanted)
        assert len(there) >= min(wanted, len(data) - len(cut))
        assert there == data[len(cut) : len(cut) + len(there)]
        taken = front.taken(min(end, len(there)))
        assert taken == there[: min(end, len(there))]  # who still holds what was there keeps it as it was
        cut += taken

    assert cut == data[: len(cut)]
    assert front.filled(len(data) + 1) == data[len(cut) :]
    assert front.final


def test_what_is_handed_out_stays_as_it_is() -> None:
    front = Front(io.BytesIO(b"k,v\r\n1,a"))

    there = front.filled(5)
    taken = front.taken(5)
    assert front.filled(9) == b"1,a"
    assert (there, taken) == (b"k,v\r\n", b"k,v\r\n")
    assert front.final


def test_a_stream_that_fails_leaves_what_was_read() -> None:
    class Failing:
        def readinto(self, buffer: memoryview, /) -> int:
            raise InputError("読めません", place="f.csv")

    front = Front(Failing())

    for _ in range(2):
        with pytest.raises(InputError):
            front.filled(10)
    assert front.taken(0) == b""
