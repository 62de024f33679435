"""Findings by severity, the waived ones apart."""

from __future__ import annotations

from chukan.reports.numbers import Numbers
from chukan.severity import Severity
from chukan.verification.result import Count


def test_waived_findings_stand_apart() -> None:
    numbers = Numbers.of_counts([Count("V10", "氏名", Severity.WARNING, 10, 4), Count("V01", None, Severity.ERROR, 2)])

    assert numbers == Numbers(errors=2, warnings=6, infos=0, waived=4)
    assert numbers.total == 12
    assert numbers.worst == "error"
