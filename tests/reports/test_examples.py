"""Examples are few and spread; the number beside them is exact."""

from __future__ import annotations

from dataclasses import replace

from chukan.reports.examples import CAP, examples
from chukan.reports.summary import summarise
from chukan.verification.result import Finding, Verification


def test_at_most_fifty_a_rule(made: tuple[Verification, list[Finding]]) -> None:
    v, findings = made

    shown = {e.row.rule: e for e in examples(summarise(v), findings)}

    assert max(len(e.findings) for e in shown.values()) == CAP
    assert shown["V07"].row.numbers.total == 61_230
    assert shown["V07"].rest == "ほか 61,180 件。うち 950 件は findings.csv にあり、残りは件数だけを数えています。"
    assert shown["V11"].rest == "ほか 411 件は findings.csv にあります。"
    assert shown["K05"].rest == ""


def test_every_file_and_item_has_its_turn(made: tuple[Verification, list[Finding]]) -> None:
    v, findings = made
    v11 = next(e for e in examples(summarise(v), findings, cap=4) if e.row.rule == "V11")

    assert [(f.file[:6], f.item) for f in v11.findings] == [("990019", "方書")] * 2 + [("990027", "氏名")] * 2


def test_nothing_kept_is_told(made: tuple[Verification, list[Finding]]) -> None:
    v = replace(made[0], sample_limit=0)

    e = examples(summarise(v), [])[0]

    assert e.findings == ()
    assert e.rest.startswith("ほか 61,230 件。うち 0 件は")
