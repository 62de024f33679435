"""Sums over the cells and files of a reduction."""

from __future__ import annotations

from tests.reduction.report.conftest import file_line, report

from chukan.reduction.report.report import NOTHING, Amount, Cell


def cell(level: int, records: int) -> Cell:
    return Cell(0, level, "R", "over", "理由", 2010, over=True, amount=Amount(records, records * 10))


def test_records_and_bytes_are_added_together() -> None:
    assert sum((Amount(1, 10), Amount(2, 5)), NOTHING) == Amount(3, 15)


def test_classes_and_files_add_up() -> None:
    some = report(
        cell(0, 3), cell(0, 4), cell(1, 2), cell(2, 5), files=(file_line("1", "甲"), file_line("2", "乙", rejected=2))
    )

    assert [some.amount(level).records for level in (0, 1, 2)] == [7, 2, 5]
    assert some.candidates == Amount(7, 70)
    assert (some.read, some.rejected) == (Amount(20, 200), Amount(2, 20))
    assert report().candidates == NOTHING
