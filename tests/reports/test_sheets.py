"""The tables of the workbook: which rows, and in which columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chukan.output.excel import Book
from chukan.reports import sheets
from chukan.reports.summary import Summary, summarise
from chukan.rules.catalogue import RULES
from chukan.verification.result import Verification

Write = Callable[[Book, Summary], None]
Rows = Callable[..., list[dict[str, Any]]]


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


def test_each_delivery_of_a_business_has_its_row(rows: Rows, summary: Summary) -> None:
    assert len(rows(sheets.businesses, summary)) >= len(summary.verification.deliveries)


def test_every_rule_is_explained(rows: Rows, summary: Summary) -> None:
    head, *found = (tuple(row.values()) for row in rows(sheets.explained, summary))

    ids = {rule.rule for rule in summary.verification.rules} & set(RULES)
    assert {row[0] for row in (head, *found)} >= ids
    for row in found:
        if row[0] in ids:
            rule = RULES[str(row[0])]
            assert {rule.checks, rule.why, rule.example, rule.remedy} <= set(row)
