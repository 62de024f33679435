"""The models of the retention rules."""

from __future__ import annotations

import pytest

from chukan.reduction.rules.model import Start


def test_a_start_needs_what_it_is_counted_from() -> None:
    with pytest.raises(ValueError, match="items"):
        Start(type="event")
    with pytest.raises(ValueError, match="follows"):
        Start(type="follows", layout="a/b")
    assert Start(type="never").counted_from is None
