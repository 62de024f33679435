"""The models of the retention rules."""

from __future__ import annotations

import pytest

from chukan.reduction.rules.model import PeriodStart


def test_a_start_needs_what_it_is_counted_from() -> None:
    with pytest.raises(ValueError, match="items"):
        PeriodStart(type="event")
    with pytest.raises(ValueError, match="follows"):
        PeriodStart(type="follows", layout="a/b")
    assert PeriodStart(type="never").counted_from is None
