"""What is known of a pair before it is a result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reconciliation.conftest import Bench, person

from chukan.reconciliation.job import Pair, ReconcileJob, ReconcileOptions
from chukan.reconciliation.pair_outcome import side_file, watch_of
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


def test_findings_of_a_pair_are_recognised_by_town_layout_and_file(pair: Pair) -> None:
    """The folder is none of it: the next delivery may lie elsewhere."""

    def fingerprint(one: Pair, secret: bytes = b"k" * 32) -> str:
        watch = watch_of(one, ReconcileJob([one]), ReconcileOptions(), secret)
        return watch.fingerprint("M06", "", "", watch.fingerprints.whole("突き合わせられません"))

    moved = replace(pair, delivered=replace(pair.delivered, shown="another/folder/old.csv"))
    renamed = replace(pair, delivered=replace(pair.delivered, shown="new_name.csv"))

    assert fingerprint(pair) == fingerprint(moved) != ""
    assert len({fingerprint(pair), fingerprint(renamed), fingerprint(replace(pair, municipality="139997"))}) == 3
    assert fingerprint(pair, b"") == ""
