"""What a reconciliation says: its account, and the verdict that follows from its parts."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reconciliation.conftest import Bench, only, person

from chukan.reconciliation.result import Reconciled, RecordCounts, verdict_of_whole
from chukan.severity import Severity
from chukan.verification.findings import about_whole, as_finding
from chukan.verification.verdict import Verdict

PARTS = [f.name for f in fields(RecordCounts) if f.name not in ("delivered", "loaded", "duplicate_keys")]
COUNTS = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 5))


def closed(parts: dict[str, int]) -> RecordCounts:
    """Return an account that adds up."""
    c = RecordCounts(**parts)
    return replace(
        c,
        delivered=c.paired + c.only_delivered + c.left_out + c.unmatched_delivered,
        loaded=c.paired + c.only_loaded + c.added + c.unmatched_loaded,
    )


@given(COUNTS, st.sampled_from(PARTS))
def test_every_record_is_counted_once(parts: dict[str, int], lost: str) -> None:
    account = closed(parts)

    assert account.closes
    assert not replace(account, **{lost: getattr(account, lost) + 1}).closes


@given(COUNTS, COUNTS)
def test_accounts_are_added_part_by_part(one: dict[str, int], other: dict[str, int]) -> None:
    both = closed(one) + closed(other)

    assert both.closes
    assert both == closed(other) + closed(one)
    assert both.same == one.get("same", 0) + other.get("same", 0)


@pytest.fixture
def file(bench: Bench) -> Reconciled:
    """Return a pair that is alike."""
    return only(bench.compare([person(1)], [person(1)]))


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["pass", "pass"], "pass"),
        (["pass", "pass_with_waivers"], "pass_with_waivers"),
        (["not_checked", "pass"], "not_checked"),
        (["fail", "not_checked"], "fail"),
        ([], "not_checked"),
    ],
)
def test_the_whole_is_no_better_than_its_worst_file(
    file: Reconciled, verdicts: list[Verdict], expected: Verdict
) -> None:
    assert verdict_of_whole([replace(file, verdict=verdict) for verdict in verdicts], []) == expected


@pytest.mark.parametrize(
    ("rule", "severity", "expected"),
    [
        ("W01", Severity.INFO, "pass"),
        ("W01", Severity.ERROR, "fail"),
        ("M06", Severity.ERROR, "fail"),
        ("M06", Severity.WARNING, "not_checked"),
        ("M06", Severity.INFO, "not_checked"),
    ],
)
def test_what_belongs_to_no_file_counts_too(file: Reconciled, rule: str, severity: Severity, expected: Verdict) -> None:
    finding = as_finding(about_whole(rule, severity, "余り.csv は、どの提出データのものか分かりません。"))

    assert verdict_of_whole([file], [finding]) == expected
