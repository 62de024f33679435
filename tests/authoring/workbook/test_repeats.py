"""Numbers of repeats."""

from __future__ import annotations

import pytest

from chukan.authoring.workbook.repeats import count_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("5回", 5),
        ("×10", 10),
        ("OCCURS 3", 3),
        ("ＯＣＣＵＲＳ　１２", 12),
        ("最大4", 4),
        ("n", None),
        ("あり", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert count_of(text) == count
