"""Numbers between two bounds, rows, and their sums."""

from __future__ import annotations

import pytest
from tests.reports.compare.conftest import MakeRun

from chukan.reports.compare.compare import compare
from chukan.reports.compare.model import NONE, Range, Row, summed
from chukan.severity import Severity


def test_a_number_known_exactly_is_one_number() -> None:
    assert (str(Range(3, 3)), str(Range(1200, 3400)), Range(3, 3).is_exact, NONE.is_exact) == (
        "3",
        "1,200〜3,400",
        True,
        True,
    )
    assert Range(1, 2) + Range(0, 3) == Range(1, 5)
    assert Range(1, 2).of(10) == Range(8, 9)


@pytest.mark.parametrize(
    ("row", "solved", "added"),
    [
        (Row(old=5, new=3, still=Range(2, 2)), Range(3, 3), Range(1, 1)),
        (Row(old=5, new=3, still=Range(0, 3)), Range(2, 5), Range(0, 3)),
        (Row(old=5, new=0, still=NONE, unseen=Range(5, 5)), NONE, NONE),
        (Row(old=5, new=1, still=Range(0, 1), unseen=Range(4, 5)), Range(0, 1), Range(0, 1)),
    ],
)
def test_what_is_solved_and_what_is_new(row: Row, solved: Range, added: Range) -> None:
    assert (row.solved, row.added) == (solved, added)


def test_of_what_is_new_only_what_nobody_accepted_is_open() -> None:
    assert [Row(new=4, waived=waived, still=Range(1, 1)).open_added for waived in (0, 1, 2, 4)] == [3, 3, 2, 0]


def test_a_sum_has_the_gravest_severity_and_no_names() -> None:
    rows = [
        Row(rule="V01", severity=Severity.INFO, old=1, new=2, still=Range(1, 1)),
        Row(rule="V02", severity=Severity.ERROR, old=3, new=4, waived=1, still=Range(0, 2)),
    ]

    assert summed(rows) == Row(severity=Severity.ERROR, old=4, new=6, waived=1, still=Range(1, 3))


def test_totals_by_rule_and_item_and_file_are_of_the_same_findings(run: MakeRun) -> None:
    comparison = compare(run(["a", "b"]), run(["b", "c", "d"]))

    for rows in (comparison.by_rule(), comparison.by_item(), comparison.by_file()):
        total = summed(rows)
        assert (total.old, total.new, total.still) == (2, 3, Range(1, 1))
    assert comparison.total(Severity.ERROR).new == comparison.total().new == 3
    assert comparison.total(Severity.WARNING).new == 0
