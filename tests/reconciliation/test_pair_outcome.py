"""What is known of a pair before it is a result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reconciliation.conftest import Bench, person

from chukan.reconciliation.job import Pair
from chukan.reconciliation.pair_outcome import side_file
from chukan.reconciliation.sides.facts import Facts


@pytest.fixture
def pair(bench: Bench) -> Pair:
    bench.compare([person(1)], [person(1)])
    return Pair(*bench.specs(), municipality="139998")


def test_a_side_that_was_not_read_holds_nothing(pair: Pair) -> None:
    said = replace(pair.delivered, expected_records=3, date="2026-11-01", load_errors=1)

    unread, read = side_file(said, None), side_file(said, Facts("ab", 10, "cp932", 2, 1, ("newline",)))

    assert (unread.records, unread.rejected, unread.bytes, unread.sha256) == (0, 0, 0, "")
    assert (read.records, read.rejected, read.bytes, read.undecided) == (2, 1, 10, ("newline",))
    assert unread.expected_records == read.expected_records == 3
    assert (read.date, read.load_errors, read.path) == ("2026-11-01", 1, "old.csv")
