"""Masks of checks as rows, and records as findings name them."""

from __future__ import annotations

import pyarrow as pa
from pandera.api.base.checks import CheckResult

from chukan.intake.batch import Batch
from chukan.layouts.model import Layout
from chukan.rules.compile import compile_rules
from chukan.rules.settings import Settings
from chukan.verification.decisions.watch import Watch
from chukan.verification.records import Records, damaged_rows, failing_rows
from chukan.verification.tally import Tally


def found(*failing: bool) -> CheckResult:
    """Return what a check says that fails there."""
    holds = pa.array([not wrong for wrong in failing], pa.bool_())
    return CheckResult(holds, not any(failing), None, None)


def batch(*values: str, **more: object) -> Batch:
    table = pa.record_batch([pa.array(values, pa.string())], names=["性別"])
    numbers = pa.array(range(1, len(values) + 1), pa.int64())
    return Batch(table=table, records=numbers, lines=numbers, **more)  # type: ignore[arg-type]


def test_damaged_rows_are_left_out() -> None:
    hurt = damaged_rows(batch("9", "9", damaged={"性別": [1]}), ["性別"])
    failing = failing_rows(found(True, True), hurt)

    assert hurt is not None
    assert hurt.tolist() == [False, True]
    assert failing is not None
    assert failing.tolist() == [True, False]


def test_nothing_damaged_and_nothing_failing_are_no_masks() -> None:
    assert damaged_rows(batch("9"), ["性別"]) is None
    assert failing_rows(found(False), None) is None


def test_all_rows_count_and_the_first_are_kept(layout: Layout) -> None:
    records = Records(batch("9", "1", "9", "9"), compile_rules(layout, Settings()), Watch())
    tally, key = Tally(2), ("V04", "性別", "error", "")
    mask = failing_rows(found(True, False, True, True), None)
    assert mask is not None

    records.report(mask, key, lambda row: records.finding(row, key, message="変です"), tally)  # type: ignore[arg-type]

    assert tally.counts == {key: 3}
    assert [(f.record, f.message) for f in tally] == [(1, "変です"), (3, "変です")]
