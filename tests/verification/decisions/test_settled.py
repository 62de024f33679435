"""Decisions row by row and acceptances of whole rules in one run: each covers its own, and nothing is covered twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.verification.decisions.test_apply import accepted, of_rule, people

from chukan.verification.decisions.model import Waiver
from chukan.verification.run import RunResult

SECRET = bytes(range(32))


@pytest.fixture
def run(check: Callable[..., RunResult], file: Callable[..., Path]) -> Callable[..., RunResult]:
    def ask(*records: str, **more: object) -> RunResult:
        return check(file(*records), across=True, secret=lambda: SECRET, **more)

    return ask


def test_what_rows_do_not_cover_a_limit_may(run: Callable[..., RunResult]) -> None:
    records = people(range(6), wrong=(1, 2, 3))
    first = of_rule(run(*records))
    whole = Waiver("V04", first[0].item or "", "", 2, "照会中", "課長", "2026-11-20", "waivers.xlsx 2 行目")

    outcome = run(*records, decisions=accepted(first[:1]), waivers=(whole,))

    counts = [c for f in outcome.verification.files for c in f.counts if c.rule == "V04"]
    assert [(c.count, c.waived) for c in counts] == [(3, 3)]
    assert [(w.used, w.bulk) for w in outcome.verification.waivers] == [(1, False), (2, True)]
    assert all(f.waived for f in of_rule(outcome))


def test_without_any_decision_everything_is_open(run: Callable[..., RunResult]) -> None:
    outcome = run(*people(range(4), wrong=(1,)))

    assert [c.waived for f in outcome.verification.files for c in f.counts] == [0]
    assert (outcome.verification.waivers, outcome.verification.decisions) == ((), None)
