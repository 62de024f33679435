"""A whole is as bad as its worst part, and what was not checked is never a pass."""

from __future__ import annotations

import pytest

from chukan.severity import Severity
from chukan.verification.result import Count, NotRun, verdict_of
from chukan.verification.verdict import Verdict

ERROR, WARNING = Count("V01", "氏名", Severity.ERROR, 2), Count("V09", "氏名", Severity.WARNING, 2)
WAIVED, HALF = Count("V01", "氏名", Severity.ERROR, 2, 2), Count("V01", "氏名", Severity.ERROR, 2, 1)
NOT_RUN = (NotRun("K02", "相手がない"),)


@pytest.mark.parametrize(
    ("counts", "not_run", "verdict"),
    [
        ((), (), "pass"),
        ((WARNING,), (), "pass"),
        ((ERROR, WARNING), (), "fail"),
        ((HALF,), (), "fail"),
        ((WAIVED,), (), "pass_with_waivers"),
        ((), NOT_RUN, "not_checked"),
        ((WAIVED,), NOT_RUN, "not_checked"),
        ((ERROR,), NOT_RUN, "fail"),
    ],
)
def test_the_verdict_of_a_file(counts: tuple[Count, ...], not_run: tuple[NotRun, ...], verdict: Verdict) -> None:
    assert verdict_of(counts, not_run) == verdict
