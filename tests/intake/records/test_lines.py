"""Where lines begin and end, against Python's own idea of it."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from chukan.intake.records.lines import newline_size, newlines, physical


def spans(data: bytes, *, final: bool, following: int | None = None) -> list[tuple[int, int, int]]:
    lines = physical(np.frombuffer(data, np.uint8), final=final, following=following)
    return list(zip(lines.starts.tolist(), lines.ends.tolist(), lines.nexts.tolist(), strict=True))


def test_all_newlines_mixed() -> None:
    rng = random.Random(1)
    for _ in range(300):
        data = b"".join(rng.choices((b"a", b"\r", b"\n", b"\r\n"), k=rng.randrange(12)))

        found = spans(data, final=True)

        expected = [(*m.span(1), m.end()) for m in re.finditer(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)", data) if m[0]]
        assert found == expected
        assert all(newline_size(data, end) == following - end for _, end, following in found)


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
