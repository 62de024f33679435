"""The tables of the workbook: which rows, and in which columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chukan.output.excel import Book
from chukan.reports import sheets
from chukan.reports.summary import Summary, summarise
from chukan.verification.result import Finding, Verification

Made = tuple[Verification, list[Finding]]
Write = Callable[[Book, Summary], None]
Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Write one sheet, and read its rows by their headings."""

    def of(write: Write, summary: Summary) -> list[dict[str, Any]]:
        with Book(tmp_path / "a.xlsx", title="", day=dt.date(2026, 4, 1), largest=1, footer="") as book:
            write(book, summary)
        table = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
        return [dict(zip(map(str, table[0]), row, strict=True)) for row in table[1:]]

    return of


def test_counts_of_every_file(rows: Rows, summary: Summary) -> None:
    found = rows(sheets.counts, summary)

    assert len(found) == 6
    assert [row["ファイル"] for row in found] == [f.path for f in summary.files]
    assert sum(row["レコード"] for row in found) == summary.verification.totals.records.total


def test_every_rule_has_a_row_also_without_findings(rows: Rows, summary: Summary) -> None:
    found = rows(sheets.rules, summary)

    named = {word for row in found for value in row.values() if value for word in str(value).split()}
    assert {rule.rule for rule in summary.verification.rules} <= named


def test_gaiji_are_listed_by_file_and_none_is_said(rows: Rows, summary: Summary, clean: Verification) -> None:
    found = [set(row.values()) for row in rows(sheets.gaiji, summary)]

    assert [sum({code, point} <= row for row in found) for code, point in (("F040", "U+E000"), ("F05A", "U+E01A"))] == [
        2,
        1,
    ]
    assert len(rows(sheets.gaiji, summarise(clean))) <= 1


def test_the_delivery_note_beside_what_the_files_hold(rows: Rows, summary: Summary) -> None:
    found = rows(sheets.notes, summary)

    numbers = [tuple(row.values()) for row in found]
    assert any(123_456_789_000 in row and 123_456_788_900 in row for row in numbers)


def test_every_byte_of_a_file_is_in_its_row(rows: Rows, summary: Summary) -> None:
    for row, file in zip(rows(sheets.account, summary), summary.files, strict=True):
        numbers = [value for value in row.values() if isinstance(value, int)]
        assert file.bytes in numbers
        assert sum(numbers) == 2 * file.bytes


def test_profiles_only_where_they_were_made(rows: Rows, summary: Summary, made: Made) -> None:
    bare = replace(made[0], files=tuple(replace(f, profile=()) for f in made[0].files))
    with_profile = rows(sheets.profiles, summary)

    assert len(with_profile) == sum(len(f.profile) for f in summary.files)
    assert rows(sheets.profiles, summarise(bare)) == []


@pytest.mark.parametrize("write", [sheets.businesses, sheets.agreements, sheets.origins])
def test_each_delivery_or_file_has_its_row(rows: Rows, summary: Summary, write: Write) -> None:
    assert len(rows(write, summary)) >= len(summary.files)
