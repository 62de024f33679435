"""Where lines begin and end, against Python's own idea of it."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from chukan.intake.records.lines import LowBytes, newline_size, newlines, physical


def spans(
    data: bytes, *, final: bool, following: int | None = None, low: LowBytes | None = None
) -> list[tuple[int, int, int]]:
    lines = physical(np.frombuffer(data, np.uint8), final=final, following=following, low=low)
    return list(zip(lines.starts.tolist(), lines.ends.tolist(), lines.nexts.tolist(), strict=True))


def test_all_newlines_mixed() -> None:
    rng = random.Random(1)
    for _ in range(300):
        data = b"".join(rng.choices((b"a", b"\r", b"\n", b"\r\n"), k=rng.randrange(12)))

        found = spans(data, final=True)

        expected = [(*m.span(1), m.end()) for m in re.finditer(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)", data) if m[0]]
        assert found == expected
        low = LowBytes.of(np.frombuffer(data, np.uint8), 100)
        assert spans(data, final=True, low=low) == expected
        assert all(newline_size(data, end) == following - end for _, end, following in found)


def test_low_bytes_are_those_below_a_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chukan.intake.records.lines._PIECE", 3)
    data = np.frombuffer(b"a\x00b \r\n\x1f\x7f\xff\t", np.uint8)

    low = LowBytes.of(data, 5)

    assert low is not None
    assert (low.places.tolist(), bytes(low.bytes)) == ([1, 4, 5, 6, 9], b"\x00\r\n\x1f\t")
    assert low.upto(5).places.tolist() == [1, 4]
    assert low.upto(10) is low
    assert LowBytes.of(data, 4) is None


def test_what_more_bytes_may_change_is_left_out() -> None:
    assert spans(b"a\nb", final=False) == [(0, 1, 2)]
    assert spans(b"a\nb\r", final=False) == [(0, 1, 2)]
    assert spans(b"a\nb\r", final=False, following=10) == [(0, 1, 2)]
    assert spans(b"a\nb\r", final=False, following=97) == [(0, 1, 2), (2, 3, 4)]


@pytest.mark.parametrize(
    ("data", "counts", "firsts"),
    [
        (b"a\r\nb\nc\rd", {"crlf": 1, "lf": 1, "cr": 1, "none": 1}, {"crlf": 0, "lf": 1, "cr": 2, "none": 3}),
        (b"a\r\nb", {"crlf": 1, "none": 1}, {"crlf": 0, "none": 1}),
        (b"a\nb\n", {"lf": 2}, {"lf": 0}),
        (b"a\rb\r", {"cr": 2}, {"cr": 0}),
        (b"", {}, {}),
    ],
)
def test_newlines_are_counted_by_kind(data: bytes, counts: dict[str, int], firsts: dict[str, int]) -> None:
    view = np.frombuffer(data, np.uint8)

    found = newlines(view, physical(view, final=True))

    assert (found.counts, found.firsts) == (counts, firsts)
    assert found.size == sum(byte in b"\r\n" for byte in data)
