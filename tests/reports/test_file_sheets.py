"""The tables of the workbook about files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chukan.output.excel import Book
from chukan.reports import file_sheets
from chukan.reports.summary import Summary, summarise
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]


Write = Callable[[Book, Summary], None]


Rows = Callable[..., list[dict[str, Any]]]


def test_counts_of_every_file(rows: Rows, summary: Summary) -> None:
    found = rows(file_sheets.counts, summary)

    assert len(found) == 6
    assert [row["ファイル"] for row in found] == [f.path for f in summary.files]
    assert sum(row["レコード"] for row in found) == summary.verification.totals.records.total


def test_the_delivery_note_beside_what_the_files_hold(rows: Rows, summary: Summary) -> None:
    found = rows(file_sheets.notes, summary)

    numbers = [tuple(row.values()) for row in found]
    assert any(123_456_789_000 in row and 123_456_788_900 in row for row in numbers)


def test_every_byte_of_a_file_is_in_its_row(rows: Rows, summary: Summary) -> None:
    for row, file in zip(rows(file_sheets.account, summary), summary.files, strict=True):
        numbers = [value for value in row.values() if isinstance(value, int)]
        assert file.bytes in numbers
        assert sum(numbers) == 2 * file.bytes


def test_profiles_only_where_they_were_made(rows: Rows, summary: Summary, made: Made) -> None:
    bare = replace(made[0], files=tuple(replace(f, profile=()) for f in made[0].files))
    with_profile = rows(file_sheets.profiles, summary)

    assert len(with_profile) == sum(len(f.profile) for f in summary.files)
    assert rows(file_sheets.profiles, summarise(bare)) == []


@pytest.mark.parametrize("write", [file_sheets.agreements, file_sheets.origins])
def test_each_file_has_its_row(rows: Rows, summary: Summary, write: Write) -> None:
    assert len(rows(write, summary)) >= len(summary.files)
