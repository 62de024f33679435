"""From what was found in each file to the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.verification.conftest import BAD_SEX, GOOD, states

from chukan.layouts.body import LayoutBody
from chukan.layouts.declarations import RecordRule
from chukan.layouts.model import Layout
from chukan.verification.job import Target
from chukan.verification.result import Delivery

from .conftest import Check


def test_every_record_is_read_or_rejected(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(GOOD, "0003,少ない", BAD_SEX))

    records = outcome.verification.totals.records
    assert (records.read, records.rejected, records.total) == (2, 1, 3)
    assert [(f.rule, f.record) for f in outcome.findings] == [("F07", 2), ("V04", 3)]


def test_a_rule_that_could_not_run_is_no_pass(
    check: Check, file: Callable[..., Path], target: Callable[..., Target], layout: Layout
) -> None:
    rule = RecordRule.model_validate({"id": "strange", "assert": "ない項目 > 1", "message": "。"})
    other = layout.model_copy(update={"body": LayoutBody(name="住民", rules=(rule,))})

    outcome = check(replace(target(file(GOOD)), layout=other))

    assert outcome.verification.verdict == "not_checked"
    assert states(outcome)["R01"] == "could_not_run"
    assert "ない項目" in outcome.verification.files[0].not_run[0].why


def test_switched_off_is_told(check: Check, file: Callable[..., Path]) -> None:
    outcome = check(file(GOOD, BAD_SEX), severities={"V04": "off"})

    assert outcome.verification.verdict == "pass"
    assert states(outcome)["V04"] == "switched_off"
    assert states(outcome)["K02"] == "switched_off"  # one file by itself
    assert states(outcome)["V05"] == "ran"


def test_a_promised_delivery_without_a_file_is_not_checked(check: Check, file: Callable[..., Path]) -> None:
    promised = Delivery("131016", "千代田区", "tax", "個人住民税", "layout")
    exempt = Delivery("131016", "千代田区", "seal", "印鑑登録", "exempt_in_use")

    outcome = check(file(GOOD), across=True, deliveries=(promised, exempt))

    assert [d.verdict for d in outcome.verification.deliveries] == ["not_checked", None]
    assert outcome.verification.verdict == "not_checked"
    (finding,) = [f for f in outcome.findings if f.rule == "F01"]
    assert "千代田区の個人住民税" in finding.message


def test_the_delivery_note_is_compared(check: Check, file: Callable[..., Path], target: Callable[..., Target]) -> None:
    path = file(GOOD, GOOD.replace("0001", "0002"))
    right = target(path, expected_records=2, expected_totals={"税額": 200})
    wrong = target(path, expected_records=3, expected_totals={"税額": 201})

    assert [f.rule for f in check(right).findings] == []
    assert {f.rule for f in check(wrong).findings} == {"F09", "S01"}
    assert states(check(path))["F09"] == "switched_off"
